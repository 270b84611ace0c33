"""The two ledgers side by side: what the carrier tells and our rows do not. Pure; nothing is put right here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from ivr.line.outcomes import LegReport, LegState, Way
from ivr.promise.proof import TOLD_AFTER
from ivr.switchboard.reconcile.log import Known, Legs

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
    FRESH = "fresh", "calls of a moment ago that we do not know: looked at again"
    ENDED = "ended", "calls that had ended without our hearing of it"
    STRAY = "stray", "legs to agents that no offer knew: adopted, or ended"
    LOST = "lost", "calls that our books had lost: judged by the carrier's record of them"
    RUNG = "rung", "customers' legs that our books had lost: counted as attempts"
    MIDDLE = "middle", "calls that ended in the middle of a flow: cut off by us, or left"
    UNTOLD = "untold", "calls that we may have lost: the carrier's record of them is awaited"


UNEXPLAINED = frozenset({"hung_up", "lost"})
"""Outcomes of calls that are told by a report of the carrier, or by none: why they ended is not known."""

AGENTS = frozenset({Way.PLACED, Way.PAGE})
"""Legs on which our people are."""

OPEN = frozenset({Kind.FRESH, Kind.UNTOLD})
"""Not to be judged yet: no drift, and nothing is done but to look again."""


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    leg: LegReport


@dataclass(frozen=True)
class Sides:
    """Both ledgers at one moment."""

    legs: Legs
    known: Known
    now: datetime

    def differences(self) -> Iterator[Finding]:
        """Every difference, in the order of the legs."""
        for leg in self.legs:
            kind = self._of(leg)
            if kind is not None:
                yield Finding(kind, leg)

    def _of(self, leg: LegReport) -> Kind | None:
        over = leg.state is LegState.ENDED
        if self.is_unheard(leg):
            return Kind.ENDED
        if leg.sid in self.known:
            return Kind.MIDDLE if over and self._ended_in_the_middle(leg) else None
        match leg.way:
            case Way.INBOUND if over:
                return self._inbound(leg)
            case Way.PLACED if leg.to in self.known.agents and leg.state in (LegState.QUEUED, LegState.RINGING):
                return Kind.STRAY
            case Way.DIALLED if over and self._is_lost_attempt(leg):
                return Kind.RUNG if self.is_told(leg) else Kind.UNTOLD
        return None

    def _ended_in_the_middle(self, leg: LegReport) -> bool:
        """Whether the caller was still being asked something, is owed nothing, and may have been cut off by us."""
        call = self.known.calls.get(leg.sid)
        if call is None or not call.position or call.outcome not in UNEXPLAINED or not self.is_told(leg):
            return False
        return leg.sid not in self.known.debts and call.id not in self.known.owing

    def _inbound(self, leg: LegReport) -> Kind:
        """A call of which we know nothing: nobody was there to answer it, or our books lost what we knew."""
        if leg.ended_at is not None and self.now - leg.ended_at < SETTLE:
            return Kind.FRESH
        if not self.is_told(leg):
            return Kind.UNTOLD if self.may_have_talked(leg) else Kind.MISSED
        return Kind.LOST if self._lost or leg.to not in self._answered_before(leg) else Kind.MISSED

    def _is_lost_attempt(self, leg: LegReport) -> bool:
        """Whether this rang somebody to whom we owe a call, and did then, by an agent's leg that we know no more."""
        parent, owed_since = self.by_sid.get(leg.parent or ""), self.known.awaiting.get(leg.to or "")
        if parent is None or parent.sid in self.known or parent.agent not in self.known.agents:
            return False
        return owed_since is not None and leg.created_at is not None and owed_since <= leg.created_at

    @cached_property
    def by_sid(self) -> dict[str, LegReport]:
        """The legs of the log by their ids."""
        return {leg.sid: leg for leg in self.legs}

    def is_told(self, leg: LegReport) -> bool:
        """Whether the carrier tells by now what it asked us for this leg."""
        return leg.ended_at is not None and self.now - leg.ended_at >= TOLD_AFTER

    def may_have_talked(self, leg: LegReport) -> bool:
        """Whether, of the legs whose end we do not know, one may have been the other end of a talk with this caller."""
        return any(
            (other.way is Way.DIALLED and leg.from_ is not None and other.to == leg.from_ and begins_after(leg, other))
            or (other.way in AGENTS and _overlap(leg, other))
            for other in self._unsure
        )

    def is_unheard(self, leg: LegReport) -> bool:
        """Whether this has ended, and our row says that it lives."""
        return leg.state is LegState.ENDED and self.known.lives(leg.sid)

    @cached_property
    def _lost(self) -> Legs:
        """Legs that we made, or caused, and know no more: then our books have lost their end."""
        ours = (leg for leg in self.legs if leg.way in (*AGENTS, Way.DIALLED))
        return tuple(leg for leg in ours if leg.sid not in self.known and (leg.parent or "") not in self.known)

    @cached_property
    def _unsure(self) -> Legs:
        """These, and those of which our books know the beginning only."""
        unheard = (leg for leg in self.legs if leg.way in AGENTS and self.is_unheard(leg))
        return (*self._lost, *unheard)

    def _answered_before(self, leg: LegReport) -> frozenset[str]:
        """Our numbers on which we had answered before this call came: so they led to us."""
        at = leg.created_at or self.now
        return frozenset(number for number, since in self._since.items() if since <= at)

    @cached_property
    def _since(self) -> dict[str, datetime]:
        """Our numbers with the first call to each that we know."""
        found: dict[str, datetime] = {}
        for leg in self.legs:
            if leg.way is Way.INBOUND and leg.sid in self.known and leg.to and leg.created_at:
                found.setdefault(leg.to, leg.created_at)
        return found


def begins_after(leg: LegReport, other: LegReport) -> bool:
    """Whether the other began after this one had."""
    return leg.created_at is None or other.created_at is None or other.created_at >= leg.created_at


def _overlap(leg: LegReport, other: LegReport) -> bool:
    """Whether both were there at some moment."""
    if other.state is LegState.ENDED and not other.seconds:
        return False
    before = other.ended_at is not None and leg.created_at is not None and other.ended_at < leg.created_at
    after = leg.ended_at is not None and other.created_at is not None and other.created_at > leg.ended_at
    return not before and not after
