"""People on a shift for tests of pages: agents at their browsers, and a caller who asks for one, without a carrier."""

from __future__ import annotations

import json
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.access import Role
from ivr.callflow.position import Position
from ivr.callflow.values import Type, Value
from ivr.frozen import replace
from ivr.line.outcomes import LegReport, LegState, Outcome, TalkReport
from ivr.promise import callback
from ivr.switchboard import agents, asking, callers, shown, talks, transfers
from ivr.switchboard.known import notes, profiles
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, Call, Callback, Caller, Offer, Transfer, Turn
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor
from tests.store import samples

NUMBER = "+8801812345678"
WAY = (
    [{"kind": "Entered", "node": "reason"}],
    [
        {"kind": "Pressed", "node": "reason", "keys": "1", "meaning": "care"},
        {"kind": "TransferAsked", "node": "care_desk", "team": "support"},
    ],
)

REAL = {
    "SIMULATOR_TOKEN": "",
    "MAX_CALLS_AT_ONCE": "5",
    "TWILIO_API_KEY": "SK" + "6" * 32,
    "TWILIO_API_SECRET": "s3cr3t-0123456789-abcdefghijklmnop",
    "TWILIO_APP_SID": "AP" + "7" * 32,
}
"""An installation with a real carrier, where agents talk through the browser."""


class Mina:
    """An agent who works at a page, and their browser."""

    def __init__(self, floor: Floor, name: str = "Mina", language: str = "en", role: Role = Role.AGENT) -> None:
        self.floor, self.name = floor, name
        agents.add(floor.parts.store, name, f"client:{name.lower()}", ("support",))
        self.client: FlaskClient = floor.browser(role, language, name)
        self.token = ""

    def page(self) -> str:
        """As they see it."""
        text = self.client.get("/").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        assert found
        self.token = found[1]
        return text

    def sends(self, path: str, **fields: str) -> TestResponse:
        if not self.token:
            self.page()
        return self.client.post(f"/desk/{path}", data={"csrf_token": self.token, **fields})

    def comes(self) -> None:
        """Available, with the page open."""
        assert self.sends("state/available").status_code == 303
        assert self.sends("beat").status_code == 200

    @property
    def row(self) -> Agent:
        with self.floor.parts.store.reading() as unit:
            found = unit.one(Agent, name=self.name)
        assert found
        return found

    def offer(self) -> Offer | None:
        with self.floor.parts.store.reading() as unit:
            return unit.one(Offer, agent_id=self.row.id, in_flight=True)


class Karim:
    """A caller about whom something is known; he waits on the line once he has `asked`."""

    def __init__(self, floor: Floor, name: str = "Karim", number: str = NUMBER) -> None:
        self.floor = floor
        self.row: Caller = work(floor.parts.store, lambda unit: self._meet(unit, name, number))

    def _meet(self, unit: Unit, name: str, number: str) -> Caller:
        return unit.save(replace(callers.meet(unit, number), name=name, vip=True))

    def is_known(self) -> None:
        store = self.floor.parts.store
        notes.add(store, OPERATOR, self.row.id, "Wants the blue one.")
        profiles.tag(store, OPERATOR, self.row.id, "wholesale")

    def asks(self) -> None:
        """A call that came to the care desk, with one answer on the way; agents are asked at once."""
        work(self.floor.parts.store, self._asks)

    def _asks(self, unit: Unit) -> None:
        value = Value(Type.TEXT, "A-17", told=True)
        position = Position("care_desk", "bn", "holding", answers=(("order", value),)).write()
        board, him = self.floor.parts.board, unit.lock(self.row.id)
        live = board.library.flow_for("+12025550100")
        assert live
        call = samples.call(unit, him, position=position, language="bn", topic="orders", flow=live[0])
        for n, events in enumerate(WAY):
            unit.insert(Turn(0, call.public_id, n, "{}", json.dumps(events), unit.now))
        transfers.seek(unit, board, samples.transfer_row(unit, him, call, vip=True))
        self.call: Call = call

    def transfer(self) -> Transfer:
        with self.floor.parts.store.reading() as unit:
            return unit.many(Transfer, caller_id=self.row.id)[-1]

    def callback(self) -> Callback:
        """What we owe him, or owed him last."""
        with self.floor.parts.store.reading() as unit:
            return unit.many(Callback, caller_id=self.row.id)[-1]

    def is_owed(self, **fields: Any) -> Callback:
        """A callback that is due."""
        due = {"state": callback.State.DUE, **fields}
        return work(self.floor.parts.store, lambda unit: samples.callback_row(unit, unit.lock(self.row.id), **due))

    def is_asked_for(self, owed: Callback) -> None:
        """Agents are asked to phone him."""
        work(self.floor.parts.store, lambda unit: asking.ask(unit, self.floor.parts.board, owed))


def connected(floor: Floor, mina: Mina, karim: Karim) -> str:
    """Her page's leg has come, and took him from the queue. Returns the offer's id."""
    offer = mina.offer()
    assert offer
    shown.arrive(floor.parts.board, offer.public_id, f"CA{offer.id:032}", mina.row.address)
    talks.joining(floor.parts.board, offer.public_id, karim.call.sid)
    return offer.public_id


def hung_up(floor: Floor, mina: Mina, after: int | None = None) -> None:
    """Her leg is over; with `after`, the carrier has told that so many seconds of talk were before it."""
    offer, board = mina.offer(), floor.parts.board
    assert offer and offer.sid
    if after is not None:
        talks.over(board, offer.public_id, "hold", offer.sid, TalkReport(True, after, Outcome.ANSWERED))
    shown.report(board, LegReport(offer.sid, LegState.ENDED, Outcome.ANSWERED, seconds=30))
