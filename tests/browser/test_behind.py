"""What is behind the line of the phones page: the lit node, documents, failures; a call that is played again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.product import Product
from tests.browser.screen import Telephone

ORDERED = {"en": "Ordered: The next request comes twice", "bn": "ঠিক করা হলো: পরের অনুরোধটি দুবার আসবে"}
LINK = {"en": "The call in the console", "bn": "কনসোলে এই কল"}
CALL = {"en": "Call", "bn": "কল করুন"}
HANG_UP = {"en": "Hang up", "bn": "কেটে দিন"}
CALLER = {"en": "Caller", "bn": "কলদাতা"}
WITHHELD = "+266696687"
KEY = {"en": "1", "bn": "২"}
ASKED = {"en": "Language", "bn": "ভাষা"}
REASON = {"en": "What it is about", "bn": "কী বিষয়ে"}
"""What the author calls the nodes for people."""


@pytest.mark.parametrize("language", LINK)
def test_the_lit_node_goes_with_the_call(open_page: OpenPage, product: Product, language: str) -> None:
    page = open_page(language)
    page.locator("[name=who]").select_option(WITHHELD)  # whose language is asked each time
    caller = Telephone(page, CALLER[language])
    page.locator("#failures summary").click()
    page.locator("#failures [data-kind=duplicate]").click()
    expect(page.get_by_text(ORDERED[language])).to_be_visible()
    caller.clicks(CALL[language])
    caller.hears("For English, press 1")
    lit = page.locator(".nodes .lit")
    expect(lit).to_contain_text(ASKED[language])
    page.locator("#documents summary").click()
    expect(page.locator(".papers pre").first).to_contain_text("<Gather")
    caller.presses(KEY[language])
    expect(lit).to_contain_text(REASON[language])
    expect(page.locator(".nodes .came", has_text=ASKED[language])).to_be_visible()
    expect(page.locator("#known")).to_contain_text(language)
    caller.clicks(HANG_UP[language])
    expect(lit).to_have_count(0)
    expect(page.get_by_role("link", name=LINK[language])).to_have_attribute(
        "href", re.compile(r"^/calls/[a-z0-9]{16}$")
    )


def test_a_call_is_played_again(open_page: OpenPage, product: Product) -> None:
    page = open_page("en")
    page.goto(f"{product.url}/simulator#from=withheld&to=%2B12025550100&keys=1%2C%3F%2C-")
    page.reload()
    expect(page.locator("#replay")).to_have_text("Keys of the call that is played again: 1 · (a number) · (nothing)")
    expect(page.get_by_label("Who calls")).to_have_value(WITHHELD)
    page.get_by_label("Who calls").select_option(label="A premium-rate number")
    expect(page.get_by_role("link", name="To the console")).to_have_attribute("href", "/")
