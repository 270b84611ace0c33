"""A promise made and kept on the phones page in Bengali: a long story, whose file runs beside the others."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.product import Product
from tests.browser.screen import Telephone, sum_is

BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def asks_and_is_promised(page: Page) -> Telephone:
    """A new caller asks in Bengali for a person while nobody is on duty, and agrees on a callback."""
    page.get_by_label("কে কল করছেন").select_option(label="নতুন একটি নম্বর")
    caller = Telephone(page, "কলদাতা")
    caller.clicks("কল করুন")
    caller.hears("বাংলার জন্য ২ চাপুন")
    expect(caller.words.locator("span")).to_have_attribute("lang", "bn-IN")
    caller.presses("২")
    caller.hears("০ চাপুন")
    caller.presses("০")
    caller.is_("waiting")
    page.get_by_role("button", name="ফোন বাজা পর্যন্ত").click()
    caller.hears("৩০ মিনিটের মধ্যে")
    caller.presses("১")
    caller.hears("আমরা আপনাকে ফোন করব")
    caller.clicks("কেটে দিন")
    caller.is_("idle")
    expect(caller.tape).to_contain_text("চেপেছেন ১")
    return caller


def calls_back(agent: Telephone, caller: Telephone) -> None:
    """The agent is rung, says yes, talks with the caller, and says that it is settled."""
    agent.is_("ringing")
    agent.hears("একজন গ্রাহককে ফোন করতে হবে")
    agent.clicks("ফোন ধরুন")
    agent.hears("Customer care")  # keys count from the first syllable
    agent.presses("১")
    caller.is_("ringing")
    caller.hears("দোকান থেকে আপনাকে ফোন করছে")
    caller.clicks("ফোন ধরুন")
    caller.is_("talking")
    agent.is_("talking")
    caller.clicks("কেটে দিন")
    agent.hears("press 1")
    agent.presses("১")
    agent.is_("idle")


def test_a_promise_is_kept_in_bengali(open_page: OpenPage, product: Product) -> None:
    before = product.figures()
    page = open_page("en")
    page.get_by_role("button", name="বাংলা").click()
    asha, babul = Telephone(page, "Asha"), Telephone(page, "Babul")
    asha.is_away()
    babul.is_away()
    asha.says_state("অনুপস্থিত")
    caller = asks_and_is_promised(page)
    sum_is(page, open=str(before["open"] + 1).translate(BENGALI))
    owed = page.locator("#owed li", has_text="৩০ মিনিট")
    expect(owed).to_contain_text(re.compile("গ্রাহক সেবা ফোন করবে .*[০-৯]+:[০-৯]+"))
    expect(owed).to_contain_text("৩০ মিনিট")
    page.get_by_role("button", name="৫ মিনিট").click()
    expect(page.locator("#said")).to_contain_text("এখন")
    babul.is_there()
    page.get_by_role("button", name="ফোন বাজা পর্যন্ত").click()
    calls_back(babul, caller)
    expect(owed).to_have_count(0)
    after = product.figures()
    assert after == before | {"obligations": before["obligations"] + 1, "final": before["final"] + 1}
