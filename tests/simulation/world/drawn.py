"""What a seed draws before anything happens: the day, the carrier's habits, the teams' knobs. All of it is allowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from ivr.promise.policy import Policy, Strategy
from ivr.simulator.exchange import Quirks

TEAMS = ("care", "repairs")
MEMBERSHIPS = (("care",), ("care",), ("repairs",), TEAMS, TEAMS)


STEADY = (timedelta(minutes=5), timedelta(hours=2))
HASTY = (timedelta(minutes=3), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))
"""So many in one day that the limit per day has to step in."""


def start(dice: Random) -> float:
    """Some moment of a year, mostly inside opening hours (10 to 22 in Dhaka, six hours ahead of UTC)."""
    day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=dice.randrange(365))
    hour = dice.uniform(4, 16) if dice.random() < 0.8 else dice.uniform(0, 24)
    return float(int((day + timedelta(hours=hour)).timestamp()))


def quirks(dice: Random) -> Quirks:
    """How this carrier answers what its documents leave open."""
    return Quirks(
        dequeue_fields=dice.random() < 0.6,
        action_after_hangup=dice.random() < 0.6,
        abandoned_child=dice.choice(("no-answer", "canceled")),
        dialler_gone=dice.choice(("error", "error", "error", "leave", "bridged")),
        early_hangup="system-error" if dice.random() < 0.4 else "",
        list_lag=dice.uniform(0, 20) if dice.random() < 0.3 else 0.0,
    )


def policies(dice: Random) -> dict[str, Policy]:
    """What each team promises, and how it is asked."""
    return {team: _policy(dice) for team in TEAMS}


def _policy(dice: Random) -> Policy:
    return Policy(
        strategy=dice.choice(tuple(Strategy)),
        ring=timedelta(seconds=dice.randint(10, 25)),
        rounds=dice.randint(1, 3),
        wait_limit=timedelta(seconds=dice.randint(60, 600)),
        attempts=dice.randint(2, 5),
        attempt_delays=dice.choice((STEADY, HASTY)),
    )
