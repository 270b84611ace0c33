"""The simulated telephone company as the console reaches it: its page, its phones, its time. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

PATIENCE = 2.0
"""Seconds; it is on this machine."""

UNDERWAY = frozenset({"ringing", "in-progress"})
"""States of a leg that a person notices."""


class Away(Exception):
    """It does not answer."""


class Busy(Exception):
    """Its time cannot jump now: a request is on its way."""


@dataclass(frozen=True, slots=True)
class View:
    """Its network at one moment; times in epoch seconds. `picture` changes where a person would notice something."""

    now: float
    next_event: float | None
    in_flight: int
    picture: str


@dataclass(slots=True)
class Company:
    """At a base address; the token is for what only this installation may ask."""

    base: str
    token: str
    _http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._http.trust_env = False  # a proxy of this environment has no business on this machine
        self._http.headers["Authorization"] = f"Bearer {self.token}"

    def ask(self, method: str, path: str, body: bytes | None = None, query: str = "") -> requests.Response:
        """Whatever it answers; Away where it does not."""
        url = f"{self.base}{path}{'?' if query else ''}{query}"
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            return self._http.request(method, url, data=body, headers=headers, timeout=PATIENCE, allow_redirects=False)
        except requests.RequestException as error:
            raise Away(type(error).__name__) from error

    def look(self) -> View:
        """How it stands there."""
        said = self.ask("GET", "/simulator/api/state", query="since=-1").json()
        return View(said["now"], said["next_event"], said["in_flight"], _picture(said["phones"]))

    def jump(self, to: float) -> float:
        """Its time moves forward, to where a request leaves at most; returns the time now. Busy, or already past: not
        at all."""
        answer = self.ask("POST", "/simulator/api/jump", body=b'{"to": %.6f}' % to)
        if answer.status_code != 200:
            raise Busy(answer.text)
        return float(answer.json()["now"])


def _picture(phones: Mapping[str, list[Mapping[str, object]]]) -> str:
    legs = [leg for at_one in phones.values() for leg in at_one if leg["status"] in UNDERWAY]
    return " ".join(sorted(f"{leg['sid']}:{leg['status']}:{leg['bridged_with'] or leg['queue'] or ''}" for leg in legs))
