"""People who sign in to the console, and the trail of what they saw and changed.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FENCED = ("accounts", "passkeys", "visits", "links", "guards")


def fence(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("fence >= 0", name=op.f(f"{table}_fence_check"))


def of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"{table}_account_id_fkey"))


def create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", whole, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("agent_id", whole, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("totp_used", whole, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("accounts_pkey")),
        sa.CheckConstraint(
            "role IN ('agent', 'owner', 'supervisor', 'viewer')", name=op.f("accounts_role_check")
        ),
        fence("accounts"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("accounts_agent_id_fkey")),
    )
    op.create_index("accounts_email_key", "accounts", ["email"], unique=True)
    op.create_index("accounts_agent_id_key", "accounts", ["agent_id"], unique=True)


def create_proofs() -> None:
    """How they prove who they are, and for how long that counts."""
    op.create_table(
        "passkeys",
        sa.Column("id", whole, nullable=False),
        sa.Column("account_id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("signs", whole, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("removed_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("passkeys_pkey")),
        fence("passkeys"),
        of_account("passkeys"),
    )
    op.create_index("passkeys_credential_key", "passkeys", ["credential"], unique=True)
    op.create_index("passkeys_account_id_idx", "passkeys", ["account_id"])
    op.create_table(
        "visits",
        sa.Column("id", whole, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account_id", whole, nullable=False),
        sa.Column("began_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("visits_pkey")),
        fence("visits"),
        of_account("visits"),
    )
    op.create_index("visits_hash_key", "visits", ["hash"], unique=True)
    where = sa.text("ended_at IS NULL")
    op.create_index(
        "visits_account_id_by_ended_at_idx", "visits", ["account_id"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "links",
        sa.Column("id", whole, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account_id", whole, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("links_pkey")),
        fence("links"),
        of_account("links"),
    )
    op.create_index("links_hash_key", "links", ["hash"], unique=True)
    op.create_index("links_account_id_idx", "links", ["account_id"])
    op.create_table(
        "guards",
        sa.Column("id", whole, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("failures", whole, nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.Column("locked_until", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("guards_pkey")),
        fence("guards"),
    )
    op.create_index("guards_subject_key", "guards", ["subject"], unique=True)


def create_deeds() -> None:
    op.create_table(
        "deeds",
        sa.Column("id", whole, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("account_id", whole, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("deeds_pkey")),
        of_account("deeds"),
    )
    op.create_index("deeds_account_id_idx", "deeds", ["account_id"])
    op.create_index("deeds_subject_idx", "deeds", ["subject"])
    op.create_index("deeds_at_idx", "deeds", ["at"])


def forbid(name: str, table: str, event: str, reason: str, when: str = "") -> None:
    """Refuses an event on a table, always or `when`."""
    action = f"EXECUTE FUNCTION ivr_refuse('{reason}')"
    if op.get_bind().dialect.name == "sqlite":
        action = f"BEGIN SELECT RAISE(ABORT, '{table}: {reason}'); END"
    condition = f" WHEN ({when})" if when else ""
    op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW{condition} {action}")


def upgrade() -> None:
    create_accounts()
    create_proofs()
    create_deeds()
    for table in FENCED:
        forbid("fence", table, "UPDATE", "the fence only grows", "NEW.fence <= OLD.fence")
    forbid("append_only", "deeds", "UPDATE", "only ever longer")
    forbid("keep", "deeds", "DELETE", "only ever longer")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER deeds_whole BEFORE TRUNCATE ON deeds"
            " FOR EACH STATEMENT EXECUTE FUNCTION ivr_refuse('only ever longer')"
        )


def downgrade() -> None:
    for table in ("deeds", "guards", "links", "visits", "passkeys", "accounts"):
        op.drop_table(table)
