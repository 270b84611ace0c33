"""A stranger with a browser, and a shop that lists one form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ivr.app.parts import Parts
from ivr.app.web import create_app
from ivr.switchboard.outside import forms
from ivr.switchboard.rows import Callback, Form
from ivr.switchboard.trail import OPERATOR
from tests.api.worlds import NASRIN
from tests.app.installations import installation
from tests.switchboard.sample import publish_sample

SHOP = "https://shop.example"


@dataclass
class Stranger:
    """Somebody with a browser."""

    app: Flask
    parts: Parts
    form: Form
    seal: str = ""

    @property
    def path(self) -> str:
        return f"/callback-form/{self.form.public_id}"

    def opens(self, lang: str = "en", **headers: str) -> TestResponse:
        return self.reads(self.app.test_client().get(self.path, query_string={"lang": lang}, headers=headers))

    def sends(self, number: str, step: str = "check", address: str = "", **more: str) -> TestResponse:
        fields = {"seal": self.seal, "lang": "en", "number": number, "when": "", "step": step, **more}
        environ = {"REMOTE_ADDR": address} if address else {}
        return self.reads(self.app.test_client().post(self.path, data=fields, environ_overrides=environ))

    def asks(self, number: str = NASRIN, address: str = "") -> TestResponse:
        """All of it, on a page of its own."""
        self.opens()
        self.sends(number, address=address)
        return self.sends(number, "ask", address=address)

    def reads(self, answer: TestResponse) -> TestResponse:
        if found := re.search(r'name="seal" value="([^"]+)"', answer.text):
            self.seal = unescape(found[1])
        return answer

    def owed(self) -> list[Callback]:
        with self.parts.store.reading() as unit:
            return list(unit.many(Callback, state="scheduled"))


@pytest.fixture
def stranger(database_url: str, tmp_path: Path) -> Iterator[Stranger]:
    parts = installation(database_url, tmp_path)
    publish_sample(parts.store)
    made = forms.add(parts.board, OPERATOR, "shop", "support", "orders", (SHOP,))
    assert isinstance(made, Form)
    yield Stranger(create_app(parts), parts, made)
    parts.store.engine.dispose()
