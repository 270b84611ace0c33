"""The whole story on one stage: a caller rings, nobody comes, the promise is kept by somebody else. Told live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from ivr.app.sample import ZONE, Someone, know
from ivr.calendar import next_allowed, to_local
from ivr.promise.callback import State
from ivr.rehearsal.people import Person
from ivr.rehearsal.stage import Stage, moment
from ivr.simulator.exchange import answers, no_answer
from ivr.simulator.transcript import words
from ivr.switchboard import agents
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, AgentState, Callback, Caller, Transfer

ASHA = Someone("Asha", "+12025550121")
BABUL = Someone("Babul", "+12025550122")
"""Agents of the demo alone: they come on duty for it, and go off duty at its end."""

CALLERS = tuple(Someone("Nasrin", f"+88017123457{n:02}") for n in range(100))
"""The first of these to whom nothing is owed makes the call."""

TOLD_IN = timedelta(hours=1)
"""From the first call to the end of the last the story takes less."""
TALK = 45.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended: `kept` is whether the promise was, by what our books say."""

    kept: bool
    transfer: str
    callback: str
    promised_by: str
    rang_at: str
    minutes: float


class Demo:
    """`tell` gets each line of the story as it happens."""

    def __init__(self, stage: Stage, tell: Callable[[str], None]) -> None:
        self._stage, self._tell = stage, tell
        self._names: dict[str, str] = {}
        self._told = 0
        self._store, self._board = stage.parts.store, stage.parts.board

    def play(self) -> Ending:
        """The story; at its end the agents are off duty, and all data stay for the audit."""
        somebody = work(self._store, self._caller)
        others = self._send_home()
        try:
            return self._play(somebody)
        finally:
            for one in (ASHA, BABUL):
                agents.away(self._store, one.name)
            for name in others:
                agents.available(self._store, name)

    def _caller(self, unit: Unit) -> Someone:
        for someone in CALLERS:
            row = unit.one(Caller, number=someone.number)
            if row is None or not unit.many(Callback, caller_id=row.id):
                know(unit, someone)
                return someone
        raise RuntimeError("every caller of the demo has a callback by now: use a fresh database for more")

    def _send_home(self) -> list[str]:
        """Whoever else is on duty would be asked as well: they are away while the story is told."""
        names = [agent.name for agent in work(self._store, _on_duty)]
        for name in names:
            agents.away(self._store, name)
        return names

    def _play(self, somebody: Someone) -> Ending:
        stage = self._stage
        team = next(iter(self._board.library.business().teams))
        for one in (ASHA, BABUL):
            agents.add(self._store, one.name, one.number, (team,))
        self._names = {one.number: one.name for one in (somebody, ASHA, BABUL)}
        asha, babul = (stage.person(one.name, one.number) for one in (ASHA, BABUL))
        caller = stage.person(somebody.name, somebody.number)
        asha.behaves(no_answer())
        babul.behaves(answers(after=4))
        caller.behaves(answers(after=6))
        self._wait_for_opening(team)
        self._say(f"{somebody.name} calls. Only Asha is on duty, and she is not at her desk.")
        agents.available(self._store, ASHA.name)
        caller.rings(self._board.library.business().numbers[0])
        self._answers(caller, "press 1", "1", after=3)
        self._answers(caller, "press 0", "0", after=5)
        self._answers(caller, "When shall we call", "1", after=9)
        self._until(lambda: caller.leg is None)
        self._say("Asha has gone home. Ten minutes later Babul comes on duty, and what is owed finds him.")
        agents.away(self._store, ASHA.name)
        self._run(600)
        agents.available(self._store, BABUL.name)
        self._answers(babul, "press 1", "1", after=3)
        self._until(lambda: bool(caller.leg and stage.exchange.leg(caller.leg).bridged_with))
        self._run(TALK)
        self._say("They have talked. Nasrin hangs up, and Babul says how it went.")
        caller.hangs_up()
        self._answers(babul, "press 1", "1", after=3)
        self._until(lambda: babul.leg is None)
        return work(self._store, lambda unit: self._ending(unit, somebody))

    def _wait_for_opening(self, team: str) -> None:
        """The story is told while the shop is open, long before it closes: late in the day time jumps to the next."""
        business = self._board.library.business()
        now = self._stage.now()
        hours, window = business.schedules[business.teams[team].hours], business.teams[team].policy.window
        at = next_allowed(now, hours, window, ZONE) or now
        end = at + TOLD_IN
        if (later := next_allowed(end, hours, window, ZONE) or end) > end:
            at = later
        if at > now:
            self._stage.run_for((at - now + timedelta(minutes=5)).total_seconds())

    def _answers(self, person: Person, words: str, keys: str, after: float) -> None:
        """When these words are said to this person, they press the keys so many seconds later."""
        self._until(lambda: words in self._hears(person))
        self._run(after)
        person.presses(keys)

    def _hears(self, person: Person) -> str:
        """What is said to this person at this moment."""
        sound = self._stage.exchange.leg(person.leg).hears if person.leg else None
        return sound.text if sound else ""

    def _until(self, came: Callable[[], bool], within: float = 900.0) -> None:
        waited = 0.0
        while not came() and waited < within:
            self._run(1.0)
            waited += 1.0

    def _run(self, seconds: float) -> None:
        self._stage.run_for(seconds)
        facts = self._stage.exchange.facts
        for fact in facts[self._told :]:
            who = self._names.get(self._stage.exchange.leg(fact.leg).number)
            said = words(fact)
            if who and said:
                self._tell(f"{to_local(moment(fact.at), ZONE):%H:%M:%S}  {who:7} {said}")
        self._told = len(facts)

    def _say(self, line: str) -> None:
        self._run(0)
        self._tell(f"\n          {line}\n")

    def _ending(self, unit: Unit, somebody: Someone) -> Ending:
        caller = unit.one(Caller, number=somebody.number)
        transfer = unit.many(Transfer, caller_id=caller.id if caller else 0)
        owed = unit.many(Callback, caller_id=caller.id if caller else 0)
        if not transfer or not owed:
            return Ending(False, "", "", "", "", 0.0)
        last, began = owed[-1], owed[-1].created_at
        rang = next((f.at for f in reversed(self._stage.exchange.facts) if self._rang(f.leg, somebody)), 0.0)
        kept = last.state is State.CONNECTED and moment(rang) <= last.promised_by
        waited = (moment(rang) - began).total_seconds() / 60
        return Ending(
            kept,
            transfer[-1].state,
            last.state,
            last.promised_by.isoformat(),
            moment(rang).isoformat(),
            round(waited, 1),
        )

    def _rang(self, leg: str, somebody: Someone) -> bool:
        found = self._stage.exchange.leg(leg)
        return found.number == somebody.number and found.direction == "outbound-dial"


def _on_duty(unit: Unit) -> tuple[Agent, ...]:
    return unit.many(Agent, state=AgentState.AVAILABLE)


def as_json(ending: Ending) -> dict[str, object]:
    """For programs."""
    return asdict(ending)
