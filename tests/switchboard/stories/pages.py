"""The town with people at browsers: their pages tell that they are open, show who waits, and call our door."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.rehearsal.people import Person
from ivr.switchboard import agents, shown, sweep
from ivr.switchboard.rows import Agent, Offer
from tests.switchboard.stories.town import Town

BEAT = timedelta(seconds=5)


class Village(Town):
    """A town in which some sit at browsers."""

    def __init__(self, **policy: object) -> None:
        super().__init__(**policy)
        self.open: list[Page] = []

    def page(self, name: str = "Mina", identity: str = "mina") -> Page:
        """One of the shop's people, at a browser."""
        page = Page(self, name, identity)
        self.open.append(page)
        page.beats()
        return page

    def run_until(self, to: datetime) -> None:
        """Meanwhile every open page says now and then that it is."""
        while (beat := self.now() + BEAT) < to and self.open:
            super().run_until(beat)
            for page in self.open:
                page.beats()
        super().run_until(to)


class Page(Person):
    """Somebody of the shop who sits at a browser: its page tells that it is open, until it is shut."""

    def __init__(self, town: Village, name: str, identity: str) -> None:
        super().__init__(town, name, f"client:{identity}")
        self.town, self.identity, self.is_open = town, identity, True
        agents.add(town.store, name, self.number, ("care",))
        agents.available(town.store, name)

    @property
    def row(self) -> Agent:
        """As our books have them."""
        return next(one for one in self.town.all(Agent) if one.name == self.name)  # type: ignore[attr-defined]

    def beats(self) -> None:
        """The open page says so."""
        if self.is_open:
            sweep.chain(self.town.board, self.town.carrier, agents.seen(self.town.store, self.row.id))

    def offer(self) -> Offer | None:
        """What the page shows, or what was accepted there."""
        with self.town.store.reading() as unit:
            return shown.open_for(unit, self.row.id)

    def is_shown(self, within: float = 60.0) -> Offer:
        """Waits until somebody is shown to them."""
        waited = 0.0
        while (found := self.offer()) is None:
            assert waited < within, f"nobody was shown to {self.name}"
            self.town.passes(1)
            waited += 1
        return found

    def clicks(self, offer: Offer | None = None, yes: bool = True) -> shown.Click:
        """Accepts or declines what is shown."""
        one = offer or self.is_shown()
        said = (shown.accept if yes else shown.decline)(self.town.board, one.public_id, self.row.id)
        sweep.chain(self.town.board, self.town.carrier, said.due)
        return said.click

    def connects(self, offer: Offer | None = None, **params: str) -> str:
        """The page's own leg calls our door."""
        one = offer or self.is_shown()
        sid = self.town.exchange.connect(self.identity, self.town.pages, **(params or {"offer": one.public_id}))
        self.town.passes(0)
        return sid

    def says_yes(self) -> None:
        """Clicks, and is on the line."""
        one = self.is_shown()
        assert self.clicks(one) is shown.Click.YOURS
        self.connects(one)
