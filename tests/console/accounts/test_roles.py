"""Every role before every route that changes something: what the table does not allow is refused before it begins."""

from __future__ import annotations

import re

import pytest

from ivr.access import Role, may
from ivr.console import app
from tests.console.floor import Floor
from tests.console.test_app import routes


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_what_the_table_does_not_let_them(light_floor: Floor, role: Role) -> None:
    light_floor.console.config["WTF_CSRF_ENABLED"] = False  # what is tried here is the table
    client = light_floor.browser(role)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for endpoint, address in routes(light_floor.console, method):
            action = getattr(light_floor.console.view_functions[endpoint], "needs", None)
            if action is not None and not may(role, action):
                assert client.open(address, method=method).status_code == 403, (endpoint, role)


def test_who_has_not_signed_in_changes_nothing(light_floor: Floor) -> None:
    light_floor.console.config["WTF_CSRF_ENABLED"] = False
    stranger = light_floor.browser(None)
    for endpoint, address in routes(light_floor.console, "POST"):
        if endpoint not in app.PUBLIC:
            answer = stranger.post(address)
            assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in"), endpoint


@pytest.mark.parametrize("address", ["/sign-in", "/link/gone", "/account", "/trail?person=99"])
def test_a_bengali_page_says_nothing_in_english(light_floor: Floor, address: str) -> None:
    """Whatever a library says by itself would be English."""
    client = light_floor.browser(Role.OWNER if address in ("/account", "/trail?person=99") else None, "bn")
    page = client.get(address).text
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main
    bare = re.sub(r"<(code|bdi|option)\b[^>]*>.*?</\1>", "", main[0], flags=re.DOTALL)
    said = re.sub(r"<[^>]*>|\S+@\S+", " ", bare)
    assert re.findall(r"[A-Za-z]{3,}", said.replace("https", "").replace("localhost", "")) == []
