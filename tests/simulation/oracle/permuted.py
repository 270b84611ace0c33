"""S12: the reports of a leg end in the same rows, in whatever order they come. Tried on copies of what was written down
before the first of them came, with those that really came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ivr.line.instructions import Answer, RingOut
from ivr.rehearsal import desk
from ivr.simulator.exchange import WebRequest
from ivr.store.memory.store import MemoryStore
from ivr.store.rules.kinds import NAMES
from ivr.switchboard.board import Board
from ivr.switchboard.rows import Entry, Message, Offer, Published, Task, Token, Turn
from tests.simulation.oracle.truth import Leg

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

SAMPLED = 0.06
"""Of the legs."""
ORDERS = 6
WAITED = 60.0
"""Seconds after a leg's end by which most of its reports are there."""
KINDS = tuple(kind for kind in NAMES if kind not in (Entry, Turn, Task, Message, Published, Token))
"""What a report may change, and what it is read with."""

Rows = dict[type, dict[int, Any]]
Params = tuple[tuple[str, str], ...]


@dataclass
class _Watched:
    """One leg: what was written down before it, and what was reported of it."""

    before: Rows
    reports: list[WebRequest] = field(default_factory=list)
    sid: str = ""
    ended: float = float("inf")


class Permuted:
    """Some agents' legs, and some customers', by the door of their reports."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._dice = oracle.centre.chance.dice("permuted")
        self._watched: dict[str, _Watched] = {}

    def placing(self, asked: Offer) -> None:
        """An agent's leg is about to begin."""
        self._begin(f"door:leg?offer={asked.public_id}", asked.caller_id)

    def answered(self, request: WebRequest, said: Answer) -> None:
        """A report came, or a customer's leg is about to begin."""
        watched = self._watched.get(request.url)
        if watched is not None:
            watched.reports.append(request)
            watched.sid = request.leg
        for instruction in said.instructions:
            if isinstance(instruction, RingOut):
                self._customer(dict(instruction.report.params)["offer"])

    def _customer(self, public_id: str) -> None:
        (asked,) = self._oracle.rows(Offer, public_id=public_id)
        self._begin(f"door:customer?offer={public_id}", asked.caller_id)

    def _begin(self, door: str, caller_id: int) -> None:
        if self._dice.random() < SAMPLED:
            before = {kind: _about(caller_id, self._oracle.every(kind)) for kind in KINDS}
            self._watched.setdefault(door, _Watched(before))

    def ends(self, leg: Leg) -> None:
        """No more than a last report is to come."""
        for watched in self._watched.values():
            if watched.sid == leg.sid:
                watched.ended = self._oracle.now

    def around(self) -> None:
        """Those whose reports are there."""
        if not self._watched:
            return
        for door, watched in list(self._watched.items()):
            if self._oracle.now > watched.ended + WAITED:
                del self._watched[door]
                self._judge(door, watched)

    def _judge(self, door: str, watched: _Watched) -> None:
        first = list(dict.fromkeys(request.params for request in watched.reports))
        if len(first) < 2:
            return
        expected = self._rows_after(watched.before, door, first)
        for order in self._orders(first):
            found = self._rows_after(watched.before, door, order)
            told = [dict(params).get("CallStatus") for params in order]
            self._oracle.hold("S12 reports in any order", found == expected, f"{door}: {told}: {found - expected}")

    def _orders(self, first: list[Params]) -> Iterator[list[Params]]:
        yield first[::-1]
        for _ in range(ORDERS - 1):
            yield self._dice.sample(first, len(first))

    def _rows_after(self, before: Rows, door: str, order: list[Params]) -> frozenset[Any]:
        """What is written down once these reports came, all of them at this moment; how often does not matter."""
        now = datetime.fromtimestamp(self._oracle.now, UTC)
        store = MemoryStore(lambda: now)
        for kind, rows in before.items():
            for id, row in rows.items():
                store.shelves[kind].put(id, row)
            store.shelves[kind].last = max(rows, default=0)
        real = self._oracle.centre.board
        for params in order:
            desk.answer(Board(store, real.library, real.rules), door, dict(params))
        every = (row for kind in KINDS for row in store.shelves[kind].rows.values())
        return frozenset(map(_settled, every))


def _settled(row: Any) -> Any:
    """What the row says: not how often it was written, nor when it is looked at next, which may well depend on what was
    heard first; only that it is looked at again, or not."""
    if hasattr(row, "deadline") and row.deadline is not None:
        row = replace(row, deadline=datetime.max.replace(tzinfo=UTC))
    return replace(row, fence=0) if hasattr(row, "fence") else row


def _about(caller_id: int, rows: dict[int, Any]) -> dict[int, Any]:
    """Those of this caller, and those that are nobody's; the rows of other callers no report may touch."""
    return {id: row for id, row in rows.items() if getattr(row, "caller_id", caller_id) == caller_id}
