"""The simulated carrier is told by ourselves where our numbers' calls go, as `numbers apply` does on a real account,
and what time it is: our clock may be ahead of the wall's, where time was skipped before."""

from __future__ import annotations

import logging
import time
from typing import Any

import requests

from ivr.app.parts import Parts
from ivr.line.instructions import Door
from ivr.settings import Carrier, Secret
from ivr.switchboard import doors

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds; the simulator is on this machine."""
BEHIND = 1.0
"""Seconds by which its clock may be behind ours: both run with the wall's, and nothing is cut finer than this. So it
is not looked at more often either."""
APPLICATION = "AP" + "0" * 32
"""Of the simulated account: told anew it is the same one."""


class Announcer:
    """Tells the simulator, once per set of numbers, where calls for them go; and the time whenever it is behind."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._told: frozenset[str] = frozenset()
        self._look_at = 0.0
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy stands between two programs of one machine

    def announce(self) -> None:
        """Does nothing on a real carrier; a simulator that is away is told at the next pass."""
        settings = self._parts.settings
        if settings.carrier is not Carrier.SIMULATED or settings.simulator_token is None:
            return
        try:
            numbers = frozenset(self._parts.board.library.business().numbers)
        except LookupError:
            return  # nothing is published yet
        if numbers == self._told and time.monotonic() < self._look_at:
            return
        try:
            self._tell_time(settings.simulator_token)
            if not self._told:
                self._tell_pages(settings.simulator_token)
            for number in sorted(numbers - self._told):
                self._tell(number, settings.simulator_token)
            self._told, self._look_at = numbers, time.monotonic() + BEHIND
        except requests.RequestException as away:
            log.warning("the simulated carrier is away: %s", type(away).__name__)

    def _tell_time(self, token: Secret) -> None:
        """A clock that stands still between jumps belongs to whoever makes it jump. 409: it is busy; next time."""
        shown = self._ask("GET", "state?since=-1", token)
        ours = self._parts.store.now().timestamp()
        if shown["mode"] == "real" and shown["now"] < ours - BEHIND:
            self._ask("POST", "jump", token, {"to": ours})

    def _tell(self, number: str, token: Secret) -> None:
        urls = self._parts.urls
        told = {"voice_url": urls.door(Door("incoming")), "status_callback": urls.door(Door("status"))}
        self._ask("POST", "numbers", token, {"number": number, **told})

    def _tell_pages(self, token: Secret) -> None:
        """Where the calls from agents' pages arrive."""
        urls = self._parts.urls
        arrive = {"voice_url": urls.door(doors.agent()), "status_callback": urls.door(Door("agent_status"))}
        self._ask("POST", "applications", token, {"sid": APPLICATION, **arrive})

    def _ask(self, method: str, path: str, token: Secret, body: object = None) -> dict[str, Any]:
        url = f"{self._parts.settings.twilio_api_base_url}/simulator/api/{path}"
        headers = {"Authorization": f"Bearer {token.reveal()}"}
        answer = self._http.request(method, url, json=body, headers=headers, timeout=PATIENCE)
        if answer.status_code != 409:
            answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said
