"""What is known of callers: notes, tags, consents, one person with several numbers; callbacks taken and called off by
hand; agents who wrap up, their week and their new numbers; what is being erased at the carrier.

Revision ID: 0005
Revises: 0004
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ADDED = {
    "callers": (
        sa.Column("person", whole, nullable=True),
        sa.Column("search", sa.Text(), nullable=False, server_default=""),
        sa.Column("erased_at", moment, nullable=True),
    ),
    "callbacks": (
        sa.Column("claimed_by", whole, nullable=True),
        sa.Column("claimed_until", moment, nullable=True),
        sa.Column("cancel_at", moment, nullable=True),
        sa.Column("cancel_why", sa.Text(), nullable=False, server_default=""),
        sa.Column("before", sa.Text(), nullable=False, server_default=""),
    ),
    "agents": (
        sa.Column("wrap_up_until", moment, nullable=True),
        sa.Column("wrap_up_longer", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("week", sa.Text(), nullable=False, server_default=""),
    ),
}
"""What tables that were there already get."""

FENCED = ("notes", "erasures", "number_changes")


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def when(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, moment, nullable=nullable)


def key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey"))


def fence(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("fence >= 0", name=op.f(f"{table}_fence_check"))


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"{table}_{name}_check"))


def points_at(table: str, field: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([field], [f"{target}.id"], name=op.f(f"{table}_{field}_fkey"))


def index(
    name: str, table: str, columns: list[str], where: str = "", unique: bool = False, prefix: bool = False
) -> None:
    condition = sa.text(where) if where else None
    ops = {"search": "text_pattern_ops"} if prefix else {}
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition, postgresql_ops=ops
    )


def create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", whole, nullable=False),
        text("public_id"),
        sa.Column("caller_id", whole, nullable=False),
        text("text"),
        sa.Column("author_id", whole, nullable=True),
        text("author"),
        when("at"),
        text("search"),
        sa.Column("call_id", whole, nullable=True),
        sa.Column("callback_id", whole, nullable=True),
        when("withdrawn_at", nullable=True),
        text("withdrawn_by"),
        sa.Column("fence", whole, nullable=False),
        fence("notes"),
        points_at("notes", "caller_id", "callers"),
        key("notes"),
    )
    index("notes_public_id_key", "notes", ["public_id"], unique=True)
    index("notes_caller_id_idx", "notes", ["caller_id"])


def create_tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", whole, nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        text("word"),
        text("search"),
        text("author"),
        when("at"),
        points_at("tags", "caller_id", "callers"),
        key("tags"),
    )
    index("tags_caller_id_search_key", "tags", ["caller_id", "search"], unique=True)
    index("tags_search_idx", "tags", ["search"])


def create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", whole, nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        text("matter"),
        sa.Column("given", sa.Boolean(), nullable=False),
        text("how"),
        text("author"),
        when("at"),
        check("consents", "matter", "matter IN ('calls', 'messages', 'recording')"),
        points_at("consents", "caller_id", "callers"),
        key("consents"),
    )
    index("consents_caller_id_idx", "consents", ["caller_id"])


def create_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", whole, nullable=False),
        text("trace"),
        text("sid"),
        when("at"),
        when("deadline", nullable=True),
        when("done_at", nullable=True),
        sa.Column("tries", whole, nullable=False),
        sa.Column("fence", whole, nullable=False),
        check("erasures", "deadline", "(done_at IS NOT NULL) = (deadline IS NULL)"),
        check("erasures", "trace", "trace IN ('call', 'text')"),
        fence("erasures"),
        key("erasures"),
    )
    index("erasures_sid_key", "erasures", ["sid"], unique=True)
    index("erasures_deadline_idx", "erasures", ["deadline"], "deadline IS NOT NULL")


def create_number_changes() -> None:
    table = "number_changes"
    op.create_table(
        table,
        sa.Column("id", whole, nullable=False),
        text("public_id"),
        sa.Column("agent_id", whole, nullable=False),
        text("address"),
        text("code"),
        text("state"),
        text("asked_by"),
        when("asked_at"),
        when("deadline", nullable=True),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("tries", whole, nullable=False),
        when("ended_at", nullable=True),
        sa.Column("fence", whole, nullable=False),
        check(table, "deadline", "(state IN ('changed', 'failed', 'withdrawn')) = (deadline IS NULL)"),
        check(table, "state", "state IN ('asked', 'changed', 'failed', 'proved', 'ringing', 'withdrawn')"),
        fence(table),
        points_at(table, "agent_id", "agents"),
        key(table),
    )
    index(f"{table}_public_id_key", table, ["public_id"], unique=True)
    index(f"{table}_sid_key", table, ["sid"], unique=True)
    under_way = "state IN ('asked', 'proved', 'ringing')"
    index(f"{table}_agent_id_by_state_key", table, ["agent_id"], under_way, unique=True)
    index(f"{table}_agent_id_idx", table, ["agent_id"])
    index(f"{table}_deadline_idx", table, ["deadline"], "deadline IS NOT NULL")


def forbid(name: str, table: str, event: str, reason: str, condition: str) -> None:
    action = f"EXECUTE FUNCTION ivr_refuse('{reason}')"
    if op.get_bind().dialect.name == "sqlite":
        action = f"BEGIN SELECT RAISE(ABORT, '{table}: {reason}'); END"
    op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) {action}")


LIVES = {
    "call": "calls",
    "callback": "callbacks",
    "obligation": "obligations",
    "transfer": "transfers",
    "queue": "queues",
    "agent": "agents",
    "offer": "offers",
    "customer_leg": "customer_legs",
    "message": "messages",
}
TOLD = {"caller": "callers", "number_change": "number_changes"}
"""Of which the ledger tells as well, from here on."""


def keep_lines(lives: dict[str, str]) -> None:
    """A line of the ledger stands as long as its row."""
    if op.get_bind().dialect.name == "postgresql":
        cases = " ".join(f"WHEN '{word}' THEN '{table}'" for word, table in lives.items())
        op.execute(
            "CREATE OR REPLACE FUNCTION ivr_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$\n"
            "DECLARE stands boolean;\nBEGIN\n"
            f"    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1)', CASE OLD.entity {cases} END)\n"
            "        INTO stands USING OLD.entity_id;\n"
            "    IF stands THEN\n"
            "        RAISE EXCEPTION 'ledger: a line stands as long as its row' USING ERRCODE = 'check_violation';\n"
            "    END IF;\n    RETURN OLD;\nEND $$"
        )
        return
    op.execute("DROP TRIGGER ledger_keep")
    stands = " OR ".join(
        f"OLD.entity = '{word}' AND EXISTS (SELECT 1 FROM {table} WHERE id = OLD.entity_id)"
        for word, table in lives.items()
    )
    forbid("keep", "ledger", "DELETE", "a line stands as long as its row", stands)


def fill_search() -> None:
    """What `language.sought.key` made of a name when this was written."""
    connection = op.get_bind()
    callers = sa.table("callers", sa.column("id", whole), sa.column("name"), sa.column("search"), sa.column("fence"))
    for id, name in connection.execute(sa.select(callers.c.id, callers.c.name).where(callers.c.name != "")).all():
        told = unicodedata.normalize("NFC", name).translate(dict.fromkeys((0x200C, 0x200D, 0xAD, 0xFEFF))).casefold()
        latin = {0x09E6 + digit: str(digit) for digit in range(10)}
        sought = " ".join(unicodedata.normalize("NFC", told).translate(latin).split())
        change = sa.update(callers).where(callers.c.id == id)
        connection.execute(change.values(search=sought, fence=callers.c.fence + 1))


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column._copy())
    index("callers_person_idx", "callers", ["person"], "person IS NOT NULL")
    index("callers_search_idx", "callers", ["search"], "search <> ''", prefix=True)
    index("callbacks_claimed_by_idx", "callbacks", ["claimed_by"], "claimed_by IS NOT NULL")
    create_notes()
    create_tags()
    create_consents()
    create_erasures()
    create_number_changes()
    for table in FENCED:
        forbid("fence", table, "UPDATE", "the fence only grows", "NEW.fence <= OLD.fence")
    final = "OLD.state IN ('changed', 'failed', 'withdrawn') AND NEW.state <> OLD.state"
    forbid("final", "number_changes", "UPDATE", "what is final stays so", final)
    keep_lines(LIVES | TOLD)
    fill_search()


def downgrade() -> None:
    for table in ("number_changes", "erasures", "consents", "tags", "notes"):
        op.drop_table(table)
    keep_lines(LIVES)
    op.drop_index("callers_person_idx", "callers")
    op.drop_index("callers_search_idx", "callers")
    op.drop_index("callbacks_claimed_by_idx", "callbacks")
    for table, columns in ADDED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")
