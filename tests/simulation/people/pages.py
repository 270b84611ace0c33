"""Our people at browsers: a page that tells that it is open, somebody who clicks or does not, and a leg that comes
late, twice, for nothing, or never."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ivr.promise.offer import State
from ivr.simulator.exchange import Fact
from ivr.switchboard import agents, shown
from ivr.switchboard.ports import Conflict, Unreachable
from ivr.switchboard.rows import Agent as Row
from ivr.switchboard.rows import Offer
from tests.simulation.oracle.truth import Leg
from tests.simulation.people.agents import Agent
from tests.simulation.world.chance import Death, Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

BEAT = 5.0
SHARE = 0.6
"""How many agents sit at pages, where any do."""
MOODS: dict[Fault, tuple[str, ...]] = {
    Fault.AGENT_MACHINE: ("eager", "bare", "for another"),
    Fault.ODD_KEYS: ("late", "double", "vanishes", "clicks again"),
    Fault.AGENT_AWAY: ("does not look", "shuts the page"),
}
"""What may become of what is shown, beside a yes or a no."""
NO = 0.08
SHUT = (5.0, 300.0)
LATE = (10.0, 40.0)
TRIES = 5


class PageAgent(Agent):
    """One agent, one browser; on the line they are like all others."""

    def __init__(self, centre: Centre, index: int, teams: tuple[str, ...]) -> None:
        super().__init__(centre, index, teams)
        self._own = centre.chance.dice(f"page {index}")
        self.identity = f"page_{index}"
        self.number = f"client:{self.identity}"
        self._shut_until = 0.0
        self._beats_at, self._looked_at = 0.0, -1
        """Until then there is nothing new, unless something was written since so many writings."""
        self._seen: set[int] = set()

    def beats(self) -> None:
        """The page looks around: it tells that it is open, and sees what it is shown."""
        now = self._centre.exchange.now
        if now < self._shut_until or (now < self._beats_at and self._centre.writes == self._looked_at):
            return
        self._looked_at = self._centre.writes
        row = next(iter(self._centre.oracle.rows(Row, name=self.name)), None)
        if row is None:
            return
        self._beats_at = 0.0 if row.seen_at is None else row.seen_at.timestamp() + BEAT
        if now >= self._beats_at:
            self._tells(row.id)
        for one in self._centre.oracle.rows(Offer, agent_id=row.id, in_flight=True):
            if one.state is State.SCREENING and one.id not in self._seen:
                self._seen.add(one.id)
                self._sees(one)

    def _tells(self, id: int) -> None:
        try:
            self._centre.doorbell.ring(agents.seen(self._centre.store, id))
        except (Death, Unreachable, Conflict):
            return

    def saw(self, fact: Fact, leg: Leg) -> None:
        """Something happened on the line from this page."""
        if fact.what == "created":
            leg.mood = "yes"
        else:
            super().saw(fact, leg)

    def _sees(self, one: Offer) -> None:
        mood, wait = self._taken_by(), self._own.uniform(0.3, 9.0)
        match mood:
            case "does not look":
                return
            case "shuts the page":
                self._shuts()
            case "no":
                self._later(wait, partial(self._click, one, mood, shown.decline))
            case "eager":
                self._later(wait / 2, partial(self._connect, one.public_id))
                self._later(wait, partial(self._click, one, mood, shown.accept))
            case _:
                self._later(wait, partial(self._click, one, mood, shown.accept))

    def _taken_by(self) -> str:
        chance = self._centre.chance
        for fault, moods in MOODS.items():
            if chance.draws(fault) and self._own.random() > self.diligence * 0.6:
                mood = self._own.choice(moods)
                chance.count(fault, mood)
                return mood
        return "no" if not chance.off and self._own.random() < NO else "yes"

    def _shuts(self) -> None:
        self._shut_until = self._centre.exchange.now + self._own.uniform(*SHUT)

    def _click(self, one: Offer, mood: str, how: object, tries: int = TRIES) -> None:
        """Clicks until it is heard what became of it: an answer may be lost, and the same click comes again."""
        if how is shown.accept:
            self._centre.truth.clicks(self.number, one.public_id)
        self._centre.oracle.witnesses.cooling.clicked(one.agent_id)
        try:
            said = (shown.accept if how is shown.accept else shown.decline)(
                self._centre.board, one.public_id, one.agent_id
            )
        except (Death, Unreachable, Conflict):
            if tries:
                self._later(2.0, partial(self._click, one, mood, how, tries - 1))
            return
        self._centre.doorbell.ring(said.due)
        if said.click is shown.Click.YOURS:
            self._comes(one.public_id, mood)

    def _comes(self, public_id: str, mood: str) -> None:
        soon = self._own.uniform(0.1, 2.5)
        match mood:
            case "vanishes":
                self._shuts()
                return
            case "late":
                soon = self._own.uniform(*LATE)
            case "double":
                self._later(soon + self._own.uniform(0.0, 3.0), partial(self._connect, public_id))
            case "bare":
                self._later(soon / 2, partial(self._connect, ""))
            case "for another":
                self._later(soon / 2, partial(self._connect, public_id, "page_nobody"))
        self._later(soon, partial(self._connect, public_id))

    def _connect(self, public_id: str, identity: str = "") -> None:
        params = {"offer": public_id} if public_id else {}
        self._centre.exchange.connect(identity or self.identity, self._centre.pages, **params)


def hired(centre: Centre, teams: tuple[tuple[str, ...], ...]) -> list[Agent]:
    """Everybody of one world: with phones, and where there are pages, some of them there."""
    dice = centre.chance.dice("pages")
    sits = [centre.plan.pages and dice.random() < SHARE for _ in teams]
    return [(PageAgent if page else Agent)(centre, n, of) for n, (page, of) in enumerate(zip(sits, teams, strict=True))]
