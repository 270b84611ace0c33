"""What happened in one place, fact for fact, in words that no place has for itself: so that two can be laid side by
side."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.simulator.exchange import Exchange

ROUNDING = 0.1
"""Seconds: the database counts whole milliseconds, the memory store does not, and a story adds them up."""
_CHOSEN = re.compile(r"t-[a-z0-9]{16}|https?://[^/]+(/[^/]+)*/")
"""A queue's name, and where a sound is fetched: chosen anew in each place."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: the legs are numbered as they come."""

    at: float
    leg: int
    what: str
    text: str
    other: int | None


def tale(exchange: Exchange, since: float) -> tuple[Told, ...]:
    """All facts, in their order; times count from `since`."""
    legs: dict[str, int] = {}
    return tuple(
        Told(
            fact.at - since,
            legs.setdefault(fact.leg, len(legs)),
            fact.what,
            _CHOSEN.sub("", fact.text),
            legs.get(fact.other),
        )
        for fact in exchange.facts
    )


def difference(one: tuple[Told, ...], other: tuple[Told, ...]) -> str:
    """The first fact that is not told alike, in words; empty where there is none."""
    for first, second in zip(one, other, strict=False):
        if abs(first.at - second.at) > ROUNDING or _words(first) != _words(second):
            return f"{first} and {second}"
    return "" if len(one) == len(other) else f"{len(one)} facts and {len(other)}"


def _words(told: Told) -> tuple[object, ...]:
    return (told.leg, told.what, told.text, told.other)
