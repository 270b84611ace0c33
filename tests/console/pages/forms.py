"""A browser that fills in the forms of a page: what a form carries besides is sent along, as a browser would."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.access import Role
from tests.console.floor import Floor

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Reader:
    """Somebody of a role who has signed in just now, unless `client` says who sits there."""

    def __init__(self, floor: Floor, role: Role = Role.OWNER, language: str = "en", client: FlaskClient | None = None):
        self.client = client or floor.browser(role, language)

    def sees(self, path: str, status: int = 200) -> str:
        """The page, as it reads."""
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:500])
        return unescape(answer.text)

    def sends(self, seen: str, action: str, **fields: Any) -> TestResponse:
        """Fills in the form of the page `seen` that leads to `action`."""
        found = re.search(
            rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', self.client.get(seen).text, re.S
        )
        assert found, f"{seen} has no form that leads to {action}"
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(found[1])}
        return self.client.post(action, data={**hidden, **fields})

    def posts(self, path: str, **fields: Any) -> TestResponse:
        """Sends this to where no form of a page of theirs may lead."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/account").text)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **fields})

    def does(self, seen: str, action: str, **fields: Any) -> str:
        """The same; returns the page to which it leads."""
        answer = self.sends(seen, action, **fields)
        assert answer.status_code == 303, (answer.status_code, unescape(re.sub(r"<[^>]+>", " ", answer.text))[-600:])
        return self.sees(answer.headers["Location"].partition("#")[0])
