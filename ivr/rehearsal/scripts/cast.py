"""The world in which a script is played: its moment, its caller, its agents, and the business's own systems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from ivr import phone
from ivr.authoring.scripts import Agent, Does, ScriptForm, SystemForm
from ivr.calendar import to_utc
from ivr.callflow.graph import Callflow
from ivr.callflow.looking_up import Inquiry, Reply
from ivr.callflow.position import read
from ivr.frozen import replace
from ivr.promise.business import Business
from ivr.rehearsal.scripts.strangers import call_of, queue_up
from ivr.rehearsal.world import World
from ivr.simulator.exchange import Behaviour, answers, busy, no_answer
from ivr.switchboard import agents, callbacks, callers, incidents
from ivr.switchboard.callbacks import Wish
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Call, CallState, Obligation, Source

WITHHELD_AT_THE_CARRIER = "anonymous"
AGENT = "+130355501{:02}"
"""Numbers that nobody has."""
WITHHELD = "withheld"

_BEHAVIOURS: Mapping[str, Behaviour] = {
    Does.ANSWERS: answers(after=4, keys=((3.0, "1"),)),
    Does.DECLINES: answers(after=4, keys=((3.0, "2"),)),
    Does.LETS_IT_RING: no_answer(),
    Does.BUSY: busy(),
    Does.AWAY: no_answer(),
}


class Cast:
    """`number` is the caller's; `names` are those of the agents, by number."""

    def __init__(self, script: ScriptForm, business: Business, flows: Mapping[str, Callflow], dialled: str) -> None:
        self.world = World(business, flows, to_utc(script.at.value, business.zone))
        self._business, self.dialled = business, dialled
        self.number = _number(script, business)
        self.names: dict[str, str] = {}
        self.world.systems = Answering(self.world, script.systems or {})
        self.direct(script.agents)
        for topic, pair in (script.incidents or {}).items():
            told = {code: text for code in business.voices if (text := pair.value.text(code))}
            incidents.declare(self.world.store, topic, told)
        work(self.world.store, lambda unit: self._know(unit, script))

    def direct(self, parts: Agent | None) -> None:
        """From here on these agents do that."""
        for name, pair in (parts or {}).items():
            number = next((number for number, known in self.names.items() if known == name), None)
            if number is None:
                number = AGENT.format(len(self.names))
                self.names[number] = name
                agents.add(self.world.store, name, number, tuple(self._business.teams))
            does = pair.value.value
            self.world.exchange.phone(number, _BEHAVIOURS[does])
            (agents.away if does == Does.AWAY else agents.available)(self.world.store, name)

    def _know(self, unit: Unit, script: ScriptForm) -> None:
        language = next(iter(self._business.voices))
        for team, queue in (script.waiting or {}).items():
            queue_up(unit, team, queue.value, self.dialled, language)
        if self.number == WITHHELD_AT_THE_CARRIER:
            return
        caller = callers.meet(unit, self.number)
        name, speaks = script.name.value if script.name else "", script.speaks.value if script.speaks else None
        vip = bool(script.vip and script.vip.value)
        caller = unit.save(replace(caller, name=name, language=speaks, vip=vip))
        for before in range(script.calls.value if script.calls else 0):
            call_of(unit, caller.id, unit.now - timedelta(hours=before + 1), self.dialled, language, live=False)
        if script.owed:
            debt = unit.insert(Obligation(0, Source.REQUEST, unit.token(), caller.id, unit.now))
            wish = Wish(script.owed.value, "", speaks or language, self.dialled, unit.now, vip)
            callbacks.owe(unit, self.world.board, caller, debt, wish)


class Answering:
    """Fills `ports.Systems`: the business's systems answer as the script says, one answer for each node; what it does
    not name is away."""

    def __init__(self, world: World, said: Mapping[str, object]) -> None:
        self._world, self._said = world, said

    def ask(self, inquiry: Inquiry) -> Reply:
        with self._world.store.reading() as unit:
            calls = unit.many(Call, state=CallState.LIVE)
        node = next((read(call.position).node for call in calls if call.position), "")
        found = getattr(self._said.get(node), "value", None)
        if not isinstance(found, SystemForm) or not found.status.value:
            return Reply(0)
        return Reply(found.status.value, json.dumps(found.says, ensure_ascii=False).encode())


def _number(script: ScriptForm, business: Business) -> str:
    if script.who is None:
        return phone.example(business.country) or WITHHELD_AT_THE_CARRIER
    return WITHHELD_AT_THE_CARRIER if script.who.value == WITHHELD else script.who.value
