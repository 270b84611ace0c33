"""What agents say of nodes and cards, for whoever writes them.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", whole, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", whole, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("remarks_pkey")),
        sa.CheckConstraint("fence >= 0", name=op.f("remarks_fence_check")),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("remarks_author_id_fkey")),
    )
    op.create_index("remarks_public_id_key", "remarks", ["public_id"], unique=True)
    op.create_index("remarks_about_idx", "remarks", ["about"])
    open_ = sa.text("settled_at IS NULL")
    op.create_index(
        "remarks_settled_at_idx", "remarks", ["settled_at"], sqlite_where=open_, postgresql_where=open_
    )
    action = "EXECUTE FUNCTION ivr_refuse('the fence only grows')"
    if op.get_bind().dialect.name == "sqlite":
        action = "BEGIN SELECT RAISE(ABORT, 'remarks: the fence only grows'); END"
    op.execute(
        f"CREATE TRIGGER remarks_fence BEFORE UPDATE ON remarks FOR EACH ROW WHEN (NEW.fence <= OLD.fence) {action}"
    )


def downgrade() -> None:
    op.drop_table("remarks")
