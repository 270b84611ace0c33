"""The pages that every sweep visits, one line each, and a floor on which they are served: in this process, on loopback.

A page that is not in the list is found out by a test. `make` prepares what the page shows; it may be left out.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from ivr.access import Role
from ivr.console.accounts import arrive
from tests.console.accounts.people import link
from tests.console.floor import Floor
from tests.console.pages.house import moving, outside, watched
from tests.console.pages.known import knows
from tests.console.pages.on_the_line import rang
from tests.console.pages.owed import owed


@dataclass(frozen=True)
class Visited:
    """A page: its endpoint, and an address that shows it; as somebody of this role (None: nobody who has signed in)."""

    endpoint: str
    address: str | Callable[[Floor], str]
    role: Role | None = Role.OWNER
    status: int = 200
    half: bool = False
    """Of whoever has shown a password, and no code yet."""

    @property
    def name(self) -> str:
        return f"{self.endpoint} as {self.role or 'nobody'}"


PAGES = (
    Visited("home.index", "/"),
    Visited("home.index", "/", Role.AGENT),
    Visited("accounts.sign_in", "/sign-in", None),
    Visited("accounts.code", "/sign-in/code", None, half=True),
    Visited("accounts.own", "/account", Role.AGENT),
    Visited("accounts.link", "/link/there-is-none", None, 410),
    Visited("accounts.link", lambda floor: link(floor, floor.add(Role.AGENT)), None),
    Visited("callbacks.index", "/callbacks", Role.AGENT),
    Visited("callbacks.one", lambda floor: f"/callbacks/{owed(floor, None).public_id}", Role.AGENT),
    Visited("calls.index", "/calls?came=alone"),
    Visited("calls.call", lambda floor: f"/calls/{rang(floor, '1', '1').public_id}"),
    Visited("knowledge.index", lambda floor: knows(floor, "/cards")),
    Visited("knowledge.card", lambda floor: knows(floor, "/cards/warranty"), Role.AGENT),
    Visited("callers.index", "/callers"),
    Visited("callers.index", "/callers?q=nas", Role.AGENT),
    Visited("callers.one", "/callers/1"),
    Visited("callers.one", "/callers/1", Role.VIEWER),
    Visited("people.index", "/people"),
    Visited("people.index", "/people", Role.SUPERVISOR),
    Visited("people.person", lambda floor: f"/people/{floor.add(Role.AGENT).id}"),
    Visited("people.agent", moving),
    Visited("people.agent", moving, Role.SUPERVISOR),
    Visited("people.own_number", "/account/number", Role.AGENT),
    Visited("teams.index", "/teams?at=2026-12-16T12:00"),
    Visited("teams.index", "/teams?at=nonsense", Role.VIEWER, 422),
    Visited("settings.index", watched),
    Visited("settings.index", "/settings", Role.SUPERVISOR),
    Visited("settings.outside", outside),
    Visited("settings.outside", outside, Role.SUPERVISOR),
    Visited("trail.index", "/trail"),
    Visited("", "/there/is/nothing", status=404),
)
"""One line per page. The address may be a function of the floor, where there must be something to look at first."""

NO_PAGES = frozenset(
    {"assets.send", "live.now", "live.stream", "trail.export", "accounts.to_provider"}
    | {"accounts.from_provider", "calls.script", "calls.hear"}
    | {"callers.export", "callers.everything"}
)
"""Endpoints that answer a GET, and at whose answer nobody looks."""


@dataclass(frozen=True)
class Served:
    """A floor at its address."""

    floor: Floor
    url: str

    def let_in(
        self, context: BrowserContext, role: Role | None, language: str, agent: str = "", half: bool = False
    ) -> None:
        """In this browser somebody of this role has signed in (or by half), and reads this language."""
        client = self.floor.browser(role, language, agent)
        if half:
            with client.session_transaction() as begun:
                begun[arrive.HALF] = arrive.Half(account=1, until=time.time() + 600, next="/", how="password")
        cookies = {"language": language}
        if kept := client.get_cookie("ivr"):
            cookies["ivr"] = kept.value
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])

    def address(self, page: Visited) -> str:
        """Where the page is."""
        path = page.address if isinstance(page.address, str) else page.address(self.floor)
        return self.url + path


@contextmanager
def serving(database_url: str, var: Path, streams: int = 0, **more: str) -> Iterator[Served]:
    """The whole web application, threads and all, until the block ends. `more` are settings."""
    floor = Floor(database_url, var, streams, **more)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, floor.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Served(floor, f"http://127.0.0.1:{server.server_port}")
    finally:
        floor.app.extensions["stopping"].set()
        server.shutdown()
        thread.join()
        server.server_close()
        floor.close()
