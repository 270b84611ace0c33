"""When somebody may wish to be phoned: as soon as possible, or at a full hour of the next days at which we phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from ivr.calendar import shared_stretches, to_local
from ivr.language.spoken import Moment
from ivr.promise.business import Business
from ivr.promise.policy import Team
from ivr.switchboard.speech import kept

MOST = 18
DAYS = 4
HOUR = timedelta(hours=1)
LEAST = timedelta(minutes=30)
"""Of an hour that is begun before we close."""


def choices(business: Business, team: Team, now: datetime) -> tuple[datetime, ...]:
    """The full hours from the next but one on, by the clock of the business."""
    return tuple(islice(_hours(business, team, now), MOST))


def _hours(business: Business, team: Team, now: datetime) -> Iterator[datetime]:
    hours = business.schedules[team.hours]
    for start, end in shared_stretches(now, hours, team.policy.window, business.zone, DAYS):
        at = _full(max(start, now + HOUR), business.zone)
        while at + LEAST <= end:
            yield at
            at += HOUR


def _full(at: datetime, zone: str) -> datetime:
    """The first moment from `at` on at which a clock there shows a full hour."""
    local = to_local(at, zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at if not past else at - past + HOUR


def words_for(business: Business, language: str, at: datetime, now: datetime) -> str:
    """A moment as it is said: `tomorrow at 10 a.m.`"""
    moment = Moment(to_local(at, business.zone), to_local(now, business.zone))
    return moment.spoken(business.words[kept(business, language)])
