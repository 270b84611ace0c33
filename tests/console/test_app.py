"""The pages' application: who is let in, what answers carry, what a fault looks like, how something is taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.access import Action, Role, may
from ivr.app.web import create_app
from ivr.console import app, door, frame, pace, toasts
from ivr.console.words import LANGUAGES
from tests.app.installations import installation
from tests.console.floor import Floor

EXAMPLE = {"int": "1", "path": "x.css", "default": "x"}
"""What stands in an address where a route has a variable."""


def routes(console: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Endpoint and an address of every route that answers this method."""
    for rule in console.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule.endpoint, re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", _example, rule.rule)


def _example(variable: re.Match[str]) -> str:
    return EXAMPLE.get(variable[1] or "default", EXAMPLE["default"])


def token(client: FlaskClient, address: str = "/") -> str:
    """What a form on the page carries."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]


def test_every_view_is_one_action_or_open_to_all(light_floor: Floor) -> None:
    for endpoint, view in light_floor.console.view_functions.items():
        action = getattr(view, "needs", None)
        assert isinstance(action, Action) != (endpoint in app.PUBLIC), endpoint


def test_who_has_not_signed_in_is_asked_to(light_floor: Floor) -> None:
    stranger = light_floor.browser(None)
    for endpoint, address in routes(light_floor.console, "GET"):
        if endpoint not in app.PUBLIC:
            answer = stranger.get(address)
            assert (answer.status_code, answer.headers["Location"][:8]) == (303, "/sign-in"), endpoint
            assert stranger.get(address, headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize("role", Role)
def test_nobody_gets_where_the_table_does_not_let_them(light_floor: Floor, role: Role) -> None:
    client = light_floor.browser(role)
    for endpoint, address in routes(light_floor.console, "GET"):
        action = getattr(light_floor.console.view_functions[endpoint], "needs", None)
        if action is not None and endpoint != "live.stream":
            refused = client.get(address).status_code == 403
            assert refused != may(role, action), (endpoint, role)


def test_nothing_is_changed_without_the_forms_token(light_floor: Floor) -> None:
    client = light_floor.browser()
    for count, (endpoint, address) in enumerate(routes(light_floor.console, "POST"), start=1):
        client = client if count % pace.MOST else light_floor.browser()
        assert client.post(address).status_code == 400, endpoint


def test_every_answer_asks_nobody_else(light_floor: Floor) -> None:
    client = light_floor.browser()
    for address in ("/", "/nothing", "/live/mark", "/static/x/css/console.css"):
        headers = client.get(address).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_behind_https_cookies_never_go_in_the_clear(sqlite_url: str, tmp_path: Path) -> None:
    parts = installation(
        sqlite_url, tmp_path, PUBLIC_URL="https://p.example", SECRET_KEY="k3v9-drawn-at-random-0123456789-ABCDEFG",
        MAX_CALLS_AT_ONCE="4", TWILIO_API_BASE_URL="https://twilio.example",
    )  # fmt: skip
    console = create_app(parts).extensions["console"].console
    answer = console.test_client().get("/sign-in", base_url="https://p.example")
    assert answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-ivr=") and "; Secure; HttpOnly; Path=/; SameSite=Lax" in cookie
    parts.store.engine.dispose()


def test_an_asset_is_kept_for_ever_and_an_old_one_is_not(light_floor: Floor) -> None:
    client = light_floor.browser(None)
    address = frame.assets.read().address("css/console.css")
    now = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in now.headers["Cache-Control"] and now.headers["Content-Encoding"] == "gzip"
    old = client.get("/static/000000000000/css/console.css")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")
    for outside in ("../app.py", "vendor/VENDORED.json", "%2e%2e/app.py"):
        assert client.get(f"/static/x/{outside}").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "There is nothing here"), ("bn", "এখানে কিছু নেই")])
def test_a_wrong_address_is_said_in_words(light_floor: Floor, language: str, words: str) -> None:
    answer = light_floor.browser(Role.AGENT, language).get("/nothing/here")
    assert answer.status_code == 404 and words in answer.text and f'<html lang="{language}"' in answer.text


def test_the_first_page_on_either_database(floor: Floor) -> None:
    for language in LANGUAGES:
        page = floor.browser(Role.VIEWER, language).get("/")
        assert page.status_code == 200 and f'<html lang="{language}"' in page.text
    part = floor.browser().get("/?part=now", headers={"HX-Request": "true"})
    assert "<html" not in part.text and "<dl" in part.text
    assert "<html" in floor.browser().get("/?part=now").text, "whoever follows such an address sees a whole page"


def test_a_browser_says_which_language_it_likes_and_a_click_counts_more(light_floor: Floor) -> None:
    client = light_floor.console.test_client()
    assert '<html lang="bn"' in client.get("/sign-in", headers={"Accept-Language": "bn-BD,en;q=0.5"}).text
    posted = client.post(
        "/preferences", data={"language": "en", "next": "/sign-in", "csrf_token": token(client, "/sign-in")}
    )
    assert (posted.status_code, posted.headers["Location"]) == (303, "/sign-in")
    assert '<html lang="en"' in client.get("/sign-in", headers={"Accept-Language": "bn-BD"}).text


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0ax", "/nothing"]
)
def test_nobody_is_sent_elsewhere(light_floor: Floor, elsewhere: str) -> None:
    client = light_floor.browser()
    posted = client.post("/preferences", data={"keys": "off", "next": elsewhere, "csrf_token": token(client)})
    assert posted.headers["Location"] == "/"


def test_odd_preferences_are_refused(light_floor: Floor) -> None:
    client = light_floor.browser()
    for odd in ({"language": "xx"}, {"digits": "roman"}, {}):
        assert client.post("/preferences", data={**odd, "csrf_token": token(client)}).status_code == 400


def test_a_view_that_names_no_action_is_shown_to_nobody(light_floor: Floor) -> None:
    light_floor.console._got_first_request = False
    light_floor.console.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert light_floor.browser().get("/forgotten").status_code == 403


def broken(console: Flask, error: Exception) -> None:
    """A page that fails so."""

    def fails() -> str:
        raise error

    console._got_first_request = False
    console.add_url_rule("/broken", "broken", door.needs(Action.SEE_HOME)(fails))


def test_a_fault_of_ours_is_told_without_its_details(light_floor: Floor) -> None:
    broken(light_floor.console, RuntimeError("number +12025550111"))
    for headers in ({}, {"HX-Request": "true"}):
        answer = light_floor.browser(language="bn").get("/broken", headers=headers)
        assert answer.status_code == 500 and "আমাদের একটি ত্রুটি" in answer.text and "+1202" not in answer.text


def test_a_stale_edit_says_what_has_changed(light_floor: Floor) -> None:
    broken(light_floor.console, frame.Stale("Asha has taken it."))
    for headers in ({}, {"HX-Request": "true"}):
        answer = light_floor.browser().get("/broken", headers=headers)
        assert answer.status_code == 409 and "Asha has taken it." in answer.text


def test_a_database_that_is_away_is_told_in_both_languages(tmp_path: Path) -> None:
    parts = installation("postgresql+psycopg://nobody@127.0.0.1:1/none", tmp_path, SIMULATOR_TOKEN="b" * 32)
    console = create_app(parts).extensions["console"].console
    for language, words in (("en", "The database is away"), ("bn", "ডেটাবেস এখন পাওয়া যাচ্ছে না")):
        client = console.test_client()
        client.set_cookie("language", language)
        with client.session_transaction() as kept:
            kept[door.VISIT] = "somebody"
        answer = client.get("/")
        assert answer.status_code == 503 and words in answer.text and answer.headers["Retry-After"] == "5"
    parts.store.engine.dispose()


def test_what_was_done_can_be_taken_back_at_its_own_address_only(light_floor: Floor) -> None:
    console = light_floor.console
    with console.test_request_context("/undo/1", method="POST"):
        toasts.offer_undo("Done.", "/undo/1", row="k3v9", fence=4)
        [toast] = toasts.take()
        assert toasts.take() == ()
    for path, proof, found in (
        ("/undo/1", toast.proof, {"row": "k3v9", "fence": 4}),
        ("/undo/2", toast.proof, None),
        ("/undo/1", toast.proof[:-1] + "A" * 2, None),
        ("/undo/1", "", None),
    ):
        with console.test_request_context(path, method="POST", data={"undo": proof}):
            assert toasts.undone() == found
