"""The world: every leg and queue, virtual time, and the tape on which everything is written.

It moves time and writes; it never decides what happens next.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping

from ivr.simulator.exchange.behaviour import Behaviour
from ivr.simulator.exchange.parts import Call, Frame, Pending, Queue, Timer
from ivr.simulator.exchange.records import ApplicationRecord, MessageRecord, NumberRecord, RecordingRecord
from ivr.simulator.exchange.values import BadDocument, Bridge, Fact, Limits, Quirks, Verb, WebRequest

Step = Callable[["World", Call, Frame, Verb], bool]
"""Runs one verb; True when the next one may run at once."""


class World:
    """All state of one exchange. Ties in time are broken by order of scheduling."""

    def __init__(self, account_sid: str, start: float, seed: int, limits: Limits, quirks: Quirks) -> None:
        self.account_sid = account_sid
        self.now = start
        self.limits = limits
        self.quirks = quirks
        self.strict = False
        self.calls: dict[str, Call] = {}
        self.records: dict[str, Call] = {}
        """legs that REST shows: all but those whose record was deleted"""
        self.live: dict[str, Call] = {}
        self.by_number: dict[str, list[Call]] = {}
        self.children: dict[str, list[Call]] = {}
        """dialled legs by the SID of the leg that dialled them"""
        self.at_phone: dict[str, list[Call]] = {}
        """live legs by the number at the person's end"""
        self.numbers: dict[str, NumberRecord] = {}
        self.applications: dict[str, ApplicationRecord] = {}
        self.queues: dict[str, Queue] = {}
        self.verbs: Mapping[str, Step] = {}
        self.phones: dict[str, Behaviour] = {}
        self.messages: dict[str, MessageRecord] = {}
        self.recordings: dict[str, RecordingRecord] = {}
        self.outbox: list[WebRequest] = []
        self.pending: dict[int, Pending] = {}
        self.facts: list[Fact] = []
        self.tapes: dict[str, list[Fact]] = {}
        self.bridges: list[Bridge] = []
        self.complaints: list[str] = []
        self.notifications: list[str] = []
        self.next_dial = start
        self.request_count = 0
        self.outcomes: dict[int, int] = {}
        """by request: the HTTP status, 200 for every answer that could be had"""
        self.happened = 0
        """timers that ran"""
        self._heap: list[tuple[float, int, Timer]] = []
        self._ties = 0
        self._sids = 0
        self._seed = f"{seed & 0xFFFF_FFFF_FFFF_FFFF:016x}"

    def new_sid(self, prefix: str) -> str:
        """Two letters and 32 hex digits, never twice in a world nor in worlds of another seed."""
        self._sids += 1
        return f"{prefix}{self._seed}{self._sids:016x}"

    def at(self, when: float, do: Callable[[], None]) -> Timer:
        """Let something happen at a time; a time past means now, after what is due already."""
        self._ties += 1
        timer = Timer(do)
        heapq.heappush(self._heap, (when if when > self.now else self.now, self._ties, timer))
        return timer

    def next_event(self) -> float | None:
        """The time of the first timer that was not cancelled."""
        heap = self._heap
        while heap and heap[0][2].do is None:
            heapq.heappop(heap)
        return heap[0][0] if heap else None

    def advance(self, to: float) -> None:
        """Let everything happen that is due up to a time; ValueError where the time is past."""
        if to < self.now:
            raise ValueError(f"time never goes back: {to} is before {self.now}")
        heap = self._heap
        while heap and heap[0][0] <= to:
            when, _, timer = heapq.heappop(heap)
            if timer.do is not None:
                self.now = when
                do, timer.do = timer.do, None
                self.happened += 1
                do()
        self.now = to

    def write(
        self, call: Call, what: str, text: str = "", *, language: str = "", other: str = "", until: float = 0.0
    ) -> None:
        """Put a fact on the tape."""
        fact = Fact(self.now, call.sid, what, text, language, other, until)
        self.facts.append(fact)
        self.tapes.setdefault(call.sid, []).append(fact)

    def complain(self, call: Call | None, text: str) -> None:
        """Record a breach of the rules; raises BadDocument in a strict world."""
        line = f"{call.sid}: {text}" if call else text
        self.complaints.append(line)
        if self.strict:
            raise BadDocument(line)

    def notify(self, call: Call | None, code: int, text: str) -> None:
        """Write an error or warning of the carrier into its debugger."""
        self.notifications.append(f"{code} {call.sid if call else '-'}: {text}")

    def add(self, call: Call) -> Call:
        """Let a new leg be known."""
        self.calls[call.sid] = self.records[call.sid] = self.live[call.sid] = call
        for number in dict.fromkeys((call.from_, call.to)):
            self.by_number.setdefault(number, []).append(call)
        if call.parent:
            self.children.setdefault(call.parent, []).append(call)
        self.at_phone.setdefault(call.number, []).append(call)
        self.write(call, "created", call.direction)
        return call

    def retire(self, call: Call) -> None:
        """A leg has ended."""
        del self.live[call.sid]
        legs = self.at_phone[call.number]
        legs.remove(call)
        if not legs:
            del self.at_phone[call.number]

    def forget(self, call: Call) -> None:
        """Remove an ended leg from everything that REST shows; the ground truth keeps it."""
        del self.records[call.sid]
        for number in dict.fromkeys((call.from_, call.to)):
            self.by_number[number].remove(call)
        if call.parent:
            self.children[call.parent].remove(call)

    def full(self) -> bool:
        """True when the account holds as many live legs as it may (error 10004)."""
        limit = self.limits.calls_at_once
        return limit is not None and len(self.live) >= limit
