"""When something that recurs was last done, such as the sweep: a row each.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pulses",
        sa.Column("id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("amiss", whole, nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("fence >= 0", name=op.f("pulses_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("pulses_pkey")),
    )
    op.create_index("pulses_name_key", "pulses", ["name"], unique=True)
    action = (
        "BEGIN SELECT RAISE(ABORT, 'pulses: the fence only grows'); END"
        if op.get_bind().dialect.name == "sqlite"
        else "EXECUTE FUNCTION ivr_refuse('the fence only grows')"
    )
    op.execute(
        "CREATE TRIGGER pulses_fence BEFORE UPDATE ON pulses FOR EACH ROW"
        f" WHEN (NEW.fence <= OLD.fence) {action}"
    )


def downgrade() -> None:
    op.drop_table("pulses")
