"""Our people: whether and how they answer when they are asked, how long they talk, and what they say of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ivr.simulator.exchange import (
    Behaviour,
    Fact,
    Impossible,
    busy,
    no_answer,
    rejects,
    screening_robot,
    unreachable,
    voicemail,
)
from ivr.switchboard import agents
from ivr.switchboard.ports import Conflict, Unreachable
from tests.simulation import shop
from tests.simulation.oracle.truth import Leg
from tests.simulation.people.machines import BEHAVIOURS
from tests.simulation.world.chance import Death, Fault
from tests.simulation.world.habits import Habit

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

MOODS: dict[Fault, tuple[str, ...]] = {
    Fault.AGENT_MACHINE: ("voicemail", "voicemail with a 1", "robot", "pocket"),
    Fault.ODD_KEYS: ("yes and vanishes", "presses twice", "wrong key", "late", "hangs up"),
    Fault.AGENT_AWAY: ("lets it ring", "rejects", "busy", "unreachable"),
}
"""What may become of an agent's ringing phone, beside a yes or a no."""
NO = 0.08
PHONES: dict[str, Behaviour] = {
    "rejects": rejects(),
    "busy": busy(),
    "unreachable": unreachable(),
    "robot": screening_robot(),
    "voicemail": voicemail(6.0),
    "voicemail with a 1": replace(voicemail(6.0), keys=((1.0, "1"), (7.5, "1"))),
}
KEYS = {"yes": "1", "no": "2", "yes and vanishes": "1", "presses twice": "11", "wrong key": "5", "late": "1"}
SETTLED = {"verdict_transfer": "1 1 1 1 1 1 2 - - x", "verdict_callback": "1 1 1 1 1 1 2 3 - x"}
"""What is keyed after a talk, one of these; `-` is silence, `x` hangs up."""
TO_A_MACHINE = "2 2 2 2 1 3 - x"
"""The same, where it was no talk at all."""
THINKS = 0.6
"""How often an agent who thinks long says nothing of it in the end."""
CALM = {"verdict_transfer": "1 1 1 1 1 1 1 1 -", "verdict_callback": "1 1 1 1 1 1 1 1 - 3"}


class Agent:
    """One agent and one phone."""

    def __init__(self, centre: Centre, index: int, teams: tuple[str, ...]) -> None:
        self._centre = centre
        self._dice = centre.chance.dice(f"agent {index}")
        self.name = f"agent {index}"
        self.number = f"+1202555{100 + index + 1:04d}"
        self.diligence = self._dice.uniform(0.3, 1.0)
        self._teams = teams

    def hired(self) -> None:
        """Known to us, and available."""
        agents.add(self._centre.store, self.name, self.number, self._teams)
        agents.available(self._centre.store, self.name)

    def says(self, available: bool) -> None:
        """Comes or goes; where that could not be noted, once more."""
        if self.name in self._centre.plan.without_people:
            return
        self._centre.oracle.witnesses.cooling.says(self.name)
        try:
            (agents.available if available else agents.away)(self._centre.store, self.name)
        except (Death, Unreachable, Conflict):
            self._later(5.0, partial(self.says, available))

    def saw(self, fact: Fact, leg: Leg) -> None:
        """Something happened on a leg at this agent's phone."""
        match fact.what:
            case "created":
                leg.mood = self._mood()
                self._centre.exchange.phone(self.number, PHONES.get(leg.mood, no_answer()))
            case "rings" if leg.mood in KEYS or leg.mood in ("pocket", "hangs up"):
                self._later(self._dice.uniform(0.5, 14.0), partial(self._pick_up, leg.sid))
            case "answers" if leg.mood == "hangs up":
                self._later(self._dice.uniform(0, 20), partial(self._hang_up, leg.sid))
            case "answers" if leg.mood == "pocket":
                self._later(self._dice.uniform(30, 300), partial(self._hang_up, leg.sid))
            case "hears" if fact.other == "say":
                self._understand(fact, leg)
            case "presses":
                self._vanish(leg)
            case "bridged":
                self._talk(leg)

    def _mood(self) -> str:
        """What becomes of this ringing: mostly a yes. What goes wrong goes less often wrong with a diligent agent."""
        chance = self._centre.chance
        for fault, moods in MOODS.items():
            if chance.tempts(fault, Habit.SLEEPY) and self._dice.random() > self.diligence * 0.6:
                mood = chance.of(fault).choice(moods)
                chance.count(fault, mood)
                return mood
        return "no" if not chance.off and self._dice.random() < NO else "yes"

    def _understand(self, fact: Fact, leg: Leg) -> None:
        if leg.mood in MOODS[Fault.AGENT_MACHINE]:
            return
        word = shop.meant(fact.text)
        length = max(0.0, fact.until - fact.at)
        if word == "brief_keys":
            self._answer(leg, length)
        elif word in SETTLED:
            self._judge(leg, word, length)
        elif word == "caller_left" and not leg.bridges:
            self._press_later(leg, self._dice.choice(("1", "1", "1", "2", "")), length)

    def _answer(self, leg: Leg, length: float) -> None:
        keys = KEYS.get(leg.mood, "")
        wait = self._dice.uniform(12, 25) if leg.mood == "late" else 0.0
        self._press_later(leg, keys, length, wait)

    def _vanish(self, leg: Leg) -> None:
        """Hangs up on the way to the caller, or soon after."""
        if leg.mood == "yes and vanishes" and not leg.bridges:
            self._later(self._dice.uniform(0, 8), partial(self._hang_up, leg.sid))

    def _judge(self, leg: Leg, word: str, length: float) -> None:
        told = (CALM if self._centre.chance.off else SETTLED)[word]
        keys = self._dice.choice((TO_A_MACHINE if self._left_a_message(leg) else told).split())
        if self._centre.chance.has(Habit.JUST_THEN) and self._dice.random() < THINKS:
            keys = "-"
        if keys == "x":
            self._later(self._dice.uniform(0, length), partial(self._hang_up, leg.sid))
        elif keys != "-":
            self._press_later(leg, keys, length)

    def _talk(self, leg: Leg) -> None:
        """So long, and then one of the two ends it."""
        curt = self._centre.chance.has(Habit.CURT)
        short = self._dice.random() < (0.8 if curt else 0.25)
        seconds = (
            self._dice.uniform(*((4, 11) if curt else (0.5, 15)))
            if short
            else min(900.0, self._dice.lognormvariate(3.6, 0.9))
        )
        if self._centre.chance.has(Habit.OFFICE):
            seconds = self._dice.uniform(60, 480)
        if self._centre.chance.has(Habit.MAILBOXES):
            seconds = self._dice.uniform(4, 30)
        if self._machine(leg):
            seconds = self._dice.uniform(*((30, 200) if self._left_a_message(leg) else (2, 12)))
        end = self._dice.random() ** (0.3 if curt else 1.0)
        if end < 0.5:
            self._later(seconds, partial(self._hang_up, leg.bridges[-1].other))
        elif end < 0.7:
            self._later(seconds, partial(self._press, leg.sid, "*"))
            self._later(seconds + 20, partial(self._hang_up_bridged, leg))
        else:
            self._later(seconds, partial(self._hang_up, leg.sid))

    def _machine(self, leg: Leg) -> bool:
        return self._centre.truth.legs[leg.bridges[-1].other].mood in BEHAVIOURS

    def _left_a_message(self, leg: Leg) -> bool:
        return self._centre.chance.has(Habit.MAILBOXES) and bool(leg.bridges) and self._machine(leg)

    def _press_later(self, leg: Leg, keys: str, length: float, wait: float = 0.0) -> None:
        if keys:
            self._later(wait + self._dice.uniform(0.2, length + 4.0), partial(self._press, leg.sid, keys))

    def _later(self, seconds: float, act: partial[None]) -> None:
        self._centre.at(self._centre.exchange.now + seconds, act, self.name)

    def _press(self, sid: str, keys: str) -> None:
        try:
            self._centre.exchange.press(sid, keys)
        except Impossible:
            return

    def _pick_up(self, sid: str) -> None:
        try:
            self._centre.exchange.pick_up(sid)
        except Impossible:
            return

    def _hang_up(self, sid: str) -> None:
        try:
            self._centre.exchange.hang_up(sid)
        except Impossible:
            return

    def _hang_up_bridged(self, leg: Leg) -> None:
        if leg.bridges and leg.bridges[-1].end is None:
            self._hang_up(leg.sid)
