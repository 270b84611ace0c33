"""Callbacks that are over are found by when they ended: pages show the last of them.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEX = "callbacks_ended_at_idx"


def upgrade() -> None:
    over = sa.text("ended_at IS NOT NULL")
    op.create_index(INDEX, "callbacks", ["ended_at"], sqlite_where=over, postgresql_where=over)


def downgrade() -> None:
    op.drop_index(INDEX, "callbacks")
