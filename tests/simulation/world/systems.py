"""The business's own system as a flow meets it in bad times: it knows, or does not, is slow, or says nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.callflow.looking_up import Inquiry, Reply

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

REPLIES = {
    Reply(200, b'{"status": "on its way"}'): 0.5,
    Reply(404): 0.15,
    Reply(0): 0.15,
    Reply(500): 0.1,
    Reply(200, b'{"status": null}'): 0.05,
    Reply(200, b"<html>"): 0.05,
}
SLOWEST = 2.0
DEEPEST = 3


class OwnSystem:
    """Fills `ports.Systems`. While it is asked the rest of the world goes on."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("own system")
        self.asked = 0

    def ask(self, inquiry: Inquiry) -> Reply:
        self.asked += 1
        (reply,) = self._dice.choices(tuple(REPLIES), tuple(REPLIES.values()))
        if self._centre.depth < DEEPEST:
            self._centre.pause(self._dice.uniform(0.05, SLOWEST))
        return reply
