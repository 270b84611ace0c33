"""The API of an installation, with a token, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ivr.app.parts import Parts
from ivr.app.web import create_app
from ivr.switchboard.rows import Scope
from ivr.switchboard.sign_in import tokens
from tests.app.installations import installation
from tests.switchboard.sample import publish_sample

TOKEN = "ivr_" + "k" * 43
WRITER = "ivr_" + "w" * 43


@dataclass
class Program:
    """Whoever asks the API."""

    app: Flask
    parts: Parts
    token: str = TOKEN

    def get(self, path: str, token: str | None = None, **query: Any) -> TestResponse:
        """Asks, as the bearer of a token."""
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        return self.app.test_client().get(f"/api/v1{path}", headers=headers, query_string=query)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Asks for a change; `If_Match` is the header If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Authorization"] = f"Bearer {self.token}"
        return self.app.test_client().open(f"/api/v1{path}", method=method, headers=named, json=body)


@pytest.fixture
def parts(database_url: str, tmp_path: Path) -> Iterator[Parts]:
    made = installation(database_url, tmp_path)
    yield made
    made.store.engine.dispose()


@pytest.fixture
def program(parts: Parts) -> Program:
    tokens.create(parts.store, "test", tokens.hashed(TOKEN), Scope.READ)
    return Program(create_app(parts), parts)


@pytest.fixture
def writer(parts: Parts) -> Program:
    """One that may change things; the sample shop's call flows are published."""
    tokens.create(parts.store, "shop", tokens.hashed(WRITER), Scope.WRITE)
    publish_sample(parts.store)
    return Program(create_app(parts), parts, WRITER)
