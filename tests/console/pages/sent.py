"""Somebody before the page of one callback, who sends its forms as the page carries them."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

from ivr.access import Role
from ivr.switchboard.rows import Agent, Callback
from tests.console.floor import Floor


class Desk:
    """Somebody before the page of one callback: what the page carried when they looked, they send."""

    def __init__(self, floor: Floor, row: Callback, agent: str = "", language: str = "en", team: str = "") -> None:
        self.floor, self.row = floor, row
        self.client = floor.browser(Role.AGENT, language, agent)
        self.query = f"?team={team}" if team else ""
        self.look()

    def look(self) -> str:
        page = self.client.get(f"/callbacks/{self.row.public_id}{self.query}").text
        self.carried = {name: field(page, name) for name in ("csrf_token", "seen")}
        return page

    def does(self, deed: str, **fields: str) -> TestResponse:
        address = f"/callbacks/{self.row.public_id}/{deed}{self.query}"
        return self.client.post(address, data={**self.carried, **fields})

    def takes_back(self) -> str:
        """By the button of the message; what the page says then."""
        page = self.look()
        found = re.search(r'name="undo" value="([^"]+)"', page)
        assert found, "there is no way back"
        self.does("undo", undo=found[1])
        return self.look()

    def now(self) -> Callback:
        with self.floor.parts.store.reading() as unit:
            found = unit.get(Callback, self.row.id)
        assert found is not None
        return found


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1].replace("&#34;", '"') if found else ""


def agent_id(floor: Floor, name: str) -> int:
    with floor.parts.store.reading() as unit:
        found = unit.one(Agent, name=name)
    assert found is not None
    return found.id
