"""The carrier's log, read to its end, and what our own rows say of the legs in it. It compares nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from ivr.line.log import Sought
from ivr.line.outcomes import LegReport, Uncertain, Way
from ivr.promise.callback import FINAL
from ivr.switchboard import destinations
from ivr.switchboard.ports import Carrier, Store
from ivr.switchboard.rows import (
    Call,
    Callback,
    Caller,
    CallState,
    CustomerLeg,
    NumberChange,
    NumberState,
    Obligation,
    Offer,
)

AT_ONCE = 200
"""So many legs are looked up by one statement."""

Legs = tuple[LegReport, ...]
R = TypeVar("R", Call, Obligation, Offer, CustomerLeg, NumberChange, Caller, Callback)


@dataclass(frozen=True, slots=True)
class Known:
    """Our rows of the legs in the log, by the carrier's ids."""

    calls: Mapping[str, Call] = field(default_factory=dict)
    debts: Mapping[str, Obligation] = field(default_factory=dict)
    """Of calls that we missed."""
    offers: Mapping[str, Offer] = field(default_factory=dict)
    customers: Mapping[str, CustomerLeg] = field(default_factory=dict)
    proofs: Mapping[str, NumberChange] = field(default_factory=dict)
    """To telephones to which agents are to be moved."""
    agents: frozenset[str] = frozenset()
    """Their addresses."""
    awaiting: Mapping[str, datetime] = field(default_factory=dict)
    """Numbers, of those in the log, to which we owe a call, and since when."""

    owing: frozenset[int] = frozenset()
    """Calls in which something was asked for that we owe, or owed."""

    def __contains__(self, sid: str) -> bool:
        return any(sid in rows for rows in (self.calls, self.debts, self.offers, self.customers, self.proofs))

    def lives(self, sid: str) -> bool:
        """Whether a row of ours says that this leg goes on."""
        call = self.calls.get(sid)
        legs = (self.offers.get(sid), self.customers.get(sid))
        if (proof := self.proofs.get(sid)) is not None:
            return proof.state is NumberState.RINGING
        return (call is not None and call.state is CallState.LIVE) or any(leg and leg.in_flight for leg in legs)


def read(carrier: Carrier, numbers: tuple[str, ...], pages: tuple[str, ...], since: datetime) -> Legs | Uncertain:
    """Every leg to or from these numbers, or from these pages of agents, that began on the UTC day of `since` or later,
    or is queued still; the oldest first. Nothing, where any page of it could not be had: half a log would accuse our
    rows of what it left out."""
    found: dict[str, LegReport] = {}
    for sought in _sought(numbers, pages, since):
        page = ""
        while True:
            said = carrier.calls(sought, page)
            if isinstance(said, Uncertain):
                return said
            found |= {leg.sid: leg for leg in said.legs}
            page = said.next
            if not page:
                break
    return tuple(sorted(found.values(), key=lambda leg: (leg.created_at or since, leg.sid)))


def _sought(numbers: tuple[str, ...], pages: tuple[str, ...], since: datetime) -> Iterator[Sought]:
    for number in numbers:
        yield Sought(to=number, since=since.date())
        yield Sought(from_=number, since=since.date())
        yield Sought(from_=number, queued=True)
    for page in pages:
        yield Sought(from_=page, since=since.date())


def look(store: Store, legs: Legs) -> Known:
    """What we know of these legs."""
    sids = tuple(leg.sid for leg in legs)
    with store.reading() as unit:
        agents = destinations.addresses(unit)
    calls = {row.sid: row for row in _rows(store, Call, "sid", sids)}
    return Known(
        calls,
        {row.source_key: row for row in _rows(store, Obligation, "source_key", sids)},
        {str(row.sid): row for row in _rows(store, Offer, "sid", sids)},
        {str(row.sid): row for row in _rows(store, CustomerLeg, "sid", sids)},
        {str(row.sid): row for row in _rows(store, NumberChange, "sid", sids)},
        agents,
        _awaiting(store, legs),
        _owing(store, calls.values()),
    )


def _owing(store: Store, calls: Iterable[Call]) -> frozenset[int]:
    ended = tuple(call.id for call in calls if call.state is CallState.ENDED and call.position)
    return frozenset(row.call_id for row in _rows(store, Obligation, "call_id", ended) if row.call_id)


def _awaiting(store: Store, legs: Legs) -> dict[str, datetime]:
    rung = tuple({leg.to for leg in legs if leg.way is Way.DIALLED and leg.to})
    callers = {row.id: str(row.number) for row in _rows(store, Caller, "number", rung)}
    owed = [row for row in _rows(store, Callback, "caller_id", tuple(callers)) if row.state not in FINAL]
    return {callers[row.caller_id]: row.created_at for row in owed}


def _rows(store: Store, kind: type[R], key: str, values: tuple[object, ...]) -> Iterator[R]:
    """In pieces: a reading that lasts holds something up in every database."""
    for start in range(0, len(values), AT_ONCE):
        with store.reading() as unit:
            yield from unit.many(kind, **{key: values[start : start + AT_ONCE]})
