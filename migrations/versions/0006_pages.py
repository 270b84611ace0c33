"""When an agent's page last told that it is open: such agents are shown who waits, and nothing rings.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.add_column("agents", sa.Column("seen_at", moment, nullable=True))


def downgrade() -> None:
    op.drop_column("agents", "seen_at")
