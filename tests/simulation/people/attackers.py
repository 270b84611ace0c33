"""Somebody who listens on the line: sends again what was sent before, and invents what never was.

Signatures are the web's to check, so here come only requests that a signature does not stop, or ids that lead nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ivr.rehearsal import desk
from ivr.simulator.exchange import WebRequest
from ivr.switchboard.ports import Conflict, Unreachable
from tests.simulation.world.chance import Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

PERIOD = 5.0
"""Seconds between two opportunities."""
STORED = ("door:turn", "door:reply", "door:verdict", "door:gone")
"""Doors whose answer is kept: other keys change nothing any more."""


class Attacker:
    """One."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("attacker")

    def waits(self) -> None:
        """Until the next opportunity that is taken."""
        centre = self._centre
        if centre.chance.off:
            return
        periods = 1
        while not centre.chance.draws(Fault.ATTACK):
            periods += 1
        centre.at(centre.exchange.now + periods * PERIOD, self._strikes, "attacker")

    def _strikes(self) -> None:
        """Sends one request."""
        self.waits()
        centre = self._centre
        if centre.chance.off or not centre.web.answered:
            return
        kind = self._dice.choice(("replayed", "invented", "other keys"))
        request = self._made(kind, self._dice.choice(tuple(centre.web.answered)))
        if request is not None:
            centre.chance.count(Fault.ATTACK, kind)
            self._send(request)

    def _made(self, kind: str, request: WebRequest) -> WebRequest | None:
        match kind:
            case "replayed":
                return request
            case "invented" if "=" in request.url:
                url, _, value = request.url.rpartition("=")
                return replace(request, url=f"{url}={'a' * len(value)}" if not value.isdigit() else f"{url}=99")
            case "other keys" if request.url.startswith(STORED):
                return replace(request, params=(*request.params, ("Digits", self._dice.choice("123"))))
        return None

    def _send(self, request: WebRequest) -> None:
        try:
            said = desk.answer(self._centre.board, request.url, dict(request.params))
        except (Conflict, Unreachable):
            return
        self._centre.doorbell.ring(said.due)
