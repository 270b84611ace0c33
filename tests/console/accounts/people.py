"""Somebody at a browser, as the entrance sees them: a page is looked at, its form is filled in and sent."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.access import Role
from ivr.console import door
from ivr.console.accounts import passwords
from ivr.frozen import replace
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Account, Visit
from ivr.switchboard.sign_in import links, tokens
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor

PASSWORD = "four words are enough"


class Someone:
    """One browser. `come` fills in the page at `address` and sends it to where its form leads."""

    def __init__(self, floor: Floor, language: str = "en", address: str = "127.0.0.1") -> None:
        self.floor, self.address = floor, address
        self.client: FlaskClient = floor.console.test_client()
        self.client.set_cookie("language", language)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, environ_base={"REMOTE_ADDR": self.address})

    def send(self, path: str, seen: str = "/sign-in", **fields: str) -> TestResponse:
        """Sends a form as a page carries it."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(seen).text)
        assert found, seen
        form: dict[str, Any] = {"csrf_token": found[1], **fields}
        return self.client.post(path, data=form, environ_base={"REMOTE_ADDR": self.address})

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.send("/sign-in", email=email, password=password, **more)

    def is_in(self) -> bool:
        """Whether the pages know them."""
        return self.get("/account").status_code == 200


def account(floor: Floor, role: Role = Role.OWNER, **more: Any) -> Account:
    """Somebody who has chosen their password."""
    return floor.add(role, **{"password": kept(), **more})


def kept() -> str:
    """What is kept of PASSWORD: drawn once, for it takes its time."""
    global _kept
    _kept = _kept or passwords.kept(PASSWORD)
    return _kept


_kept = ""


def link(floor: Floor, of: Account, forget: bool = False, age: timedelta = timedelta(0)) -> str:
    """The address of a new one-time link, made `age` ago."""
    token = secrets.token_urlsafe(16)
    assert links.make(floor.parts.store, OPERATOR, of.id, tokens.hashed(token), door.now() - age, forget)
    return f"/link/{token}"


def aged(floor: Floor, of: Account, **ago: timedelta) -> None:
    """All visits of an account are older by so much, in these fields."""

    def act(unit: Any) -> None:
        for visit in unit.many(Visit, account_id=of.id, ended_at=None):
            unit.save(replace(visit, **{field: getattr(visit, field) - span for field, span in ago.items()}))

    work(floor.parts.store, act)
