"""A browser as the relay sees one: same origin, JSON, and whatever a test makes it lie about."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import requests


class Browser:
    """At the address of an installation."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.host = urlsplit(base).netloc

    def get(self, path: str, **headers: str) -> requests.Response:
        """GET /simulator…"""
        return requests.get(f"{self.base}/simulator{path}", headers=headers, timeout=10)

    def post(self, path: str, body: object = None, **headers: str | None) -> requests.Response:
        """POST as the page's own script does it; a header given as None is left out."""
        sent = {"Origin": self.base, "Content_Type": "application/json"} | headers
        return requests.post(
            f"{self.base}/simulator{path}",
            data=body if isinstance(body, bytes) else json.dumps({} if body is None else body),
            headers={name.replace("_", "-"): value for name, value in sent.items() if value is not None},
            timeout=10,
        )

    def raw(self, path: str, **headers: str) -> int:
        """The status of a GET whose path is sent as it is, dots and all."""
        prepared = requests.Request("GET", self.base, headers=headers).prepare()
        prepared.url = f"{self.base}/simulator{path}"
        with requests.Session() as session:
            return session.send(prepared, timeout=10).status_code
