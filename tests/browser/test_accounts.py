"""Coming in for the first time: by the one-time link to a password, then with a passkey, in a real browser."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from ivr.access import Role
from ivr.console.accounts import passwords
from ivr.console.words import LANGUAGES, words
from ivr.local.claims import free_port
from tests.browser.conftest import Guarded
from tests.browser.screen import loaded
from tests.console.accounts.people import PASSWORD, link
from tests.console.floor import Floor
from tests.databases import SqliteDatabases

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A telephone that knows its holder's finger, as Chromium plays one."""


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Floor, str]]:
    """By name: browsers keep passkeys for no bare address."""
    folder, port = tmp_path_factory.mktemp("accounts"), free_port()
    url = f"http://localhost:{port}"
    floor = Floor(sqlite_databases.make(folder), folder / "var", PUBLIC_URL=url)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, floor.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield floor, url
    floor.app.extensions["stopping"].set()
    server.shutdown()
    thread.join()
    server.server_close()
    floor.close()


def with_device(page: Page) -> None:
    """The browser's own virtual authenticator."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_out(page: Page, say: Callable[[str], str]) -> None:
    page.get_by_role("button", name=say("Sign out"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Sign in"))
    loaded(page)


def choose_password(page: Page, say: Callable[[str], str]) -> None:
    """One that is too easy first; then by keys alone."""
    page.get_by_label(say("New password")).fill("short but long enough"[:9])
    page.get_by_label(say("New password")).evaluate("field => field.removeAttribute('minlength')")
    page.get_by_label(say("The same once more")).fill("something else")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(say(passwords.SHORT))
    loaded(page)
    page.get_by_label(say("New password")).fill(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_then_a_password_then_a_passkey(guarded: Guarded, served: tuple[Floor, str], language: str) -> None:
    floor, url = served
    say, who = words(language).say, floor.add(Role.OWNER)
    page = guarded.context("status of 4", locale=language).new_page()
    with_device(page)
    address = link(floor, who)
    page.goto(url + address)
    choose_password(page, say)
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My page"))

    page.goto(f"{url}/account")
    page.get_by_label(say("What to call it")).fill("Finger")
    page.get_by_role("button", name=say("Add a passkey")).click()
    expect(page.locator("#toasts")).to_contain_text(say("From now on you can sign in with it."))
    expect(page.get_by_role("listitem").filter(has_text="Finger")).to_be_visible()
    sign_out(page, say)

    page.get_by_label(say("E-mail address")).fill(who.email)
    page.get_by_label(say("Password")).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label(say("E-mail address"))).to_have_value(who.email)
    loaded(page)
    page.get_by_role("button", name=say("Sign in with a passkey")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My page"))

    page.goto(f"{url}/account")
    page.get_by_role("listitem").filter(has_text="Finger").get_by_role("button").click()
    expect(page.locator("#toasts")).to_contain_text(say("The passkey is removed."))
    sign_out(page, say)
    page.get_by_role("button", name=say("Sign in with a passkey")).click()
    expect(page.get_by_role("alert")).to_contain_text(
        say("No account here knows this passkey. Sign in in another way, or ask the owner for a link.")
    )
    page.goto(url + address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(say("This link counts no more"))
