"""Accounts as others see them: who may sign in, as what, and in which ways; never anything by which one could."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ivr.access import Role
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Account, Agent, Passkey, Visit

_accounts, _agents, _passkeys, _visits = (TABLES[kind].c for kind in (Account, Agent, Passkey, Visit))


@dataclass(frozen=True, slots=True)
class AccountShown:
    """Somebody who may sign in."""

    id: int
    email: str
    name: str
    role: Role
    agent: str | None
    """Who they are on the telephone."""
    active: bool
    ways: tuple[str, ...]
    """Of `password`, `second factor`, `passkey`; none: not yet, but by a one-time link."""
    created_at: datetime
    seen_at: datetime | None
    """When they last did something here, to within a minute."""


_seen = select(func.max(_visits.seen_at)).where(_visits.account_id == _accounts.id).scalar_subquery()
_keys = (
    select(func.count())
    .select_from(TABLES[Passkey])
    .where(_passkeys.account_id == _accounts.id, _passkeys.removed_at.is_(None))
    .scalar_subquery()
)

EVERYBODY = (
    select(
        _accounts.id, _accounts.email, _accounts.name, _accounts.role, _agents.name, _accounts.active,
        _accounts.password.is_not(None), _accounts.totp.is_not(None), _keys, _accounts.created_at, _seen,
    )
    .outerjoin(TABLES[Agent], _agents.id == _accounts.agent_id)
    .order_by(_accounts.id)
)  # fmt: skip


def everybody(unit: SqlUnit) -> tuple[AccountShown, ...]:
    """All accounts, the oldest first; one statement."""
    return tuple(_shown(*row) for row in unit.run(EVERYBODY))


def free_agents(unit: SqlUnit) -> tuple[str, ...]:
    """The agents to whom no account belongs, by name."""
    taken = select(_accounts.agent_id).where(_accounts.agent_id.is_not(None))
    return tuple(sorted(unit.run(select(_agents.name).where(_agents.id.not_in(taken))).scalars(), key=str.casefold))


def _shown(
    id: int, email: str, name: str, role: Role, agent: str | None, active: bool,
    password: bool, totp: bool, keys: int, created_at: datetime, seen_at: datetime | None,
) -> AccountShown:  # fmt: skip
    has = (("password", password), ("second factor", totp), ("passkey", bool(keys)))
    ways = tuple(way for way, there in has if there)
    return AccountShown(id, email, name, role, agent, bool(active), ways, created_at, seen_at)
