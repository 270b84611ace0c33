"""What ties us to programs and pages outside: callbacks that they asked for, forms, endpoints and what they are told.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, whole, nullable=nullable)


def when(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, moment, nullable=nullable)


def key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey"))


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"{table}_{name}_check"))


def points_at(table: str, field: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([field], [f"{target}.id"], name=op.f(f"{table}_{field}_fkey"))


def index(name: str, table: str, columns: list[str], where: str = "", unique: bool = False) -> None:
    condition = sa.text(where) if where else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def only_grows(table: str) -> None:
    """As of every table whose rows are written over: who read an older row writes nothing."""
    action = "EXECUTE FUNCTION ivr_refuse('the fence only grows')"
    if op.get_bind().dialect.name == "sqlite":
        action = f"BEGIN SELECT RAISE(ABORT, '{table}: the fence only grows'); END"
    op.execute(
        f"CREATE TRIGGER {table}_fence BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NEW.fence <= OLD.fence) {action}"
    )


def create_asks() -> None:
    op.create_table(
        "asks",
        number("id"),
        text("key"),
        text("digest"),
        text("source"),
        text("network"),
        text("block"),
        number("caller_id"),
        text("answer"),
        when("at"),
        points_at("asks", "caller_id", "callers"),
        key("asks"),
    )
    index("asks_key_key", "asks", ["key"], unique=True)
    for field in ("caller_id", "block", "source"):
        index(f"asks_{field}_idx", "asks", [field])
    index("asks_network_idx", "asks", ["network"], "network <> ''")


def create_forms() -> None:
    op.create_table(
        "forms",
        number("id"),
        text("public_id"),
        text("name"),
        text("team"),
        text("topic"),
        text("origins"),
        when("made_at"),
        sa.Column("live", sa.Boolean(), nullable=False),
        number("fence"),
        check("forms", "fence", "fence >= 0"),
        key("forms"),
    )
    index("forms_public_id_key", "forms", ["public_id"], unique=True)
    index("forms_name_key", "forms", ["name"], unique=True)


def create_endpoints() -> None:
    op.create_table(
        "endpoints",
        number("id"),
        text("public_id"),
        text("url"),
        text("secret"),
        text("events"),
        number("line"),
        when("made_at"),
        sa.Column("live", sa.Boolean(), nullable=False),
        text("why_off"),
        number("fence"),
        check("endpoints", "fence", "fence >= 0"),
        key("endpoints"),
    )
    index("endpoints_public_id_key", "endpoints", ["public_id"], unique=True)


def create_deliveries() -> None:
    table = "deliveries"
    op.create_table(
        table,
        number("id"),
        text("public_id"),
        number("endpoint_id"),
        number("line"),
        text("event"),
        text("subject"),
        text("body"),
        text("state"),
        when("made_at"),
        when("next_at", nullable=True),
        number("tries"),
        number("status", nullable=True),
        text("fault"),
        when("ended_at", nullable=True),
        number("fence"),
        check(table, "state", "state IN ('delivered', 'failed', 'waiting')"),
        check(table, "next_at", "(state = 'waiting') = (next_at IS NOT NULL)"),
        check(table, "fence", "fence >= 0"),
        points_at(table, "endpoint_id", "endpoints"),
        key(table),
    )
    index(f"{table}_public_id_key", table, ["public_id"], unique=True)
    index(f"{table}_endpoint_id_line_key", table, ["endpoint_id", "line"], unique=True)
    index(f"{table}_next_at_by_state_idx", table, ["next_at"], "state IN ('waiting')")


def upgrade() -> None:
    create_asks()
    create_forms()
    create_endpoints()
    create_deliveries()
    for table in ("forms", "endpoints", "deliveries"):
        only_grows(table)


def downgrade() -> None:
    for table in ("deliveries", "endpoints", "forms", "asks"):
        op.drop_table(table)
