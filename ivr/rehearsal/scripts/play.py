"""Plays one script: a step is an act of the caller, or something that must be heard; the first that fails ends it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from ivr.authoring.scripts import Act, HearsForm, ScriptForm, Step
from ivr.authoring.shape import Pair
from ivr.calendar import to_local
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Listen, Node, Voicemail
from ivr.callflow.position import read
from ivr.promise.business import Business
from ivr.rehearsal.handset import Handset, Stand
from ivr.rehearsal.scripts.cast import Cast
from ivr.rehearsal.scripts.ends import ended, judge
from ivr.rehearsal.scripts.heard import Heard
from ivr.rehearsal.scripts.marked import Marked
from ivr.rehearsal.scripts.played import Failure, Line, Played
from ivr.simulator.exchange import Fact
from ivr.switchboard.rows import Call, CallState, Turn

PATIENCE = 900.0
"""Seconds for which a caller waits for something to be said, or for somebody to come."""
TALK = 60.0
"""Seconds that a talk lasts at least."""
AFTERWARDS = 120.0
"""Seconds after the last step: agents put their telephones down, reports come in."""
BEFORE_THE_TONE = 10.0
"""Seconds: after the prompt it comes soon."""
A_CALL_COMES_WITHIN = timedelta(days=4)

_GONE = "nobody is on the line any more"


def play(title: Pair[ScriptForm], business: Business, flow: Marked, flows: Mapping[str, Callflow]) -> Played:
    """One script, from dialling to its end. `flows` are all there are; `flow` is the one that is called."""
    return _Player(title, business, flow, {**flows, flow.flow.name: flow.flow}).play()


class _Player:
    def __init__(self, pair: Pair[ScriptForm], business: Business, flow: Marked, flows: Mapping[str, Callflow]) -> None:
        self._pair, self._script, self._flow, self._business = pair, pair.value, flow, business
        self._cast = Cast(self._script, business, flows, flow.flow.numbers[0])
        self._world = self._cast.world
        self._lines: list[Line] = []
        self._before: list[str] = []
        self._handset = Handset(self._world, self._cast.number, self._cast.names, self._tell)
        self._heard = Heard(self._handset, flow.flow)

    def play(self) -> Played:
        self._handset.dials(self._cast.dialled)
        failure = next(filter(None, map(self._step, self._script.steps)), None)
        if failure is None:
            failure = self._end()
        return self._played(failure)

    def _end(self) -> Failure | None:
        """Whoever is still on the line at the end of the script hangs up."""
        if self._handset.stand is not Stand.OVER:
            self._handset.hangs_up()
        self._handset.passes(AFTERWARDS)
        return judge(self._script.ends, self._cast, self._events()) if self._script.ends else None

    def _step(self, step: Step) -> Failure | None:
        self._before.append(self._heard.words)
        if step.act is Act.HEARS:
            return self._hears(step, step.value)
        self._heard.forget()
        return _ACTS[step.act](self, step)

    def _hears(self, step: Step, said: HearsForm) -> Failure | None:
        waited = 0.0
        while not self._heard.find(said):
            if self._handset.stand is not Stand.HELD or waited >= PATIENCE:
                return self._heard.missing(step.mark, said)
            self._goes_on(1.0)
            waited += 1.0
        return None

    def _goes_on(self, seconds: float) -> None:
        """Time goes by; a question that has begun is listened to."""
        self._handset.passes(seconds)
        if self._handset.stand is Stand.ASKED:
            self._handset.listens()

    def _presses(self, step: Step) -> Failure | None:
        return self._on_the_line(step, lambda: self._handset.presses(step.value.value))

    def _says(self, step: Step) -> Failure | None:
        if isinstance(self._node(), Listen | Voicemail):
            self._waits_for_the_tone()
        return self._on_the_line(step, lambda: self._handset.says(step.value.value))

    def _waits_for_the_tone(self) -> None:
        waited = 0.0
        while self._handset.stand is Stand.ASKED and not self._heard.tone and waited < BEFORE_THE_TONE:
            self._goes_on(1.0)
            waited += 1.0

    def _node(self) -> Node | None:
        """Where the call waits."""
        with self._world.store.reading() as unit:
            calls = unit.many(Call, state=CallState.LIVE)
        names = [node for call in calls if call.position and (node := read(call.position).node)]
        return self._flow.flow.nodes[names[0]] if names else None

    def _stays_silent(self, step: Step) -> Failure | None:
        return self._on_the_line(step, self._handset.stays_silent)

    def _hangs_up(self, step: Step) -> Failure | None:
        return self._on_the_line(step, self._handset.hangs_up)

    def _on_the_line(self, step: Step, act: Callable[[], object]) -> Failure | None:
        if self._handset.stand in (Stand.OVER, Stand.RINGING):
            return Failure(step.mark, _GONE, f"the caller {step.act}", self._said_last())
        act()
        return None

    def _waits(self, step: Step) -> Failure | None:
        """On the line no longer than until something else begins: a question, a talk, the end."""
        stand, seconds = self._handset.stand, step.value.value.total_seconds()
        if stand is Stand.OVER:
            self._handset.passes(seconds)
            return None
        while self._handset.stand is stand and seconds > 0:
            self._goes_on(1.0)
            seconds -= 1.0
        return None

    def _talks(self, step: Step) -> Failure | None:
        waited = 0.0
        while (stand := self._handset.stand) is not Stand.TALKING:
            if stand in (Stand.OVER, Stand.RINGING) or waited >= PATIENCE:
                return Failure(step.mark, "the caller talks with nobody", step.value.value, self._said_last())
            self._handset.passes(1.0)
            waited += 1.0
        other = self._talks_with()
        if other != step.value.value:
            return Failure(step.mark, f"the caller talks with {other}", step.value.value)
        self._handset.passes(TALK)
        return None

    def _talks_with(self) -> str:
        leg = self._handset.leg
        other = self._world.exchange.leg(leg.bridged_with).number if leg and leg.bridged_with else ""
        return self._cast.names.get(other, "nobody")

    def _agent_leaves(self, step: Step) -> Failure | None:
        if self._handset.stand is not Stand.TALKING:
            return Failure(step.mark, "the caller talks with nobody", "a talk", "put a step before: talks with: …")
        self._handset.is_left()
        return None

    def _calls_again(self, step: Step) -> Failure | None:
        if self._handset.stand is not Stand.OVER:
            return Failure(step.mark, "the caller is still on the line", "a step before: hangs up")
        self._handset.dials(self._cast.dialled)
        return None

    def _is_called(self, step: Step) -> Failure | None:
        if self._handset.waits_for_a_call(self._world.now() + A_CALL_COMES_WITHIN) is not Stand.RINGING:
            return Failure(step.mark, "nobody called", "a call of ours")
        if step.act is Act.IS_CALLED:
            self._handset.picks_up()
        else:
            self._handset.passes(AFTERWARDS)
        return None

    def _agents(self, step: Step) -> Failure | None:
        self._cast.direct(step.value)
        return None

    def _said_last(self) -> str:
        return f'the last words were "{self._heard.last}"' if self._heard.last else ""

    def _tell(self, fact: Fact, said: str) -> None:
        at = to_local(datetime.fromtimestamp(fact.at, UTC), self._business.zone)
        self._lines.append(Line(at, said, fact.language.partition("-")[0]))

    def _events(self) -> list[dict[str, object]]:
        turns = self._world.store.shelves[Turn].rows.values()
        return [event for turn in turns for event in json.loads(turn.events)]

    def _played(self, failure: Failure | None) -> Played:
        entered = [str(event["node"]) for event in self._events() if event["kind"] == "Entered"]
        ways = frozenset(self._flow.ways[name] for name in entered if name in self._flow.ways)
        path = tuple(name for name in entered if name not in self._flow.ways)
        how = ended(self._cast, self._events())
        title = self._pair.key
        return Played(title.value, title.mark, failure, tuple(self._lines), ways, path, tuple(self._before), how)


_ACTS: Mapping[Act, Callable[[_Player, Step], Failure | None]] = {
    Act.PRESSES: _Player._presses,
    Act.SAYS: _Player._says,
    Act.STAYS_SILENT: _Player._stays_silent,
    Act.HANGS_UP: _Player._hangs_up,
    Act.WAITS: _Player._waits,
    Act.TALKS_WITH: _Player._talks,
    Act.AGENT_LEAVES: _Player._agent_leaves,
    Act.CALLS_AGAIN: _Player._calls_again,
    Act.IS_CALLED: _Player._is_called,
    Act.LETS_IT_RING: _Player._is_called,
    Act.AGENTS: _Player._agents,
}
