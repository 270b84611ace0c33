"""The two ledgers side by side: what the carrier tells and our rows do not. Pure; nothing is put right here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ivr.line.outcomes import LegReport, LegState, Way
from ivr.switchboard.reconcile.log import Known, Legs
from ivr.switchboard.rows import CallState

SETTLE = timedelta(seconds=10)
"""A call that ended a moment ago may be unknown only because its first request, or its report, is still under way."""


class Kind(StrEnum):
    """In which way the ledgers differ over a leg; `told` is what was done about it, in words."""

    told: str

    def __new__(cls, key: str, told: str) -> Kind:
        """A key that is a string, with its words beside it."""
        kind = str.__new__(cls, key)
        kind._value_, kind.told = key, told
        return kind

    MISSED = "missed", "callers whom nobody answered, now owed a call"
    FRESH = "fresh", "the same, but of a moment ago: looked at again"
    ENDED = "ended", "calls that had ended without our hearing of it"


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    leg: LegReport


def compare(legs: Legs, known: Known, now: datetime) -> Iterator[Finding]:
    """Every difference, in the order of the legs."""
    for leg in legs:
        if leg.state is not LegState.ENDED:
            continue
        if leg.way is Way.INBOUND and leg.sid not in known.calls:
            if leg.sid not in known.debts:
                yield Finding(_of_unknown(leg, now), leg)
        elif _lives(leg, known):
            yield Finding(Kind.ENDED, leg)


def _of_unknown(leg: LegReport, now: datetime) -> Kind:
    return Kind.FRESH if leg.ended_at is not None and now - leg.ended_at < SETTLE else Kind.MISSED


def _lives(leg: LegReport, known: Known) -> bool:
    """Whether a row of ours says that this leg, which has ended, goes on."""
    call = known.calls.get(leg.sid)
    rows = (known.offers.get(leg.sid), known.customers.get(leg.sid))
    return (call is not None and call.state is CallState.LIVE) or any(row is not None and row.in_flight for row in rows)
