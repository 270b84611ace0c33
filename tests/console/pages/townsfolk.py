"""Callers for their pages: somebody of a role looks at a page, fills in its forms and sends them."""

from __future__ import annotations

import io
import re
from typing import Any

from werkzeug.test import TestResponse

from ivr.access import Role
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Caller, Deed
from tests.console.floor import Floor
from tests.store import samples

NASRIN, KARIM, STRANGER = "+8801712345678", "+8801812345679", "+12025550123"


class Reader:
    """One browser."""

    def __init__(self, floor: Floor, role: Role = Role.OWNER, language: str = "en") -> None:
        self.floor = floor
        self.client = floor.browser(role, language)

    def get(self, path: str, part: str = "") -> TestResponse:
        """The page; or a part of it, as htmx asks for it."""
        if not part:
            return self.client.get(path)
        return self.client.get(f"{path}?part={part}", headers={"HX-Request": "true"})

    def send(self, path: str, **fields: Any) -> TestResponse:
        """A form with the token that pages carry."""
        return self.client.post(path, data={"csrf_token": self.token(), **fields})

    def bring(self, content: bytes | str) -> TestResponse:
        """A file with callers."""
        told = content.encode() if isinstance(content, str) else content
        return self.send("/callers/import", table=(io.BytesIO(told), "callers.csv"))

    def takes_back(self, path: str) -> TestResponse:
        """The button of the toast that stands on the page."""
        page = self.get(path).text
        found = re.search(r'action="([^"]+)">\s*<input[^>]+>\s*<input type="hidden" name="undo" value="([^"]+)"', page)
        assert found, page
        return self.send(found[1], undo=found[2])

    def token(self) -> str:
        """What every form carries."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/account").text)
        assert found
        return found[1]


def caller(floor: Floor, number: str = NASRIN) -> Caller:
    """The caller with this number, as they are kept now; made where there is none."""

    def find(unit: Any) -> Caller:
        return unit.one(Caller, number=number) or samples.caller(unit, number=number)

    return work(floor.parts.store, find)


def fence(reader: Reader, id: int) -> str:
    """Which state of the caller the form was shown in."""
    found = re.search(r'name="fence" value="(\d+)"', reader.get(f"/callers/{id}").text)
    assert found
    return found[1]


def deeds(floor: Floor, subject: str) -> list[str]:
    """What was done to this, in order."""
    with floor.parts.store.reading() as unit:
        return [one.action for one in unit.many(Deed, subject=subject)]
