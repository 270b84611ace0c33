"""The pages of an installation for tests: the sample shop on its books, and people of every role who have signed in."""

from __future__ import annotations

import itertools
import secrets
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from ivr.access import Role
from ivr.app import sample
from ivr.app.parts import Parts
from ivr.app.web import create_app
from ivr.authoring.folder import load_folder
from ivr.authoring.publish import Edition, editions
from ivr.console import door
from ivr.frozen import replace
from ivr.switchboard import flows
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Account
from ivr.switchboard.sign_in import accounts, tokens, visits
from ivr.switchboard.trail import By
from tests.app.installations import installation
from tests.paths import ROOT


@cache
def _shop() -> tuple[Edition, ...]:
    return tuple(editions(load_folder(ROOT / "callflows")))


NOBODY = By(None, "", "")
ADDRESS = "127.0.0.1"


class Floor:
    """`app` is the whole web application, as browsers reach it; `console` the pages' own."""

    def __init__(self, database_url: str, var: Path, streams: int = 0, **more: str) -> None:
        self.parts: Parts = installation(database_url, var, **{"SIMULATOR_TOKEN": "b" * 32, **more})
        for one in _shop():
            work(
                self.parts.store, lambda unit, one=one: flows.publish(unit, one.kind, one.name, one.hash, one.compiled)
            )
        sample.move_in(self.parts.board)
        self.app: Flask = create_app(self.parts, streams=streams)
        self.console: Flask = self.app.extensions["console"].console
        self._numbers = itertools.count(1)

    def add(self, role: Role, agent: str = "", **more: str) -> Account:
        """An account; `more` are its fields."""
        email = f"{role}{next(self._numbers)}@shop.example"
        made = accounts.add(self.parts.store, NOBODY, email, str(role).title(), role, agent)
        assert isinstance(made, Account)
        return work(self.parts.store, lambda unit: unit.save(replace(made, **more))) if more else made

    def visit(self, account: Account) -> str:
        """The name of a visit that has begun."""
        name = secrets.token_urlsafe(16)
        work(
            self.parts.store,
            lambda unit: visits.begin(unit, account, tokens.hashed(name), ADDRESS, "test", door.now()),
        )
        return name

    def browser(self, role: Role | None = Role.OWNER, language: str = "en", agent: str = "") -> FlaskClient:
        """A browser in which somebody of this role has signed in; None: nobody has."""
        client = self.console.test_client()
        client.set_cookie("language", language)
        if role is not None:
            name = self.visit(self.add(role, agent))
            with client.session_transaction() as kept:
                kept[door.VISIT] = name
        return client

    def close(self) -> None:
        """Lets go of the database."""
        self.parts.store.engine.dispose()
