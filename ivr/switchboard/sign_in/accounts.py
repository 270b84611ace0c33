"""Accounts of people who sign in: added, changed, switched off. It never sees a password, only what is kept of one."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Any

from ivr.access import Action, Role
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.ports import Conflict, Store, Unit, work
from ivr.switchboard.rows import Account, Agent
from ivr.switchboard.sign_in import visits

LONGEST = 254
"""Characters of an address: RFC 5321, 4.5.3.1.3."""
_EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+|[^@\s<>\"',;]+@localhost")


class Refused(StrEnum):
    """Why an account was not made, or not changed."""

    UNKNOWN = "there is no such account"
    EMAIL = "this is no e-mail address"
    EMAIL_TAKEN = "there is an account with this address already"
    AGENT = "there is no such agent"
    AGENT_TAKEN = "this agent has an account already"
    LAST_OWNER = "somebody must remain who is the owner, and may sign in"


def parse_email(text: str) -> str | None:
    """An e-mail address as it is kept: in lower case, composed. None: it is none."""
    email = unicodedata.normalize("NFC", text).strip().lower()
    return email if len(email) <= LONGEST and _EMAIL.fullmatch(email) else None


def add(store: Store, by: trail.By, email: str, name: str, role: Role, agent: str = "") -> Account | Refused:
    """A new account. Nobody can sign in to it until they came by a one-time link and chose how."""
    parsed = parse_email(email)
    if parsed is None:
        return Refused.EMAIL
    try:
        return work(store, lambda unit: added(unit, by, parsed, name, role, agent), by.actor)
    except Conflict:
        return Refused.EMAIL_TAKEN


def added(unit: Unit, by: trail.By, email: str, name: str, role: Role, agent: str = "") -> Account | Refused:
    """The same within a unit, and by an address that was parsed already."""
    if unit.one(Account, email=email) is not None:
        return Refused.EMAIL_TAKEN
    tied = _agent(unit, agent, None) if agent else None
    if isinstance(tied, Refused):
        return tied
    name = unicodedata.normalize("NFC", name).strip() or email
    made = unit.insert(Account(0, email, name, role, unit.now, tied))
    after = {"email": email, "name": name, "role": role, **({"agent": agent} if agent else {})}
    trail.note(unit, by, Action.ADD_PERSON, subject(made), after=after)
    return made


def _agent(unit: Unit, name: str, of: Account | None) -> int | Refused:
    agent = unit.one(Agent, name=name)
    if agent is None:
        return Refused.AGENT
    holder = unit.one(Account, agent_id=agent.id)
    taken = holder is not None and (of is None or holder.id != of.id)
    return Refused.AGENT_TAKEN if taken else agent.id


def subject(account: Account) -> str:
    """How the trail names an account."""
    return f"account {account.id}"


def change(
    store: Store,
    by: trail.By,
    id: int,
    *,
    role: Role | None = None,
    active: bool | None = None,
    name: str | None = None,
    agent: str | None = None,
) -> Account | Refused:
    """Another role, name or agent (an empty name of one: none), or switched off or on. Who is switched off is signed
    out everywhere. There is always an owner who may sign in."""
    fields: dict[str, Any] = {"role": role, "active": active, "name": name}
    given = {field: value for field, value in fields.items() if value is not None}
    return work(store, lambda unit: _change(unit, by, id, given, agent), by.actor)


def _change(unit: Unit, by: trail.By, id: int, given: dict[str, Any], agent: str | None) -> Account | Refused:
    before = unit.get(Account, id)
    if before is None:
        return Refused.UNKNOWN
    if agent is not None:
        tied = _agent(unit, agent, before) if agent else None
        if isinstance(tied, Refused):
            return tied
        given = {**given, "agent_id": tied}
    after = replace(before, **given)
    if is_owner(before) and not is_owner(after):
        others = [one for one in unit.many(Account) if is_owner(one) and one.id != id]
        if not others:
            return Refused.LAST_OWNER
        unit.save(others[0])  # two owners who switch each other off meet at this fence
    after = unit.save(after)
    if not after.active:
        visits.end_all(unit, id)
    told = trail.changes(before, after, "role", "active", "name", "agent_id")
    trail.note(unit, by, Action.EDIT_PERSON, subject(after), *told)
    return after


def is_owner(account: Account) -> bool:
    """Whether this is somebody who may do everything, now."""
    return account.active and account.role is Role.OWNER


def prefer(store: Store, by: trail.By, id: int, **preferred: str) -> Account | None:
    """The person's own language, digits, zone or name. None: there is no such account."""
    return work(store, lambda unit: own(unit, by, id, **preferred), by.actor)


def own(unit: Unit, by: trail.By, id: int, **fields: Any) -> Account | None:
    """What somebody changes of their own account, their ways of signing in included."""
    before = unit.get(Account, id)
    if before is None:
        return None
    after = unit.save(replace(before, **fields))
    told = trail.changes(before, after, *fields)
    trail.note(unit, by, Action.OWN_ACCOUNT, subject(after), *told)
    return after
