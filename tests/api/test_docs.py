"""The manual for programs tells the truth: every example is run in its order, every route and every event is named."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import Template

from ivr.api.routes import ROUTES
from ivr.switchboard.outside.endpoints import EVENTS
from tests.api.conftest import Program
from tests.api.worlds import SqlWorld, an_agent
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Example:
    """One command of the manual, and the status that it says comes back."""

    command: str
    status: int


def examples() -> Iterator[Example]:
    """In the order of the page."""
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL):
        for command, status in re.findall(r"(curl .*?)\n# (\d{3})\n", block, re.DOTALL):
            yield Example(command.replace("\\\n", " "), int(status))


@dataclass
class Asked:
    """What a curl command asks for: of curl's options just those that the manual uses."""

    method: str = "GET"
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    data: str | None = None

    @classmethod
    def read(cls, command: str) -> Asked:
        words = iter(shlex.split(command)[1:])
        asked = cls()
        for word in words:
            if word == "-X":
                asked.method = next(words)
            elif word == "-H":
                name, _, value = next(words).partition(": ")
                asked.headers[name] = value
            elif word == "-d":
                asked.data = next(words)
            else:
                assert not word.startswith("-"), word
                asked.url = word
        return asked


def test_every_example_is_run_and_answered_as_the_manual_says(writer: Program) -> None:
    an_agent(SqlWorld(writer.parts.store))
    known = {"API": "/api/v1", "TOKEN": writer.token, "CALLBACK": "", "ETAG": ""}
    ran = 0
    for example in examples():
        asked = Asked.read(Template(example.command.replace('"$ETAG"', "$ETAG")).substitute(quoted(known)))
        client = writer.app.test_client()
        answer = client.open(asked.url, method=asked.method, headers=asked.headers, data=asked.data)
        assert answer.status_code == example.status, f"{example.command}\n{answer.text}"
        known["ETAG"] = answer.headers.get("ETag", known["ETAG"])
        if asked.url.endswith("/callbacks") and asked.method == "POST":
            known["CALLBACK"] = (answer.json or {})["id"]
        ran += 1
    assert ran == PAGE.count("\ncurl ") >= 14


def quoted(known: dict[str, str]) -> dict[str, str]:
    """As a shell fills them in between double quotes."""
    return known | {"ETAG": known["ETAG"].replace('"', '\\"')}


def test_every_route_and_every_event_is_named() -> None:
    for route in ROUTES:
        if route.scope is not None:
            assert f"`{route.method} {route.path}`" in PAGE, route.name
    assert all(f"`{event}`" in PAGE for event in EVENTS)


def test_the_snippet_is_short() -> None:
    (snippet,) = re.findall(r"```html\n(.*?)```", PAGE, re.DOTALL)
    assert len(snippet.splitlines()) <= 20 and "<script" not in snippet
