"""An agent who is to get another telephone, as whoever asked for it sees it."""

from __future__ import annotations

from ivr.switchboard import trail
from ivr.switchboard.crew import number_changes
from ivr.switchboard.rows import Agent as Row
from ivr.switchboard.rows import Message, NumberChange, NumberState
from tests.switchboard.stories.town import Agent, Town

OLD, NEW = "+12025550111", "+12025550122"
OWNER = trail.By(None, "Rahima")


class Change:
    """One change of Asha's number, as whoever asked for it sees it."""

    def __init__(self, town: Town, address: str = NEW) -> None:
        self.town, self.asha = town, town.agent(number=OLD)
        self.phone = Agent(town, "the new telephone", address)
        asked = number_changes.ask(town.board, OWNER, self.asha.id, address)
        assert isinstance(asked, NumberChange), asked
        self.id = asked.id

    @property
    def row(self) -> NumberChange:
        """As it stands."""
        return next(one for one in self.town.all(NumberChange) if one.id == self.id)  # type: ignore[attr-defined]

    def is_answered(self) -> None:
        """The new telephone rings, and somebody picks up."""
        self.phone.is_rung()
        self.phone.picks_up()
        self.phone.hears("This is")
        assert self.row.state is NumberState.RINGING

    def is_proved(self) -> None:
        """They key the code of the page."""
        self.is_answered()
        self.phone.presses(self.row.code)
        self.phone.hears("Thank you")
        assert self.row.state is NumberState.PROVED

    def address(self) -> str:
        """Where Asha is reached."""
        return next(one.address for one in self.town.all(Row) if one.name == "Asha")  # type: ignore[attr-defined]

    def told(self) -> list[str]:
        """What the old telephone was written."""
        return [one.text for one in self.town.all(Message) if one.key.startswith("number_change")]  # type: ignore[attr-defined]
