"""How much a number of calls a day needs: arithmetic on what was measured, and on assumptions that have names here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PEAK = 0.15
"""The share of a day's calls that come in its busiest hour. An assumption: half as much again as even ten hours."""
TALK = 240
"""Seconds that a caller is on the line, all told. An assumption."""
PERSON, OFFERS = 0.4, 1.5
"""The share of callers who are passed on to a person, and how often an agent is phoned for each. Assumptions."""
BUSY = 0.6
"""How much of a core may be used in the busiest hour: above it, queues grow faster than load."""
MEASURED_TURNS = 5
"""Turns of the call that was measured; `tests.bench.whole` has as many, by a test."""
KEPT_DAYS = 120
"""What was said is kept for 90 days, and up to a month longer."""
DAYS = (1_000, 10_000, 100_000, 300_000, 1_000_000)

Figures = Mapping[str, float]
"""Medians, by the keys of rows in docs/performance.json."""


def medians(runs: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]) -> Figures:
    """Of all that was measured."""
    return {key: spread["median"] for run in runs.values() for key, spread in run["found"].items()}


def cost(figures: Figures, turns: int, part: str) -> float | None:
    """Milliseconds of processor time of a call of so many turns; `part` is `cpu_ms` (web) or `store_ms` (database).
    None: not measured yet."""
    whole, turn = figures.get(f"call.{part}"), figures.get(f"turn.postgresql.{part}")
    if whole is None or (turn is None and turns != MEASURED_TURNS):
        return None
    return whole + (turns - MEASURED_TURNS) * (turn or 0.0)


def per_hour(milliseconds: float | None) -> float | None:
    """Calls an hour that one whole core could do."""
    return None if milliseconds is None else 3_600_000 / milliseconds


@dataclass(frozen=True, slots=True)
class Needs:
    """Of a number of calls a day, in its busiest hour. None: not measured yet."""

    day: int
    per_second: float
    at_once: float
    """Callers on the line at one moment, by Little's law."""
    legs_per_second: float
    """Calls that we ask Twilio to place."""
    web_cores: float | None
    store_cores: float | None
    driving_cores: float | None
    """Of sweeps and workers."""
    gigabytes: float | None


def needs(day: int, figures: Figures) -> Needs:
    """Of calls of `MEASURED_TURNS` turns."""
    rate = day * PEAK / 3600
    legs = rate * PERSON * OFFERS
    stored = figures.get("call.bytes")
    return Needs(
        day=day,
        per_second=rate,
        at_once=rate * TALK,
        legs_per_second=legs,
        web_cores=_cores(rate, cost(figures, MEASURED_TURNS, "cpu_ms")),
        store_cores=_cores(rate, cost(figures, MEASURED_TURNS, "store_ms")),
        driving_cores=_cores(legs, figures.get("scale.worker.cpu_ms")),
        gigabytes=None if stored is None else day * KEPT_DAYS * stored / 1e9,
    )


def _cores(rate: float, milliseconds: float | None) -> float | None:
    return None if milliseconds is None else rate * milliseconds / 1000 / BUSY


def drained(owed: float, legs_per_second: float) -> float:
    """Hours until so many callers were called back: an agent is phoned `OFFERS` times for each, the customer once."""
    return owed * (OFFERS + 1) / legs_per_second / 3600


def first_limit(found: Needs, legs_per_second: float = 1.0) -> str:
    """What is at its end first for one core of each part and an account of so many calls a second."""
    shares = {
        "calls a second that the account may place": found.legs_per_second / legs_per_second,
        "the web's processor": found.web_cores or 0.0,
        "the database's processor": found.store_cores or 0.0,
        "the processor of what drives": found.driving_cores or 0.0,
    }
    return max(shares, key=lambda name: shares[name])
