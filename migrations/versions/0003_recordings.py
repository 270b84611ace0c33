"""What callers say into a recording, what is declared for them to hear, and text messages to them.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def partial(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    """An index over some of a table's rows."""
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def create_recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", whole, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("call_id", whole, nullable=False),
        sa.Column("turn", whole, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("seconds", whole, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint(
            "(state IN ('absent', 'erased')) = (deadline IS NULL)", name=op.f("recordings_deadline_check")
        ),
        sa.CheckConstraint("fence >= 0", name=op.f("recordings_fence_check")),
        sa.CheckConstraint("state IN ('absent', 'erased', 'intended', 'ready')", name=op.f("recordings_state_check")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("recordings_call_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("recordings_pkey")),
    )
    op.create_index("recordings_call_id_turn_key", "recordings", ["call_id", "turn"], unique=True)
    op.create_index("recordings_public_id_key", "recordings", ["public_id"], unique=True)
    op.create_index("recordings_sid_key", "recordings", ["sid"], unique=True)
    partial("recordings_deadline_idx", "recordings", ["deadline"], "deadline IS NOT NULL")


def create_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", whole, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("declared_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=True),
        sa.Column("resolved_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("fence >= 0", name=op.f("incidents_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("incidents_pkey")),
    )
    partial("incidents_topic_by_resolved_at_key", "incidents", ["topic"], "resolved_at IS NULL", unique=True)
    partial("incidents_resolved_at_idx", "incidents", ["resolved_at"], "resolved_at IS NULL")


def address_messages() -> None:
    op.add_column("messages", sa.Column("caller_id", whole, nullable=True))
    partial("messages_caller_id_idx", "messages", ["caller_id"], "caller_id IS NOT NULL")


def forbid(name: str, table: str, reason: str, when: str) -> None:
    """Refuses a change of a row."""
    action = f"EXECUTE FUNCTION ivr_refuse('{reason}')"
    if op.get_bind().dialect.name == "sqlite":
        action = f"BEGIN SELECT RAISE(ABORT, '{table}: {reason}'); END"
    op.execute(f"CREATE TRIGGER {table}_{name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) {action}")


def upgrade() -> None:
    create_recordings()
    create_incidents()
    address_messages()
    for table in ("recordings", "incidents"):
        forbid("fence", table, "the fence only grows", "NEW.fence <= OLD.fence")
    over = "OLD.state IN ('absent', 'erased') AND NEW.state <> OLD.state"
    forbid("final", "recordings", "what is final stays so", over)


def downgrade() -> None:
    op.drop_table("recordings")
    op.drop_table("incidents")
    op.drop_index("messages_caller_id_idx", "messages")
    op.execute("ALTER TABLE messages DROP COLUMN caller_id")
