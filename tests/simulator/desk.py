"""The simulator's own interface, as a test uses it."""

import time
from typing import Any

import requests

from tests.simulator.shop import PATIENCE, TOKEN


class Desk:
    """The simulator's own interface."""

    def __init__(self, base: str) -> None:
        self.base = f"{base}/simulator/api"
        self.http = requests.Session()
        self.http.headers["Authorization"] = f"Bearer {TOKEN}"

    def post(self, path: str, **body: object) -> Any:
        answer = self.http.post(f"{self.base}/{path}", json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        return self.http.get(f"{self.base}/{path}").json()

    def settle(self) -> dict[str, Any]:
        """Wait until no request is in flight."""
        limit = time.monotonic() + PATIENCE
        while (state := self.get("state"))["in_flight"]:
            assert time.monotonic() < limit
            time.sleep(0.005)
        return state

    def sleep(self, seconds: float) -> None:
        """Let virtual time pass, with everything that the application answers on the way."""
        until = self.settle()["now"] + seconds
        while self.post("jump", to=until)["now"] < until:
            self.settle()
        self.settle()

    def lines(self) -> list[str]:
        return [line["text"] for line in self.get("state")["lines"]]
