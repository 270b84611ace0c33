"""People who phone us, and whose phones we ring: what they understand, press, and when they have had enough."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Behaviour, Fact, Impossible, busy, no_answer, rejects, unreachable
from tests.simulation import shop
from tests.simulation.oracle.truth import Leg
from tests.simulation.people.machines import BEHAVIOURS, MACHINES, PATIENT, Loop
from tests.simulation.people.wishes import AGREEING, KEYS, WISHES
from tests.simulation.people.words import OUTSIDE, SAYS, SPOKEN, speaks
from tests.simulation.world import places
from tests.simulation.world.chance import Fault
from tests.simulation.world.habits import OFTEN, Habit

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

BY_HEART = (Habit.BY_HEART, Habit.LATER, Habit.RINGS_BACK, Habit.MAILBOXES)
"""Where most people know the menus."""
ASKED_BY = (15.0, 60.0)
"""Seconds after which whoever rang in beside somebody has had enough: they have asked for a person by then, mostly."""
TIRED = 0.5
"""How many of them have."""
SEES = 10.0
"""Seconds for which somebody who wants it later sees who rings, and rings us instead of picking up."""

PHONES: dict[str, tuple[float, Behaviour]] = {
    "answers": (0.6, no_answer()),
    "lets it ring": (0.12, no_answer()),
    "busy": (0.06, busy()),
    "rejects": (0.05, rejects()),
    "unreachable": (0.03, unreachable()),
}


class Caller:
    """One person with one phone, and perhaps a second one to be called at."""

    def __init__(self, centre: Centre, index: int) -> None:
        self._centre = centre
        self._dice = dice = centre.chance.dice(f"caller {index}")
        self.name = f"caller {index}"
        self.number = places.number(dice, index)
        self.second = f"+1212555{150 + (0 if centre.chance.has(Habit.OFFICE) else index):04d}"
        self.withheld = dice.random() < 0.12
        self.wild = dice.random() < 0.1
        """Presses keys at random."""
        self.takes_callback = dice.random() * 0.5 + (0.5 if centre.chance.has(Habit.OFFICE) else 0.0)
        """How readily key 1 is pressed while waiting."""
        self.never_there = dice.random() < 0.08
        self.patience = dice.uniform(20, 400)
        self.redials = dice.choice((0.0, 0.0, 0.3, 0.7))
        """How readily somebody whom nobody spoke to rings again."""
        self._lines: list[str] = []
        self._by_heart = centre.chance.has(*BY_HEART) and dice.random() < 0.7
        """Presses keys before the question is asked."""
        self._wishes = [wishes for habit, wishes in WISHES.items() if centre.chance.has(habit)]

    def ring_in(self) -> None:
        """Phones us now, or a little later where the phone is in use or no call gets through."""
        exchange = self._centre.exchange
        if self._centre.truth.busy(self.number) or self._on_line():
            self._centre.at(exchange.now + self._dice.uniform(5, 60), self.ring_in, self.name)
        elif self._centre.chance.meets(Fault.OUTAGE, "a call in"):
            self._centre.at(exchange.now + self._dice.uniform(60, 1200), self.ring_in, self.name)
        else:
            self._ring()

    def ring_in_now(self, shown: str = "") -> None:
        """Phones us although, in this very moment, we may be about to ring this phone; `shown`: from that one."""
        legs = self._centre.truth.live.get(shown or self.number, {}).values()
        if not self._on_line() and not any(self._hears(leg) for leg in legs):
            self._ring(shown)

    def _hears(self, leg: Leg) -> bool:
        """Whether they are on this leg, or hear it ring and would rather pick up."""
        if leg.direction == "inbound" or not leg.rang or leg.mood == PATIENT:
            return leg.direction == "inbound"
        late = self._centre.chance.has(Habit.LATER) and self._centre.exchange.now - leg.created < SEES
        return not late or leg.answered is not None

    def _ring(self, shown: str = "") -> None:
        chance = self._centre.chance
        shown, owed = shown or self._shown(), self._centre.oracle.owed(self.number)
        self._call(shown, shop.NUMBER)
        if owed and Fault.RINGS_IN in chance.rates:
            chance.count(Fault.RINGS_IN, "from another number" if shown == self.second else "while owed")
        if chance.tempts(Fault.AT_ONCE, Habit.TWO_PHONES, Habit.TACITURN):
            chance.count(Fault.AT_ONCE)
            self._call_too(shown)

    def _call_too(self, shown: str) -> None:
        """Somebody beside them rings in as well; or they do, on their other phone, a little later."""
        if not self._centre.chance.has(Habit.TWO_PHONES):
            sid = self._call(shown, shop.SECOND)
            if self._centre.chance.has(Habit.TACITURN) and self._dice.random() < TIRED:
                self._later(self._dice.uniform(*ASKED_BY), partial(self._leave, sid))
            return
        other = shown if self._dice.random() < 0.4 or self._centre.truth.busy(self.second) else self.second
        self._later(self._dice.choice((0.0, 20.0, 60.0)) * self._dice.random(), partial(self._call, other, shop.SECOND))

    def _shown(self) -> str:
        """Whose number the carrier tells us."""
        chance = self._centre.chance
        if chance.draws(Fault.STRANGE_ID):
            strange = chance.of(Fault.STRANGE_ID).choice((*places.STRANGE, places.FAR))
            chance.count(Fault.STRANGE_ID, strange or "none")
            return strange
        if chance.has(Habit.OFFICE) and self._dice.random() < 0.8:
            free = self._dice.random() < 0.4 and not self._centre.truth.busy(self.second)
            return self.second if free else places.WITHHELD
        if self.withheld:
            return places.WITHHELD
        other = chance.draws(Fault.RINGS_IN) and self._dice.random() < 0.3
        return self.second if other and not self._centre.truth.busy(self.second) else self.number

    def _call(self, shown: str, dialled: str) -> str:
        sid = self._centre.exchange.ring_in(shown, dialled)
        self._lines.append(sid)
        self._centre.people.on[sid] = self
        self._centre.rung_in += 1
        if self._centre.chance.draws(Fault.LEAVES):
            self._later(10 ** self._dice.uniform(-0.5, 2.2), partial(self._leave, sid))
        return sid

    def _on_line(self) -> bool:
        """A withheld number is not seen on the line."""
        leg = self._centre.exchange.leg
        return any(leg(sid).status in ("ringing", "in-progress") for sid in self._lines[-2:])

    def saw(self, fact: Fact, leg: Leg) -> None:
        """Something happened on a leg of this person's."""
        if leg.direction == "inbound":
            self._caller(fact, leg)
        else:
            self._customer(fact, leg)

    def _caller(self, fact: Fact, leg: Leg) -> None:
        if fact.what == "hears" and fact.other == "say":
            self._understand(fact, leg)
        elif fact.what == "enqueued" and self._centre.chance.draws(Fault.LEAVES):
            self._later(self._dice.expovariate(1 / self.patience), partial(self._leave, leg.sid))
        elif fact.what == "ends" and not self._centre.chance.off:
            self._perhaps_again(leg)

    def _perhaps_again(self, leg: Leg) -> None:
        """Nobody spoke to them; or they have forgotten something."""
        if leg.bridges and not self._centre.chance.has(Habit.FORGETFUL):
            return
        again, latest = (0.6, 40) if leg.bridges else (self.redials, 120)
        if self._dice.random() < again and self._centre.may_ring():
            self._later(self._dice.uniform(2, latest), partial(self.ring_in))

    def _understand(self, fact: Fact, leg: Leg) -> None:
        word = shop.meant(fact.text)
        wanted = KEYS | OUTSIDE if self._centre.plan.outside else KEYS
        if word in SPOKEN and self._dice.random() < SAYS:
            delay = fact.until - fact.at + self._dice.uniform(0.5, 6.0)
            self._later(delay, partial(speaks, self._centre, leg.sid, self._dice.uniform(1.0, 8.0)))
        if self.wild and not self._centre.chance.off and self._dice.random() < 0.4:
            self._press_later(leg, "".join(self._dice.choices("0123456789*#", k=self._dice.randint(1, 3))), fact)
        elif word in wanted:
            wishes = next((one[word] for one in self._wishes if word in one), wanted[word])
            (keys,) = self._dice.choices(tuple(wishes), tuple(wishes.values()))
            self._press_later(leg, self._number_to_key() if keys == "own" else keys, fact)
            if word in AGREEING and self._centre.chance.hastens():
                self._later(self._dice.uniform(0.0, 12.0), partial(self._leave, leg.sid))
        elif word == "wait_key" and self._dice.random() < self.takes_callback:
            self._press_later(leg, "1", fact)

    def _number_to_key(self) -> str:
        """As one dials it from here: a number that could not be dialled so would only be refused."""
        costly = self._centre.chance.strikes(Fault.FLOOD, "keyed")
        return "00" + (places.COSTLY if costly else self.second)[1:] + "#"

    def _press_later(self, leg: Leg, keys: str, fact: Fact) -> None:
        if keys:
            latest = 1.0 if self._by_heart else max(0.0, fact.until - fact.at) + 3.0
            self._later(self._dice.uniform(0.3, latest), partial(self._press, leg.sid, keys))

    def _later(self, seconds: float, act: partial[None]) -> None:
        self._centre.at(self._centre.exchange.now + seconds, act, self.name)

    def _press(self, sid: str, keys: str) -> None:
        try:
            self._centre.exchange.press(sid, keys)
        except Impossible:
            return

    def _leave(self, sid: str) -> None:
        """Hangs up at whatever moment it is."""
        try:
            self._centre.exchange.hang_up(sid)
        except Impossible:
            return
        self._centre.chance.count(Fault.LEAVES)

    def _customer(self, fact: Fact, leg: Leg) -> None:
        """This person's phone is rung by us."""
        if fact.what == "created":
            leg.mood = self._mood()
            self._centre.exchange.phone(leg.number, self._behaviour(leg.mood))
        elif fact.what == "rings" and leg.mood == "answers":
            self._later(self._dice.uniform(1.0, 20.0), partial(self._pick_up, leg.sid))
        elif fact.what == "rings" and leg.mood == "loop":
            Loop(self._centre, leg.sid)

    def _mood(self) -> str:
        if self.never_there:
            return "lets it ring"
        machines = Fault.MACHINE in self._centre.chance.rates and self._centre.chance.has(Habit.MAILBOXES)
        if machines and self._dice.random() < OFTEN:
            self._centre.chance.count(Fault.MACHINE, PATIENT)
            return PATIENT
        if self._centre.chance.has(Habit.NOT_IN, Habit.LATER) and self._dice.random() < 0.7:
            return self._dice.choice(("lets it ring", "lets it ring", "rejects"))
        if self._centre.chance.draws(Fault.MACHINE):
            kind = self._centre.chance.of(Fault.MACHINE).choice(MACHINES)
            self._centre.chance.count(Fault.MACHINE, kind)
            return kind
        if self._centre.chance.off:
            return "answers"
        moods = tuple(PHONES)
        return self._dice.choices(moods, [PHONES[mood][0] for mood in moods])[0]

    def _behaviour(self, mood: str) -> Behaviour:
        return BEHAVIOURS.get(mood) or PHONES[mood][1]

    def _pick_up(self, sid: str) -> None:
        if self._centre.chance.has(Habit.RINGS_BACK, Habit.LATER) and self._on_line() and self._dice.random() < 0.8:
            return
        try:
            self._centre.exchange.pick_up(sid)
        except Impossible:
            return
