"""What somebody saw of a callback before they decided: where it is another one by now, nothing is done, and they learn
what has changed. What changes by itself, such as who is asked at the moment, is no matter of theirs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from ivr.switchboard import asking
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Account, Callback
from ivr.switchboard.trail import By


@dataclass(frozen=True, slots=True)
class Glance:
    """A callback, as far as decisions of people hang on it."""

    promised_by: datetime
    team: str
    attempts: int
    called_off: bool
    holder: int | None
    """The agent who has claimed it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was done. `names`: which fields of the glance are others by now; `now` has them."""

    names: tuple[str, ...]
    now: Glance


def glance(unit: Unit, row: Callback) -> Glance:
    """The callback as it is."""
    return Glance(row.promised_by, row.team, row.attempts, row.cancel_at is not None, asking.holder(unit, row))


def since(unit: Unit, by: By, row: Callback, seen: Glance) -> Changed | None:
    """What has changed; None: nothing. That nobody holds it any more, or they themselves, is no hindrance."""
    now = glance(unit, row)
    names = [one.name for one in fields(Glance) if getattr(now, one.name) != getattr(seen, one.name)]
    if "holder" in names and now.holder in (None, _agent_of(unit, by)):
        names.remove("holder")
    return Changed(tuple(names), now) if names else None


def _agent_of(unit: Unit, by: By) -> int | None:
    account = unit.get(Account, by.account_id) if by.account_id is not None else None
    return account.agent_id if account else None
