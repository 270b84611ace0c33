"""A day in the shop: Nasrin rings and nobody is there; she is promised a call; whoever comes on duty sees why she rang,
phones her from the page, talks, and writes it down; and all who work there find it, each in what they may do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ivr.console.words import words
from tests.browser.conftest import Guarded, OpenPage
from tests.browser.product import Product
from tests.browser.screen import Telephone
from tests.browser.test_desk import LANGUAGES, NAMES, NOTE, Desk
from tests.console.accounts.people import PASSWORD

READERS = (("owner", "en"), ("supervisor", "bn"), ("viewer", "en"))
"""Who else looks at it, and in which language."""


def is_promised(open_page: OpenPage) -> Telephone:
    """Nasrin asks for a person while nobody is on duty, and agrees on a callback."""
    page = open_page("en")
    nasrin = Telephone(page, "Nasrin")
    nasrin.clicks("Call")
    nasrin.hears("press 1")
    if "For English" in (nasrin.words.text_content() or ""):  # asked for once
        nasrin.presses("1")
    nasrin.hears("For anything else, press 0")
    nasrin.presses("0")
    nasrin.is_("waiting")
    page.get_by_role("button", name="Until a phone rings").click()
    nasrin.hears("within 30 minutes")
    nasrin.presses("1")
    nasrin.hears("We will call you")
    nasrin.clicks("Hang up")
    nasrin.is_("idle")
    return nasrin


def comes_in(product: Product, page: Page, role: str, language: str) -> None:
    """Somebody of this role signs in by the link that they were given."""
    address = f"{role}@shop.example"
    product.ivr("accounts", "add", address, "--name", role.title(), "--role", role)
    page.context.add_cookies([{"name": "language", "value": language, "url": product.url}])
    page.goto(product.ivr("accounts", "link", address))
    say = words(language).say
    for label in ("New password", "The same once more"):
        page.get_by_label(say(label)).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My page"))


def is_phoned(mine: Desk, nasrin: Telephone) -> str:
    """The callback is shown with all that is known; one key, and her phone rings. Returns where her story stands."""
    mine.sees("shown")
    expect(mine.case).to_contain_text("Nasrin")
    expect(mine.case).to_contain_text(mine.say("Phone them"))
    story = mine.case.locator(".who a").get_attribute("href")
    mine.page.keyboard.press("Control+Shift+KeyA")
    nasrin.is_("ringing")
    nasrin.clicks("Pick up")
    nasrin.is_("talking")
    mine.sees("talking")
    assert story
    return story


@pytest.mark.parametrize("taker", NAMES)
def test_she_is_missed_promised_phoned_and_remembered(
    guarded: Guarded, crew: Product, open_page: OpenPage, taker: str
) -> None:
    nasrin = is_promised(open_page)
    mine = Desk(guarded.context(locale=LANGUAGES[taker]).new_page(), taker)
    mine.comes_in(crew, taker)
    mine.is_ready()
    story = is_phoned(mine, nasrin)
    mine.page.get_by_label(mine.say("Note"), exact=True).fill(NOTE)
    mine.page.get_by_role("button", name=mine.say("Resolved"), exact=True).press("Enter")
    expect(mine.page.locator("#toasts")).to_contain_text(mine.say("It is written down."))
    nasrin.clicks("Hang up")
    mine.is_quiet()
    for role, language in READERS if taker == NAMES[0] else ():
        page = guarded.context(locale=language).new_page()
        comes_in(crew, page, role, language)
        page.goto(f"{crew.url}{story}")
        expect(page.locator("main")).to_contain_text(NOTE)
        expect(page.get_by_label(words(language).say("Write a note"))).to_have_count(0 if role == "viewer" else 1)
    assert crew.get("promises")["audit"]["balanced"] is True
