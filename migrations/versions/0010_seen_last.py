"""When somebody was last seen is found without reading all their visits.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEX = "visits_account_id_seen_at_idx"


def upgrade() -> None:
    op.create_index(INDEX, "visits", ["account_id", "seen_at"])


def downgrade() -> None:
    op.drop_index(INDEX, "visits")
