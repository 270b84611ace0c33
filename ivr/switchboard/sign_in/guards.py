"""Lock-outs: whoever cannot prove who they are waits, longer each time, per account and per network.

A try is counted before it is looked at, so that a hundred at once are a hundred.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from ivr.frozen import replace
from ivr.switchboard.ports import Conflict, Store, Unit, work
from ivr.switchboard.rows import Guard

FREE_OF_ACCOUNT, FREE_OF_NETWORK = 5, 20
"""So many failures wait for nothing: an office shares one address."""
FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
"""The wait after one failure more, doubled with each further one, up to this."""
FORGOTTEN = timedelta(hours=24)
"""After so long without a failure all is as at first."""


def of_account(email: str) -> str:
    """The guard of what was typed as an address, whether there is such an account or not."""
    return "account:" + hashlib.sha256(email.encode()).hexdigest()


def of_network(network: str) -> str:
    """The guard of where it came from."""
    return f"network:{network}"


def ask(store: Store, email: str, network: str | None, now: datetime) -> bool:
    """Whether a try may be looked at now; if so it is counted as a failure, until `forgive`. False also where too many
    try at once. `network` None: where it comes from is not known, and cannot be guarded."""
    try:
        return work(store, lambda unit: _ask(unit, email, network, now))
    except Conflict:
        return False


def _ask(unit: Unit, email: str, network: str | None, now: datetime) -> bool:
    asked = [(of_account(email), FREE_OF_ACCOUNT)]
    if network is not None:
        asked.append((of_network(network), FREE_OF_NETWORK))
    guards = [(unit.one(Guard, subject=subject), subject, free) for subject, free in asked]
    if any(guard and guard.locked_until and guard.locked_until > now for guard, _, _ in guards):
        return False
    for guard, subject, free in guards:
        _count(unit, guard, subject, free, now)
    return True


def _count(unit: Unit, guard: Guard | None, subject: str, free: int, now: datetime) -> None:
    if guard is None:
        unit.insert(Guard(0, subject, 1, now))
        return
    failures = 1 if now - guard.last_at >= FORGOTTEN else guard.failures + 1
    unit.save(replace(guard, failures=failures, last_at=now, locked_until=wait(now, failures, free)))


def wait(now: datetime, failures: int, free: int) -> datetime | None:
    """Until when nothing is looked at after so many failures."""
    over = failures - free
    if over < 0:
        return None
    return now + min(LONGEST, FIRST * int(2 ** min(over, 10)))


def forgive(unit: Unit, email: str, network: str | None) -> None:
    """They were who they said: the account's failures are forgotten, and of the network's this one try. Not all of
    those: whoever has an account of his own could guess at others for ever."""
    account = unit.one(Guard, subject=of_account(email))
    if account is not None:
        unit.save(replace(account, failures=0, locked_until=None))
    here = unit.one(Guard, subject=of_network(network)) if network is not None else None
    if here is not None and here.failures > 0:
        unit.save(replace(here, failures=here.failures - 1, locked_until=None))
