"""What picks up in a person's stead: mailboxes, robots that ask who is calling, faxes, and telephones that forward."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Behaviour, Fact, Impossible, answers, no_answer, screening_robot, voicemail
from tests.simulation import shop
from tests.simulation.oracle.truth import Leg

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

BEHAVIOURS: dict[str, Behaviour] = {
    "voicemail": voicemail(4.0),
    "robot": screening_robot(),
    "fax": answers(2.0, leaves=40.0),
    "loop": no_answer(),
}
MACHINES = tuple(BEHAVIOURS)
PATIENT = "patient mailbox"
BEHAVIOURS[PATIENT] = replace(voicemail(4.0), silence=240.0, longest=240.0)
"""In which one may leave a long message."""


class Loop:
    """A telephone that forwards its calls to our own number: we phone ourselves, and hear our own menu."""

    name = "the loop"

    def __init__(self, centre: Centre, forwarded: str) -> None:
        self._centre, self._forwarded = centre, forwarded
        self._sid = centre.exchange.ring_in(shop.NUMBER, shop.NUMBER)
        centre.people.on[self._sid] = self
        centre.rung_in += 1

    def saw(self, fact: Fact, leg: Leg) -> None:
        """The far end is answered, and ends, with ours."""
        if fact.what == "answers":
            self._do(partial(self._centre.exchange.pick_up, self._forwarded))
            self._watch()
        elif fact.what == "ends":
            self._do(partial(self._centre.exchange.hang_up, self._forwarded))

    def _watch(self) -> None:
        """Ours ends with the leg that was forwarded to it."""
        if self._centre.truth.legs[self._forwarded].ended is not None:
            self._do(partial(self._centre.exchange.hang_up, self._sid))
        elif self._centre.truth.legs[self._sid].ended is None:
            self._centre.at(self._centre.exchange.now + 1.0, self._watch, self.name)

    def _do(self, act: partial[None]) -> None:
        try:
            act()
        except Impossible:
            return
