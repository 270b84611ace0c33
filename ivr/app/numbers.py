"""On the simulated carrier our numbers are told to it by ourselves, as `numbers apply` does on a real account."""

from __future__ import annotations

import logging

import requests

from ivr.app.parts import Parts
from ivr.line.instructions import Door
from ivr.settings import Carrier

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds; the simulator is on this machine."""


class Announcer:
    """Tells the simulator, once per set of numbers, where calls for them go."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._told: frozenset[str] = frozenset()

    def announce(self) -> None:
        """Does nothing on a real carrier; a simulator that is away is told at the next pass."""
        settings = self._parts.settings
        if settings.carrier is not Carrier.SIMULATED or settings.simulator_token is None:
            return
        numbers = frozenset(self._parts.board.library.business().numbers)
        if numbers == self._told:
            return
        try:
            for number in sorted(numbers - self._told):
                self._tell(number)
            self._told = numbers
        except requests.RequestException as away:
            log.warning("the simulated carrier is away: %s", type(away).__name__)

    def _tell(self, number: str) -> None:
        settings, urls = self._parts.settings, self._parts.urls
        assert settings.simulator_token is not None
        told = requests.post(
            f"{settings.twilio_api_base_url}/simulator/api/numbers",
            json={
                "number": number,
                "voice_url": urls.door(Door("incoming")),
                "status_callback": urls.door(Door("status")),
            },
            headers={"Authorization": f"Bearer {settings.simulator_token.reveal()}"},
            timeout=PATIENCE,
        )
        told.raise_for_status()
