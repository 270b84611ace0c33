"""Which moments a caller can honestly be promised: those at which the team works and, unless asked for, one may ring.

It computes moments only; who is asked for them, and in which words, stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import product

from ivr.calendar import Hours, Window, is_open, next_allowed, shared_stretches, to_local, to_utc
from ivr.calendar.hours import Stretch, stretches
from ivr.callflow.events import When
from ivr.callflow.facts import Facts
from ivr.callflow.graph import Callflow

PUNCTUAL = timedelta(minutes=30)
"""The longest by which we may be late where a caller chose the hour."""
LOOK_AHEAD = 14
"""Days: an hour in a later week is not what a caller means by "at ten"."""
_HALF, _DAY = 12, 24  # hours


@dataclass(frozen=True, slots=True)
class Promise:
    """We phone at `due_at` at the earliest, and by `promised_by` at the latest; both are aware UTC."""

    when: When
    due_at: datetime
    promised_by: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds a promise: the team's hours, its callers' window, the caller's zone, and how long we may take."""

    now: datetime
    hours: Hours
    window: Window
    zone: str
    within: timedelta
    rested_at: datetime | None = None
    """Before that, the caller's phone is not rung by our own choice."""


def terms(flow: Callflow, facts: Facts, team: str, within: timedelta) -> Terms:
    """The terms of a team's promise to this caller. A team that is no more is never there."""
    hours = flow.schedules.get(flow.team_schedules.get(team, ""), Hours(flow.zone, {}))
    return Terms(facts.now, hours, flow.windows.get(team, Window()), facts.zone, within, facts.rested_at)


def is_there(given: Terms) -> bool:
    """Whether the team works now."""
    return is_open(given.hours, given.now)


def soonest(given: Terms) -> Promise:
    """What is promised to a caller who chose nothing: soon if the team is there now, else from the next opening on, and
    not before their phone has rested.

    Where hours and window never meet it falls due at once: what cannot be kept soon reaches the team's owner, a person.
    """
    rested = max(given.now, given.rested_at or given.now)
    near = _first_with_time(given, [(max(rested, start), end) for start, end in _civil(given) if rested < end])
    at = near or next_allowed(rested, given.hours, given.window, given.zone)
    due = at or rested
    return Promise(When.WITHIN if at == given.now else When.OPENING, due, due + given.within)


def at_once(given: Terms) -> Promise | None:
    """Soon, for a caller who asks for it, at whatever hour of theirs; None while the team is not there."""
    at = _first_with_time(given, _there(given))
    return Promise(When.NOW, at, at + given.within) if at == given.now else None


def at_hour(given: Terms, keys: str) -> Promise | None:
    """The next time at which the caller's clock shows the hour that was keyed and the team is there; None: never.

    `9` may mean morning or evening: the next one at a civil hour, and only where there is none at any hour.
    """
    moments = tuple(_moments(given, _meant(keys)))
    possible = (_kept(given, moments, _civil(given)), _kept(given, moments, _there(given)))
    at = next(filter(None, possible), None)
    return at_moment(given, at) if at else None


def at_moment(given: Terms, at: datetime) -> Promise:
    """The promise of a moment that the caller chose; soon, where it has passed until they were heard."""
    if at <= given.now:
        return at_once(given) or soonest(given)
    return Promise(When.AT, at, at + _lateness(given))


def _lateness(given: Terms) -> timedelta:
    return min(given.within, PUNCTUAL)


def _there(given: Terms) -> list[Stretch]:
    """From now on, when the team is there."""
    return [(max(given.now, start), end) for start, end in stretches(given.hours, given.now, LOOK_AHEAD)]


def _civil(given: Terms) -> list[Stretch]:
    """From now on, when the team is there and the caller may be phoned."""
    shared = shared_stretches(given.now, given.hours, given.window, given.zone, LOOK_AHEAD)
    return [(max(given.now, start), end) for start, end in shared]


def _first_with_time(given: Terms, open_: list[Stretch]) -> datetime | None:
    """The start of the first stretch that is long enough to keep the promise in; of the first at all, if none is."""
    enough = [start for start, end in open_ if start + given.within <= end]
    return next(iter(enough or [start for start, _ in open_]), None)


def _kept(given: Terms, moments: tuple[datetime, ...], open_: list[Stretch]) -> datetime | None:
    """The first of these moments from which on there is time enough to be as late as we may."""
    late = _lateness(given)
    return next((at for at in moments if any(start <= at and at + late <= end for start, end in open_)), None)


def _meant(keys: str) -> tuple[int, ...]:
    """The hours that these keys may mean: `09` 9, `15` 15, `24` 0; `9` alone 9 and 21; nothing else any."""
    if not (keys.isascii() and keys.isdecimal()) or len(keys) > 2 or int(keys) > _DAY:
        return ()
    hour = int(keys) % _DAY
    return (hour, hour + _HALF) if len(keys) == 1 and hour else (hour,)


def _moments(given: Terms, hours: tuple[int, ...]) -> Iterator[datetime]:
    """The coming moments at which the caller's clock shows one of these hours, in order."""
    today = to_local(given.now, given.zone).date()
    for ahead, hour in product(range(LOOK_AHEAD), hours):
        at = to_utc(datetime.combine(today + timedelta(days=ahead), time(hour)), given.zone)
        if at > given.now:
            yield at
