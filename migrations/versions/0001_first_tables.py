"""The first tables, with what no row may ever be, and the triggers that hold it whatever the program says.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("free_since", moment, nullable=False),
        sa.Column("misses", whole, nullable=False),
        sa.Column("cool_off_until", moment, nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("state IN ('available', 'away')", name=op.f("agents_state_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("agents_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("agents_pkey")),
    )
    op.create_index("agents_address_key", "agents", ["address"], unique=True)
    op.create_index("agents_name_key", "agents", ["name"], unique=True)

    op.create_table(
        "budgets",
        sa.Column("id", whole, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("filled_at", moment, nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("fence >= 0", name=op.f("budgets_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("budgets_pkey")),
    )
    op.create_index("budgets_account_key", "budgets", ["account"], unique=True)

    op.create_table(
        "callers",
        sa.Column("id", whole, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("vip", sa.Boolean(), nullable=False),
        sa.Column("do_not_call", sa.Boolean(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("fence >= 0", name=op.f("callers_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("callers_pkey")),
    )
    op.create_index("callers_number_key", "callers", ["number"], unique=True)

    op.create_table(
        "clock_offset",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("clock_offset_single_check")),
        sa.CheckConstraint("seconds >= 0", name=op.f("clock_offset_seconds_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("clock_offset_pkey")),
    )
    op.create_table(
        "ledger",
        sa.Column("id", whole, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", whole, nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("ledger_pkey")),
    )
    op.create_index("ledger_entity_entity_id_idx", "ledger", ["entity", "entity_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", whole, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("(state IN ('failed', 'sent')) = (deadline IS NULL)", name=op.f("messages_deadline_check")),
        sa.CheckConstraint("state IN ('failed', 'intended', 'sent', 'unknown')", name=op.f("messages_state_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("messages_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_pkey")),
    )
    op.create_index(
        "messages_deadline_idx",
        "messages",
        ["deadline"],
        unique=False,
        sqlite_where=sa.text("deadline IS NOT NULL"),
        postgresql_where=sa.text("deadline IS NOT NULL"),
    )
    op.create_index("messages_key_key", "messages", ["key"], unique=True)
    op.create_index("messages_sid_key", "messages", ["sid"], unique=True)
    op.create_index(
        "messages_state_idx",
        "messages",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('intended', 'unknown')"),
        postgresql_where=sa.text("state IN ('intended', 'unknown')"),
    )

    op.create_table(
        "published",
        sa.Column("id", whole, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("fence >= 0", name=op.f("published_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("published_pkey")),
    )
    op.create_index(
        "published_kind_name_by_live_key",
        "published",
        ["kind", "name"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_index("published_kind_name_idx", "published", ["kind", "name"], unique=False)
    op.create_index(
        "published_live_idx",
        "published",
        ["live"],
        unique=False,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )

    op.create_table(
        "tasks",
        sa.Column("id", whole, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("(done_at IS NOT NULL) = (deadline IS NULL)", name=op.f("tasks_deadline_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("tasks_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("tasks_pkey")),
    )
    op.create_index(
        "tasks_deadline_idx",
        "tasks",
        ["deadline"],
        unique=False,
        sqlite_where=sa.text("deadline IS NOT NULL"),
        postgresql_where=sa.text("deadline IS NOT NULL"),
    )
    op.create_index(
        "tasks_done_at_idx",
        "tasks",
        ["done_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index("tasks_key_key", "tasks", ["key"], unique=True)

    op.create_table(
        "turns",
        sa.Column("id", whole, nullable=False),
        sa.Column("leg", sa.Text(), nullable=False),
        sa.Column("n", whole, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("turns_pkey")),
    )
    op.create_index("turns_leg_n_key", "turns", ["leg", "n"], unique=True)

    op.create_table(
        "callbacks",
        sa.Column("id", whole, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("dialled", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("promised_by", moment, nullable=False),
        sa.Column("escalate_at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("vip", sa.Boolean(), nullable=False),
        sa.Column("attempts", whole, nullable=False),
        sa.Column("rounds", whole, nullable=False),
        sa.Column("claims", whole, nullable=False),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("offer_id", whole, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint(
            "(state IN ('barred', 'came_in', 'cancelled', 'closed_by_agent', 'connected', 'exhausted', 'unreachable')) = (deadline IS NULL)",
            name=op.f("callbacks_deadline_check"),
        ),
        sa.CheckConstraint(
            "state IN ('barred', 'came_in', 'cancelled', 'closed_by_agent', 'connected', 'dialling', 'due', 'exhausted', 'offered', 'review', 'scheduled', 'suspended', 'talking', 'unreachable')",
            name=op.f("callbacks_state_check"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('dialling', 'talking') OR offer_id IS NOT NULL", name=op.f("callbacks_rung_check")
        ),
        sa.CheckConstraint("fence >= 0", name=op.f("callbacks_fence_check")),
        sa.ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("callbacks_caller_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("callbacks_pkey")),
    )
    op.create_index("callbacks_created_at_idx", "callbacks", ["created_at"], unique=False)
    op.create_index(
        "callbacks_caller_id_by_state_key",
        "callbacks",
        ["caller_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('dialling', 'due', 'offered', 'review', 'scheduled', 'suspended', 'talking')"),
        postgresql_where=sa.text(
            "state IN ('dialling', 'due', 'offered', 'review', 'scheduled', 'suspended', 'talking')"
        ),
    )
    op.create_index("callbacks_caller_id_idx", "callbacks", ["caller_id"], unique=False)
    op.create_index(
        "callbacks_deadline_idx",
        "callbacks",
        ["deadline"],
        unique=False,
        sqlite_where=sa.text("deadline IS NOT NULL"),
        postgresql_where=sa.text("deadline IS NOT NULL"),
    )
    op.create_index("callbacks_offer_id_key", "callbacks", ["offer_id"], unique=True)
    op.create_index("callbacks_public_id_key", "callbacks", ["public_id"], unique=True)
    op.create_index("callbacks_state_idx", "callbacks", ["state"], unique=False)
    op.create_index(
        "callbacks_team_state_idx",
        "callbacks",
        ["team", "state"],
        unique=False,
        sqlite_where=sa.text("state IN ('dialling', 'due', 'offered', 'review', 'scheduled', 'suspended', 'talking')"),
        postgresql_where=sa.text(
            "state IN ('dialling', 'due', 'offered', 'review', 'scheduled', 'suspended', 'talking')"
        ),
    )

    op.create_table(
        "calls",
        sa.Column("id", whole, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        sa.Column("dialled", sa.Text(), nullable=False),
        sa.Column("flow", whole, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("turn", whole, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("(state IN ('ended')) = (deadline IS NULL)", name=op.f("calls_deadline_check")),
        sa.CheckConstraint("state IN ('ended', 'live')", name=op.f("calls_state_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("calls_fence_check")),
        sa.ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("calls_caller_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("calls_pkey")),
    )
    op.create_index("calls_started_at_idx", "calls", ["started_at"], unique=False)
    op.create_index("calls_caller_id_idx", "calls", ["caller_id"], unique=False)
    op.create_index(
        "calls_deadline_idx",
        "calls",
        ["deadline"],
        unique=False,
        sqlite_where=sa.text("deadline IS NOT NULL"),
        postgresql_where=sa.text("deadline IS NOT NULL"),
    )
    op.create_index("calls_public_id_key", "calls", ["public_id"], unique=True)
    op.create_index("calls_sid_key", "calls", ["sid"], unique=True)
    op.create_index(
        "calls_state_idx",
        "calls",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('live')"),
        postgresql_where=sa.text("state IN ('live')"),
    )

    op.create_table(
        "memberships",
        sa.Column("id", whole, nullable=False),
        sa.Column("agent_id", whole, nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("memberships_agent_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("memberships_pkey")),
    )
    op.create_index("memberships_agent_id_team_key", "memberships", ["agent_id", "team"], unique=True)
    op.create_index("memberships_team_idx", "memberships", ["team"], unique=False)

    op.create_table(
        "obligations",
        sa.Column("id", whole, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("call_id", whole, nullable=True),
        sa.Column("callback_id", whole, nullable=True),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("fate <> 'callback' OR callback_id IS NOT NULL", name=op.f("obligations_callback_check")),
        sa.CheckConstraint("fate IN ('callback', 'served', 'waiting', 'waived')", name=op.f("obligations_fate_check")),
        sa.CheckConstraint("source IN ('missed_call', 'request', 'transfer')", name=op.f("obligations_source_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("obligations_fence_check")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("obligations_call_id_fkey")),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], name=op.f("obligations_callback_id_fkey")),
        sa.ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("obligations_caller_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("obligations_pkey")),
    )
    op.create_index("obligations_call_id_idx", "obligations", ["call_id"], unique=False)
    op.create_index("obligations_callback_id_idx", "obligations", ["callback_id"], unique=False)
    op.create_index("obligations_caller_id_idx", "obligations", ["caller_id"], unique=False)
    op.create_index("obligations_source_key_key", "obligations", ["source_key"], unique=True)

    op.create_table(
        "transfers",
        sa.Column("id", whole, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("call_id", whole, nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        sa.Column("obligation_id", whole, nullable=False),
        sa.Column("turn", whole, nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("waiting_since", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("round", whole, nullable=False),
        sa.Column("rounds", whole, nullable=False),
        sa.Column("keep_place_after", sa.Double(), nullable=True),
        sa.Column("vip", sa.Boolean(), nullable=False),
        sa.Column("offer_id", whole, nullable=True),
        sa.Column("caller_left", sa.Boolean(), nullable=False),
        sa.Column("bridged", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("joined_at", moment, nullable=True),
        sa.Column("talk_seconds", whole, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint(
            "(state IN ('callback', 'served', 'waived')) = (deadline IS NULL)", name=op.f("transfers_deadline_check")
        ),
        sa.CheckConstraint("state <> 'served' OR bridged", name=op.f("transfers_bridged_check")),
        sa.CheckConstraint(
            "state IN ('accepted', 'callback', 'joining', 'offered', 'served', 'talked', 'talking', 'waiting', 'waived')",
            name=op.f("transfers_state_check"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'joining', 'served', 'talked', 'talking') OR offer_id IS NOT NULL",
            name=op.f("transfers_taken_check"),
        ),
        sa.CheckConstraint("fence >= 0", name=op.f("transfers_fence_check")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("transfers_call_id_fkey")),
        sa.ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("transfers_caller_id_fkey")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("transfers_obligation_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("transfers_pkey")),
    )
    op.create_index("transfers_asked_at_idx", "transfers", ["asked_at"], unique=False)
    op.create_index(
        "transfers_call_id_by_state_key",
        "transfers",
        ["call_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('accepted', 'joining', 'offered', 'talking', 'waiting')"),
        postgresql_where=sa.text("state IN ('accepted', 'joining', 'offered', 'talking', 'waiting')"),
    )
    op.create_index("transfers_call_id_turn_key", "transfers", ["call_id", "turn"], unique=True)
    op.create_index("transfers_caller_id_idx", "transfers", ["caller_id"], unique=False)
    op.create_index(
        "transfers_deadline_idx",
        "transfers",
        ["deadline"],
        unique=False,
        sqlite_where=sa.text("deadline IS NOT NULL"),
        postgresql_where=sa.text("deadline IS NOT NULL"),
    )
    op.create_index("transfers_obligation_id_key", "transfers", ["obligation_id"], unique=True)
    op.create_index("transfers_offer_id_key", "transfers", ["offer_id"], unique=True)
    op.create_index("transfers_public_id_key", "transfers", ["public_id"], unique=True)
    op.create_index("transfers_state_idx", "transfers", ["state"], unique=False)
    op.create_index(
        "transfers_team_by_answered_at_idx",
        "transfers",
        ["team"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NOT NULL"),
        postgresql_where=sa.text("answered_at IS NOT NULL"),
    )
    op.create_index(
        "transfers_team_state_idx",
        "transfers",
        ["team", "state"],
        unique=False,
        sqlite_where=sa.text("state IN ('accepted', 'joining', 'offered', 'talked', 'talking', 'waiting')"),
        postgresql_where=sa.text("state IN ('accepted', 'joining', 'offered', 'talked', 'talking', 'waiting')"),
    )

    op.create_table(
        "offers",
        sa.Column("id", whole, nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("agent_id", whole, nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("intended_at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("transfer_id", whole, nullable=True),
        sa.Column("callback_id", whole, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("in_flight", sa.Boolean(), nullable=False),
        sa.Column("placed_at", moment, nullable=True),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("leg_state", sa.Text(), nullable=True),
        sa.Column("looks", whole, nullable=False),
        sa.Column("accepted_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint(
            "(state IN ('accepted', 'declined', 'failed', 'missed', 'withdrawn') AND NOT in_flight) = (deadline IS NULL)",
            name=op.f("offers_deadline_check"),
        ),
        sa.CheckConstraint("NOT (in_flight AND coalesce(leg_state, '') = 'ended')", name=op.f("offers_flight_check")),
        sa.CheckConstraint("kind IN ('rung', 'shown')", name=op.f("offers_kind_check")),
        sa.CheckConstraint(
            "leg_state IN ('ended', 'in_progress', 'queued', 'ringing')", name=op.f("offers_leg_state_check")
        ),
        sa.CheckConstraint(
            "state IN ('accepted', 'declined', 'failed', 'intended', 'missed', 'placing', 'ringing', 'screening', 'unknown', 'withdrawn')",
            name=op.f("offers_state_check"),
        ),
        sa.CheckConstraint("(transfer_id IS NULL) <> (callback_id IS NULL)", name=op.f("offers_of_one_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("offers_fence_check")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("offers_agent_id_fkey")),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], name=op.f("offers_callback_id_fkey")),
        sa.ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("offers_caller_id_fkey")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfers.id"], name=op.f("offers_transfer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("offers_pkey")),
    )
    op.create_index(
        "offers_agent_id_by_in_flight_key",
        "offers",
        ["agent_id"],
        unique=True,
        sqlite_where=sa.text("in_flight"),
        postgresql_where=sa.text("in_flight"),
    )
    op.create_index("offers_agent_id_idx", "offers", ["agent_id"], unique=False)
    op.create_index(
        "offers_callback_id_by_state_in_flight_key",
        "offers",
        ["callback_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('accepted') AND in_flight"),
        postgresql_where=sa.text("state IN ('accepted') AND in_flight"),
    )
    op.create_index("offers_callback_id_idx", "offers", ["callback_id"], unique=False)
    op.create_index("offers_caller_id_idx", "offers", ["caller_id"], unique=False)
    op.create_index(
        "offers_deadline_idx",
        "offers",
        ["deadline"],
        unique=False,
        sqlite_where=sa.text("deadline IS NOT NULL"),
        postgresql_where=sa.text("deadline IS NOT NULL"),
    )
    op.create_index(
        "offers_in_flight_idx",
        "offers",
        ["in_flight"],
        unique=False,
        sqlite_where=sa.text("in_flight"),
        postgresql_where=sa.text("in_flight"),
    )
    op.create_index("offers_public_id_key", "offers", ["public_id"], unique=True)
    op.create_index("offers_sid_key", "offers", ["sid"], unique=True)
    op.create_index(
        "offers_transfer_id_by_state_in_flight_key",
        "offers",
        ["transfer_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('accepted') AND in_flight"),
        postgresql_where=sa.text("state IN ('accepted') AND in_flight"),
    )
    op.create_index("offers_transfer_id_idx", "offers", ["transfer_id"], unique=False)

    op.create_table(
        "queues",
        sa.Column("id", whole, nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("transfer_id", whole, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deadline", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("(state IN ('closed')) = (deadline IS NULL)", name=op.f("queues_deadline_check")),
        sa.CheckConstraint("state IN ('closed', 'open')", name=op.f("queues_state_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("queues_fence_check")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfers.id"], name=op.f("queues_transfer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("queues_pkey")),
    )
    op.create_index(
        "queues_deadline_idx",
        "queues",
        ["deadline"],
        unique=False,
        sqlite_where=sa.text("deadline IS NOT NULL"),
        postgresql_where=sa.text("deadline IS NOT NULL"),
    )
    op.create_index("queues_sid_key", "queues", ["sid"], unique=True)
    op.create_index(
        "queues_state_idx",
        "queues",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('open')"),
        postgresql_where=sa.text("state IN ('open')"),
    )
    op.create_index("queues_transfer_id_idx", "queues", ["transfer_id"], unique=False)

    op.create_table(
        "customer_legs",
        sa.Column("id", whole, nullable=False),
        sa.Column("offer_id", whole, nullable=False),
        sa.Column("callback_id", whole, nullable=False),
        sa.Column("caller_id", whole, nullable=False),
        sa.Column("placed_at", moment, nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("in_flight", sa.Boolean(), nullable=False),
        sa.Column("picked_up_at", moment, nullable=True),
        sa.Column("seconds", whole, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("NOT (in_flight AND state = 'ended')", name=op.f("customer_legs_flight_check")),
        sa.CheckConstraint(
            "outcome IN ('answered', 'busy', 'cancelled', 'failed', 'no_answer')",
            name=op.f("customer_legs_outcome_check"),
        ),
        sa.CheckConstraint(
            "state IN ('ended', 'in_progress', 'queued', 'ringing')", name=op.f("customer_legs_state_check")
        ),
        sa.CheckConstraint("fence >= 0", name=op.f("customer_legs_fence_check")),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], name=op.f("customer_legs_callback_id_fkey")),
        sa.ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("customer_legs_caller_id_fkey")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("customer_legs_offer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("customer_legs_pkey")),
    )
    op.create_index("customer_legs_placed_at_idx", "customer_legs", ["placed_at"], unique=False)
    op.create_index("customer_legs_callback_id_idx", "customer_legs", ["callback_id"], unique=False)
    op.create_index(
        "customer_legs_caller_id_by_in_flight_key",
        "customer_legs",
        ["caller_id"],
        unique=True,
        sqlite_where=sa.text("in_flight"),
        postgresql_where=sa.text("in_flight"),
    )
    op.create_index("customer_legs_caller_id_idx", "customer_legs", ["caller_id"], unique=False)
    op.create_index(
        "customer_legs_in_flight_idx",
        "customer_legs",
        ["in_flight"],
        unique=False,
        sqlite_where=sa.text("in_flight"),
        postgresql_where=sa.text("in_flight"),
    )
    op.create_index("customer_legs_offer_id_key", "customer_legs", ["offer_id"], unique=True)
    op.create_index("customer_legs_sid_key", "customer_legs", ["sid"], unique=True)

    op.create_table(
        "tokens",
        sa.Column("id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=True),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("fence", whole, nullable=False),
        sa.CheckConstraint("scope IN ('read', 'write')", name=op.f("tokens_scope_check")),
        sa.CheckConstraint("fence >= 0", name=op.f("tokens_fence_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("tokens_pkey")),
    )
    op.create_index("tokens_hash_key", "tokens", ["hash"], unique=True)
    op.create_index(
        "tokens_name_by_revoked_at_key",
        "tokens",
        ["name"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.execute("INSERT INTO clock_offset (id, seconds) VALUES (1, 0)")
    create_triggers()


def downgrade() -> None:
    op.drop_table("tokens")
    op.drop_table("customer_legs")
    op.drop_table("queues")
    op.drop_table("offers")
    op.drop_table("transfers")
    op.drop_table("obligations")
    op.drop_table("memberships")
    op.drop_table("calls")
    op.drop_table("callbacks")
    op.drop_table("turns")
    op.drop_table("tasks")
    op.drop_table("published")
    op.drop_table("messages")
    op.drop_table("ledger")
    op.drop_table("clock_offset")
    op.drop_table("callers")
    op.drop_table("budgets")
    op.drop_table("agents")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ivr_keep_line")
        op.execute("DROP FUNCTION ivr_refuse")


# --- what may never happen, whatever the program says: triggers ------------------------------------------

FENCED = (
    "callers",
    "calls",
    "callbacks",
    "obligations",
    "transfers",
    "queues",
    "agents",
    "offers",
    "customer_legs",
    "tasks",
    "messages",
    "published",
    "budgets",
    "tokens",
)
"""Tables whose rows are written over: each time with a higher fence, so that a stale writer is found out."""

FINAL = {
    "calls": ("state", ("ended",)),
    "callbacks": (
        "state",
        ("barred", "came_in", "cancelled", "closed_by_agent", "connected", "exhausted", "unreachable"),
    ),
    "obligations": ("fate", ("served", "waived")),
    "transfers": ("state", ("callback", "served", "waived")),
    "queues": ("state", ("closed",)),
    "offers": ("state", ("accepted", "declined", "failed", "missed", "withdrawn")),
    "messages": ("state", ("failed", "sent")),
}
"""The states out of which no row ever comes."""

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
"""Of which tables the ledger tells, by its own word."""

REFUSE = """
CREATE FUNCTION ivr_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$
"""

KEEP_LINE = f"""
CREATE FUNCTION ivr_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1)', CASE OLD.entity
        {" ".join(f"WHEN '{word}' THEN '{table}'" for word, table in LIVES.items())} END)
        INTO stands USING OLD.entity_id;
    IF stands THEN
        RAISE EXCEPTION 'ledger: a line stands as long as its row' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$
"""


def forbid(name: str, table: str, event: str, reason: str, when: str | None = None) -> None:
    """Refuses an event on a table, always or `when`; either database reads the condition alike."""
    condition = f"WHEN ({when})" if when else ""
    if op.get_bind().dialect.name == "sqlite":
        action = f"BEGIN SELECT RAISE(ABORT, '{table}: {reason}'); END"
    else:
        action = f"EXECUTE FUNCTION ivr_refuse('{reason}')"
    op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW {condition} {action}")


def create_triggers() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(REFUSE)
        op.execute(KEEP_LINE)
    for table in FENCED:
        forbid("fence", table, "UPDATE", "the fence only grows", "NEW.fence <= OLD.fence")
    for table, (field, states) in FINAL.items():
        listed = ", ".join(f"'{state}'" for state in states)
        forbid(
            "final",
            table,
            "UPDATE",
            "what is final stays so",
            f"OLD.{field} IN ({listed}) AND NEW.{field} <> OLD.{field}",
        )
    forbid(
        "owed",
        "obligations",
        "UPDATE",
        "a callback keeps it",
        "OLD.fate = 'callback' AND NEW.fate IN ('waiting', 'served')",
    )
    forbid("append_only", "ledger", "UPDATE", "only ever longer")
    forbid("forward", "clock_offset", "UPDATE", "time does not go back", "NEW.seconds < OLD.seconds")
    forbid("kept", "clock_offset", "DELETE", "there is always a clock")
    if on_postgresql:
        op.execute("CREATE TRIGGER ledger_keep BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION ivr_keep_line()")
        op.execute(
            "CREATE TRIGGER ledger_whole BEFORE TRUNCATE ON ledger"
            " FOR EACH STATEMENT EXECUTE FUNCTION ivr_refuse('only ever longer')"
        )
    else:
        stands = " OR ".join(
            f"OLD.entity = '{word}' AND EXISTS (SELECT 1 FROM {table} WHERE id = OLD.entity_id)"
            for word, table in LIVES.items()
        )
        forbid("keep", "ledger", "DELETE", "a line stands as long as its row", stands)
