"""The carrier's log, read to its end, and what our own rows say of the legs in it. It compares nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from ivr.line.log import Sought
from ivr.line.outcomes import LegReport, Uncertain
from ivr.switchboard.ports import Carrier, Store
from ivr.switchboard.rows import Call, CustomerLeg, Obligation, Offer

AT_ONCE = 200
"""So many legs are looked up by one statement."""

Legs = tuple[LegReport, ...]
R = TypeVar("R", Call, Obligation, Offer, CustomerLeg)


@dataclass(frozen=True, slots=True)
class Known:
    """Our rows of the legs in the log, by the carrier's ids."""

    calls: Mapping[str, Call] = field(default_factory=dict)
    debts: Mapping[str, Obligation] = field(default_factory=dict)
    """Of calls that we missed."""
    offers: Mapping[str, Offer] = field(default_factory=dict)
    customers: Mapping[str, CustomerLeg] = field(default_factory=dict)


def read(carrier: Carrier, numbers: tuple[str, ...], since: datetime) -> Legs | Uncertain:
    """Every leg to or from these numbers that began on the UTC day of `since` or later, or is queued still; the oldest
    first. Nothing, where any page of it could not be had: half a log would accuse our rows of what it left out."""
    found: dict[str, LegReport] = {}
    for sought in _sought(numbers, since):
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


def _sought(numbers: tuple[str, ...], since: datetime) -> Iterator[Sought]:
    for number in numbers:
        yield Sought(to=number, since=since.date())
        yield Sought(from_=number, since=since.date())
        yield Sought(from_=number, queued=True)


def look(store: Store, legs: Legs) -> Known:
    """What we know of these legs."""
    sids = tuple(leg.sid for leg in legs)
    return Known(
        {row.sid: row for row in _rows(store, Call, "sid", sids)},
        {row.source_key: row for row in _rows(store, Obligation, "source_key", sids)},
        {str(row.sid): row for row in _rows(store, Offer, "sid", sids)},
        {str(row.sid): row for row in _rows(store, CustomerLeg, "sid", sids)},
    )


def _rows(store: Store, kind: type[R], key: str, sids: tuple[str, ...]) -> Iterator[R]:
    """In pieces: a reading that lasts holds something up in every database."""
    for start in range(0, len(sids), AT_ONCE):
        with store.reading() as unit:
            yield from unit.many(kind, **{key: sids[start : start + AT_ONCE]})
