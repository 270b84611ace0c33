"""What a seed draws before anything happens: the day, the carrier's habits, the teams' knobs. All of it is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from ivr.promise.policy import Policy, Strategy
from ivr.rehearsal.world import ACCOUNT
from ivr.simulator.exchange import Quirks
from ivr.switchboard.board import Rules
from tests.simulation.world.habits import Habit

TEAMS = ("care", "repairs")
MEMBERSHIPS = (("care",), ("care",), ("repairs",), TEAMS, TEAMS)
ZONES = ("Asia/Dhaka", "Europe/London")
"""Where the business is: its hours and each caller's day share some minutes, in summer and in winter."""
FIRST, DAYS = date(2026, 1, 1), 1096
"""Three years, a leap year among them."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LEAP_DAY = datetime(2028, 2, 29, tzinfo=UTC)


STEADY = (timedelta(minutes=5), timedelta(hours=2))
HASTY = (timedelta(minutes=3), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))
"""So many in one day that the limit per day has to step in."""


def start(dice: Random, zone: str = ZONES[0], turning: bool = False) -> float:
    """Some moment of three years, mostly inside opening hours. `turning`: about when clocks change somewhere, or before
    a leap day ends."""
    if turning:
        turn = dice.choice((*turns(), LEAP_DAY))
        return float(int((turn + timedelta(hours=dice.uniform(-30, 3))).timestamp()))
    day = FIRST + timedelta(days=dice.randrange(DAYS))
    hour = dice.uniform(10, 22) if dice.random() < 0.8 else dice.uniform(0, 24)
    midnight = datetime.combine(day, time(), ZoneInfo(zone)).timestamp()
    return float(int(midnight + hour * 3600))


@cache
def turns() -> tuple[datetime, ...]:
    """When clocks change in the zones of our callers and of the business, forth and back."""
    zones = [ZoneInfo(zone) for zone in ("America/New_York", "America/Chicago", "Europe/London")]
    days = [datetime.combine(FIRST, time(), UTC) + timedelta(days=n) for n in range(DAYS)]
    return tuple(
        day + _change(day, zone) for zone in zones for day in days if _offset(day, zone) != _offset(day + DAY, zone)
    )


def _change(day: datetime, zone: ZoneInfo) -> timedelta:
    """How long after this midnight."""
    hours = (timedelta(hours=n) for n in range(24))
    return next(hour for hour in hours if _offset(day + hour + HOUR, zone) != _offset(day, zone)) + HOUR


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def quirks(dice: Random, stale: bool = False, habits: frozenset[Habit] = frozenset()) -> Quirks:
    """How this carrier answers what its documents leave open. `stale`: its lists may lack what is less than a minute
    old."""
    drawn = Quirks(
        dequeue_fields=dice.random() < 0.6,
        action_after_hangup=dice.random() < 0.6,
        abandoned_child=dice.choice(("no-answer", "canceled")),
        dialler_gone=dice.choice(("error", "error", "error", "leave", "bridged")),
        early_hangup="system-error" if dice.random() < 0.4 else "",
        list_lag=dice.uniform(0, 60) * stale,
    )
    drawn = replace(drawn, dequeue_told=Habit.WORDLESS not in habits)
    if Habit.TACITURN in habits:
        return replace(drawn, empty_queue="", missing_queue="")
    return replace(drawn, empty_queue="completed") if Habit.COMPLETED in habits else drawn


def rules(dice: Random, habits: frozenset[Habit] = frozenset()) -> Rules:
    """What this installation may spend on customers' phones; mostly as it comes."""
    drawn = Rules(ACCOUNT, rings_an_hour=dice.choice((20, 20, 3)), rings_a_day=dice.choice((None, None, 8)))
    return replace(drawn, rings_an_hour=2) if Habit.THRIFTY in habits else drawn


def teams(dice: Random, habits: frozenset[Habit] = frozenset()) -> tuple[tuple[str, ...], ...]:
    """Of which teams each agent is."""
    drawn = (TEAMS, *(dice.choice(MEMBERSHIPS) for _ in range(1, dice.randint(1, 4))))
    if Habit.MAILBOXES in habits:
        return (TEAMS, *drawn)
    return drawn[:1] if Habit.SLEEPY in habits else drawn


def policies(dice: Random, habits: frozenset[Habit] = frozenset()) -> dict[str, Policy]:
    """What each team promises, and how it is asked. Whom nobody can reach is tried often."""
    drawn = {team: _policy(dice) for team in TEAMS}
    if Habit.NOT_IN in habits:
        return {team: replace(policy, attempts=5, attempt_delays=HASTY) for team, policy in drawn.items()}
    return drawn


def _policy(dice: Random) -> Policy:
    return Policy(
        strategy=dice.choice(tuple(Strategy)),
        ring=timedelta(seconds=dice.randint(10, 25)),
        rounds=dice.randint(1, 3),
        wait_limit=timedelta(seconds=dice.randint(60, 600)),
        attempts=dice.randint(2, 5),
        attempt_delays=dice.choice((STEADY, HASTY)),
    )
