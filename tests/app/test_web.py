"""The web application in whole and in halves: which addresses each one has, and that none is open by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from ivr.app.parts import Parts
from ivr.app.web import Half, create_app
from tests.app.installations import installation

DOORS, API, PAGES, HEALTH = "/twilio/", "/api/", "/simulator", ("/healthz", "/readyz", "/metrics")


@pytest.fixture
def parts(sqlite_url: str, tmp_path: Path) -> Iterator[Parts]:
    """On the simulated carrier, so that the phones page is there."""
    made = installation(sqlite_url, tmp_path, SIMULATOR_TOKEN="b" * 32)
    yield made
    made.store.engine.dispose()


def rooms(app: Flask) -> set[str]:
    """What the application has of the things that it may have."""
    paths = [rule.rule for rule in app.url_map.iter_rules()]
    return {room for room in (DOORS, API, PAGES, *HEALTH) if any(path.startswith(room) for path in paths)}


@pytest.mark.parametrize(
    ("only", "has"),
    [(None, {DOORS, API, PAGES}), (Half.WEBHOOKS, {DOORS}), (Half.CONSOLE, {API, PAGES})],
)
def test_each_half_has_its_own_addresses_and_both_tell_how_they_are(
    parts: Parts, only: Half | None, has: set[str]
) -> None:
    app = create_app(parts, only=only)
    assert rooms(app) == has | set(HEALTH)
    assert app.test_client().get("/healthz").status_code == 200


def test_what_the_webhooks_half_does_not_have_is_not_found(parts: Parts) -> None:
    client = create_app(parts, only=Half.WEBHOOKS).test_client()
    assert client.get("/api/v1/calls").status_code == 404
    assert client.get("/simulator").status_code == 404
    assert client.post("/twilio/voice/incoming").status_code == 403


def test_the_bare_address_is_the_first_page(parts: Parts) -> None:
    """Whoever has not signed in is asked to."""
    answer = create_app(parts).test_client().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert create_app(parts, only=Half.WEBHOOKS).test_client().get("/").status_code == 404


def test_on_a_real_account_there_is_no_phones_page(sqlite_url: str, tmp_path: Path) -> None:
    parts = installation(sqlite_url, tmp_path)
    assert rooms(create_app(parts)) == {DOORS, API, *HEALTH}
    assert create_app(parts).test_client().get("/simulator").status_code == 404
    parts.store.engine.dispose()
