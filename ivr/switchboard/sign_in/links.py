"""One-time links: the way in without a password. Each counts once, for a day, and only the newest of an account.

The link itself is never seen here, only what is kept of it. `now` is the time of the world, as with visits.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.access import Action
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Account, Link

TERM = timedelta(hours=24)


def make(store: Store, by: trail.By, account_id: int, hash: str, now: datetime, forget: bool = False) -> Link | None:
    """A link for this account; earlier ones are worth nothing any more. `forget`: the second factor too, where it was
    lost. None: there is no such account, or it is switched off."""
    return work(store, lambda unit: _make(unit, by, account_id, hash, now, forget), by.actor)


def _make(unit: Unit, by: trail.By, account_id: int, hash: str, now: datetime, forget: bool) -> Link | None:
    account = unit.get(Account, account_id)
    if account is None or not account.active:
        return None
    for earlier in unit.many(Link, account_id=account_id):
        if earlier.used_at is None:
            unit.save(replace(earlier, used_at=now))
    if forget and account.totp is not None:
        unit.save(replace(account, totp=None, recovery=None))
    after = {"forgets_second_factor": True} if forget else {}
    trail.note(unit, by, Action.LINK_PERSON, f"account {account_id}", after=after)
    return unit.insert(Link(0, hash, account_id, now, now + TERM))


def whose(unit: Unit, hash: str, now: datetime) -> Account | None:
    """Whom this link would let in; it is not used up by that."""
    link = _counting(unit, hash, now)
    account = unit.get(Account, link.account_id) if link is not None else None
    return account if account is not None and account.active else None


def take(unit: Unit, hash: str, now: datetime) -> Account | None:
    """Uses the link up, in the unit in which it is answered; None: it counts no more."""
    account, link = whose(unit, hash, now), _counting(unit, hash, now)
    if account is None or link is None:
        return None
    unit.save(replace(link, used_at=now))
    return account


def _counting(unit: Unit, hash: str, now: datetime) -> Link | None:
    link = unit.one(Link, hash=hash)
    if link is None or link.used_at is not None or link.expires_at <= now:
        return None
    return link
