"""A small shop of two languages whose flow is written in the test: for the kinds that have a door to the outside."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ivr.authoring.folder import Result, load_folder
from ivr.callflow.looking_up import Inquiry, Reply
from ivr.rehearsal.people import Person
from ivr.rehearsal.world import World
from ivr.simulator.exchange import WebRequest, no_answer
from ivr.switchboard import agents, callers
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Callback, Caller, Message, Obligation, Recording
from tests.authoring.shop import shown, write

NUMBER, NASRIN, ASHA = "+12025550100", "+8801712345678", "+12025550111"
WITHHELD = "anonymous"
NOON = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""In Dhaka."""
BUSINESS = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
lookups: {hosts: [shop.example]}
"""
COMMON = {
    "person": "{transfer: support, unanswered: promise}",
    "promise": "{callback: 30m, team: support}",
    "bye": "{hang_up: {en: Goodbye., bn: বিদায়।}}",
}
"""Nodes that are there where a flow leads to them."""


@cache
def compiled(nodes: str, head: str = "") -> Result:
    """A flow of these nodes, which begins at the first; `head` stands above them."""
    first = nodes.strip().partition(":")[0]
    for name, node in COMMON.items():
        if f" {name}" in nodes:
            nodes += f"  {name}: {node}\n"
    with tempfile.TemporaryDirectory() as folder:
        where = write(Path(folder), f"{head}start: {first}\nnodes:\n{nodes}", BUSINESS)
        found = load_folder(where)
    assert not found.errors, shown(found)
    return found


class Village(World):
    """A world in which some requests of the carrier get lost, or come twice."""

    def __init__(self, nodes: str, head: str = "") -> None:
        found = compiled(nodes, head)
        assert found.business is not None
        super().__init__(found.business, {flow.name: flow for flow in found.flows}, NOON)
        self.loses: Callable[[WebRequest], bool] = lambda request: False
        self.times = 1
        self.lost: list[WebRequest] = []
        agents.add(self.store, "Asha", ASHA, ("support",))

    def deliver(self, request: WebRequest) -> None:
        if self.loses(request):
            self.lost.append(request)
            self.exchange.fail(request.id, 11205)
            return
        for _ in range(self.times):
            super().deliver(request)

    def person(self, number: str = NASRIN, language: str = "en") -> Person:
        """A caller, whose language we know."""
        who = Person(self, "Nasrin", number, language)
        who.behaves(no_answer())
        if number != WITHHELD:
            work(self.store, lambda unit: unit.save(replace(callers.meet(unit, number), language=language)))
        return who

    def rows(self, kind: Any) -> list[Any]:
        with self.store.reading() as unit:
            found = (unit.get(kind, id) for id in range(1, 9))
            return [row for row in found if row is not None]

    @property
    def recordings(self) -> list[Recording]:
        return self.rows(Recording)

    @property
    def messages(self) -> list[Message]:
        return self.rows(Message)

    @property
    def owed(self) -> list[Obligation]:
        return self.rows(Obligation)

    @property
    def callback(self) -> Callback:
        (row,) = self.rows(Callback)
        return row

    def caller(self, number: str = NASRIN) -> Caller:
        with self.store.reading() as unit:
            row = unit.one(Caller, number=number)
        assert row is not None
        return row


class System:
    """Fills `ports.Systems`: says what the test wants, and remembers what it was asked."""

    def __init__(self, *replies: Reply) -> None:
        self.asked: list[Inquiry] = []
        self._replies = list(replies)

    def ask(self, inquiry: Inquiry) -> Reply:
        self.asked.append(inquiry)
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]


def said(person: Person) -> list[str]:
    """What this person heard, in order."""
    return [fact.text for fact in person.facts() if fact.what == "hears" and fact.text]
