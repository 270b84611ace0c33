"""The phones page by hand: a call answered, in English and in Bengali, by mouse and by keys."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.product import Product
from tests.browser.screen import Telephone, sum_is


def test_asha_lets_it_ring_babul_helps(open_page: OpenPage, product: Product) -> None:
    before = product.figures()
    page = open_page("en")
    nasrin, asha, babul = (Telephone(page, name) for name in ("Nasrin", "Asha", "Babul"))
    asha.is_there()
    babul.is_away()
    nasrin.hears("Press “Call”")
    nasrin.clicks("Call")
    nasrin.hears("For English, press 1")
    nasrin.presses("1")
    nasrin.hears("For anything else, press 0")
    nasrin.presses("0")
    nasrin.is_("waiting")
    asha.is_("ringing")
    asha.hears("Customer care: a caller is on the line")
    expect(page.get_by_role("alert").filter(has_text="The phone of Asha rings.")).to_be_attached()
    babul.is_there()
    page.get_by_role("button", name="Until a phone rings").click()
    babul.is_("ringing")
    asha.is_("idle")
    expect(asha.tape).to_contain_text("The ringing stopped")
    babul.clicks("Pick up")
    babul.hears("press 1")
    babul.presses("1")
    babul.is_("talking")
    nasrin.is_("talking")
    expect(babul.box).to_contain_text("Talking with Nasrin")
    nasrin.box.get_by_role("textbox", name="What Nasrin says").fill("Where is my order?")
    nasrin.clicks("Say")
    babul.hears("Where is my order?")
    nasrin.clicks("Hang up")
    nasrin.is_("idle")
    babul.hears("If this is settled, press 1")
    babul.presses("1")
    babul.is_("idle")
    sum_is(page, obligations=str(before["obligations"] + 1), served=str(before["served"] + 1), waiting="0")
    expect(page.get_by_text("The books balance: nobody is forgotten.")).to_be_visible()


def test_the_keyboard_is_enough(open_page: OpenPage) -> None:
    page = open_page("en")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator(".jumps a:focus")).to_have_text("Babul")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # to the caller's telephone
    nasrin = Telephone(page, "Nasrin")
    expect(nasrin.box).to_be_focused()
    page.keyboard.press("Enter")
    nasrin.is_("line")
    nasrin.hears("press 1")
    page.keyboard.press("9")
    expect(nasrin.tape).to_contain_text("Presses 9")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.key") == "1":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(nasrin.tape).to_contain_text("Presses 5")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "where the focus is, can be seen"
    page.keyboard.press("Escape")
    nasrin.is_("idle")
    nasrin.says_state("Idle")


def test_a_number_typed_by_hand_calls_from_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("bn")
    page.get_by_label("কে কল করছেন").select_option(label="নম্বর লিখুন …")
    field = page.get_by_label("নম্বর, + ও দেশের কোডসহ")
    field.fill("১২৩")
    field.press("Enter")
    expect(page.get_by_text("যেমন +৮৮০১৭১২৩৪৫৬৭৮")).to_be_visible()
    field.fill("+৮৮০ ১৯১১-২৩৪৫৬৭")
    field.press("Enter")
    caller = Telephone(page, "কলদাতা")
    caller.is_("line")
    expect(caller.box).to_contain_text("+৮৮০ ১৯১১-২৩৪৫৬৭")
    page.keyboard.press("Escape")
    caller.is_("idle")


def test_the_language_is_remembered_and_numbers_follow_it(open_page: OpenPage) -> None:
    page = open_page("bn")
    expect(page.locator("html")).to_have_attribute("lang", "bn")
    expect(page.get_by_role("region", name="Nasrin")).to_contain_text("+৮৮০ ১৭১২-৩৪৫৬৭৮")
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Read aloud").click()
    expect(page.locator("#said")).to_contain_text(re.compile("has no voice for|is read aloud"))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three telephones")
    expect(page.get_by_role("region", name="Nasrin")).to_contain_text("+880 1712-345678")


def test_a_lost_connection_is_said_and_caught_up(open_page: OpenPage) -> None:
    page = open_page("en", forgives="503")
    banner = page.get_by_text("The connection is lost.")
    expect(banner).to_be_hidden()
    page.route("**/simulator/api/state*", lambda route: route.fulfill(status=503, body="{}"))
    expect(banner).to_be_visible()
    page.unroute("**/simulator/api/state*")
    expect(banner).to_be_hidden()
