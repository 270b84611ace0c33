"""Every role before every route that changes something: what the table does not allow is refused before it begins."""

from __future__ import annotations

import re

import pytest

from ivr.access import Role, may
from ivr.console import app, pace
from tests.console.floor import Floor
from tests.console.test_app import routes

METHODS = ("POST", "PUT", "PATCH", "DELETE")


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_what_the_table_does_not_let_them(light_floor: Floor, role: Role) -> None:
    light_floor.console.config["WTF_CSRF_ENABLED"] = False  # what is tried here is the table
    asked = [(one, *route) for one in METHODS for route in routes(light_floor.console, one)]
    client = light_floor.browser(role)
    for count, (method, endpoint, address) in enumerate(asked, start=1):
        client = client if count % pace.MOST else light_floor.browser(role)
        action = getattr(light_floor.console.view_functions[endpoint], "needs", None)
        if action is not None and not may(role, action):
            assert client.open(address, method=method).status_code == 403, (endpoint, role)


def test_who_has_not_signed_in_changes_nothing(light_floor: Floor) -> None:
    light_floor.console.config["WTF_CSRF_ENABLED"] = False
    stranger = light_floor.browser(None)
    for count, (endpoint, address) in enumerate(routes(light_floor.console, "POST")):
        if endpoint not in app.PUBLIC:
            answer = stranger.post(address, environ_base={"REMOTE_ADDR": f"127.0.0.{count // pace.MOST + 1}"})
            assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in"), endpoint


STRANGERS = ("/sign-in", "/link/gone")
TEAMS = "/teams?at=2026-12-16T12:00"


@pytest.mark.parametrize("address", [*STRANGERS, "/account", "/account/number", "/trail?person=99", TEAMS])
def test_a_bengali_page_says_nothing_in_english(light_floor: Floor, address: str) -> None:
    """Whatever a library says by itself would be English."""
    client = light_floor.browser(None if address in STRANGERS else Role.OWNER, "bn")
    page = client.get(address).text
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main
    bare = re.sub(r"<(code|bdi|option)\b[^>]*>.*?</\1>", "", main[0], flags=re.DOTALL)
    said = re.sub(r"<[^>]*>|\S+@\S+", " ", bare)
    assert re.findall(r"[A-Za-z]{3,}", said.replace("https", "").replace("localhost", "")) == []
