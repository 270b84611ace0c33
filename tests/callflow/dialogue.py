"""A caller on the line with a flow: every position is stored and read back between two turns, every turn checked."""

from dataclasses import replace
from datetime import datetime

from ivr.callflow.events import Event
from ivr.callflow.facts import Facts
from ivr.callflow.graph import Callflow
from ivr.callflow.position import AWAY, read
from ivr.callflow.run import Turn, leave, resume, start
from ivr.line.inputs import Digits, Input, NoInput, Returned
from ivr.line.instructions import Ask, HangUp, Pause, Play, Say, Sound


class Dialogue:
    """One call. `facts` may be changed between turns, as the world is."""

    def __init__(self, flow: Callflow, facts: Facts) -> None:
        self.flow = flow
        self.facts = facts
        self.history: list[Event] = []
        self._take(start(flow, facts))

    def press(self, keys: str) -> "Dialogue":
        """The caller presses these keys."""
        return self.give(Digits(keys))

    def silence(self) -> "Dialogue":
        """The caller lets the wait pass."""
        return self.give(NoInput())

    def returned(self, result: str) -> "Dialogue":
        """The line comes back from the hold."""
        return self.give(Returned(result))

    def give(self, given: Input) -> "Dialogue":
        """The next turn."""
        assert self.position is not None, "the call is over"
        self._take(resume(self.flow, self.position, given, self.facts))
        return self

    def at(self, now: datetime) -> "Dialogue":
        """The clock shows another time at the next turn."""
        self.facts = replace(self.facts, now=now)
        return self

    def hang_up(self) -> tuple[Event, ...]:
        """The caller leaves: what is owed all the same."""
        assert self.position is not None, "the call is over"
        return leave(self.flow, self.position, self.facts)

    @property
    def over(self) -> bool:
        """Whether the flow has ended."""
        return self.position is None

    @property
    def ask(self) -> Ask:
        """What the line waits for."""
        (asked,) = self.turn.instructions
        assert isinstance(asked, Ask)
        return asked

    @property
    def sounds(self) -> tuple[Sound, ...]:
        """All that is heard in this turn."""
        return heard(self.turn)

    @property
    def text(self) -> str:
        """All that is spoken in this turn."""
        return " ".join(sound.text for sound in self.sounds if isinstance(sound, Say))

    @property
    def node(self) -> str:
        """Where the caller stands."""
        return self.position.node if self.position else ""

    def _take(self, turn: Turn) -> None:
        check(turn, self.facts)
        self.turn = turn
        self.events = turn.events
        self.history.extend(turn.events)
        self.position = read(turn.position.write()) if turn.position else None
        assert self.position == turn.position, "a position survives being stored"


def heard(turn: Turn) -> tuple[Sound, ...]:
    """The sounds of a turn, inside its question or before its end."""
    sounds: list[Sound] = []
    for instruction in turn.instructions:
        if isinstance(instruction, Ask):
            sounds.extend(instruction.sounds)
        elif isinstance(instruction, Say | Play | Pause):
            sounds.append(instruction)
    return tuple(sounds)


def check(turn: Turn, facts: Facts) -> None:
    """What holds for every turn of every flow: it ends, waits for keys, or takes the line elsewhere; exactly one."""
    if turn.position is None:
        *sounds, last = turn.instructions
        assert last == HangUp()
        assert all(isinstance(sound, Say | Play | Pause) for sound in sounds)
    elif turn.position.stage in AWAY:
        assert all(isinstance(sound, Say | Play | Pause) for sound in turn.instructions)
    else:
        (ask,) = turn.instructions
        assert isinstance(ask, Ask) and ask.door == facts.reply
        assert ask.sounds, "a question that nobody can hear"
        assert ask.timeout >= 1
        assert ask.max_digits == 1 or ask.finish == "#", "more than one key needs an end"
