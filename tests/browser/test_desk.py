"""Two agents at their pages and one caller: both see who calls, one takes her by key and talks through the browser, the
other's page is quiet again; how it went, with a note, stands in the caller's timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from ivr.access import Role
from ivr.console.words import words
from tests.browser.conftest import NAMES, Guarded, OpenPage
from tests.browser.product import Product
from tests.browser.screen import Telephone
from tests.browser.sweep import Served, serving
from tests.browser.test_pages import CLIPPED, NARROW, RULES
from tests.console.accounts.people import PASSWORD
from tests.console.pages.shift import Karim, Mina, connected
from tests.databases import SqliteDatabases

LANGUAGES = {"Mina": "en", "Rafi": "bn"}
NOTE = "Wants it in blue."


class Desk:
    """An agent's page, as they see and use it."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.say = page, words(LANGUAGES[name]).say
        self.case: Locator = page.locator("#desk [data-case]")

    def comes_in(self, product: Product, name: str) -> None:
        """By the one-time link that the owner gave them."""
        self.page.goto(product.ivr("accounts", "link", f"{name.lower()}@shop.example"))
        for label in ("New password", "The same once more"):
            self.page.get_by_label(self.say(label)).fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say("My page"))

    def is_ready(self) -> None:
        """On duty, with the page open."""
        connected = re.compile("live|polling")
        expect(self.page.locator("#connection")).to_have_attribute("data-state", connected)
        self.page.keyboard.press("s")
        self.page.keyboard.press("a")
        self.stands("available")

    def stands(self, mode: str) -> None:
        expect(self.page.locator("#desk .standing")).to_contain_text(self.say(mode))

    def sees(self, stage: str) -> None:
        """How far the caller is."""
        expect(self.case).to_have_attribute("data-stage", stage)

    def is_quiet(self) -> None:
        expect(self.case).to_have_count(0)


def is_for_everybody(page: Page) -> None:
    """Axe finds nothing, and nothing is clipped on a telephone."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    size = page.viewport_size
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.evaluate(CLIPPED) == []
    assert size
    page.set_viewport_size(size)


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("desk")
    with serving(sqlite_databases.make(folder), folder / "var") as found:
        yield found


def opened(guarded: Guarded, served: Served, mina: Mina, language: str) -> Page:
    """Her page, in a browser of its own."""
    context = guarded.context("503")  # no company answers here
    kept = mina.client.get_cookie("ivr")
    assert kept
    cookies = {"ivr": kept.value, "language": language}
    context.add_cookies([{"name": name, "value": value, "url": served.url} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(served.url)
    return page


@pytest.mark.parametrize(
    ("n", "language", "role"), [(1, "en", Role.AGENT), (2, "bn", Role.AGENT), (3, "en", Role.OWNER)]
)
def test_all_that_is_known_fits_and_is_for_everybody(
    guarded: Guarded, served: Served, n: int, language: str, role: Role
) -> None:
    """Quiet, while a caller is shown, while she talks; and what she types stays while the page is drawn anew."""
    mina = Mina(served.floor, f"Mina{n}", language, role)
    karim = Karim(served.floor, "করিম", f"+880181234567{n}")
    karim.is_known()
    page = opened(guarded, served, mina, language)
    is_for_everybody(page)
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{served.url}/account")
    mina.comes()
    karim.asks()
    expect(elsewhere.locator("#rings")).to_be_visible()
    case = page.locator("#desk [data-case]")
    expect(case).to_have_attribute("data-stage", "shown")
    expect(page).to_have_title(re.compile("☎"))
    is_for_everybody(page)
    say, offer = words(language).say, mina.offer()
    assert offer
    mina.sends(f"offers/{offer.public_id}/accept")
    expect(elsewhere.locator("#rings")).to_be_hidden()
    expect(page.get_by_role("button", name=say("Connect in this window"))).to_be_visible()
    connected(served.floor, mina, karim)
    expect(case).to_have_attribute("data-stage", "talking")
    expect(case.get_by_role("timer")).to_have_text(re.compile("[0-9০-৯]:"))
    note = page.get_by_label(say("Note"), exact=True)
    note.press_sequentially("blue")
    karim.is_known()
    expect(page.get_by_text("Wants the blue one.")).to_be_visible()
    expect(note).to_have_value("blue")
    expect(note).to_be_focused()
    is_for_everybody(page)
    mina.sends("state/away")
    mina.sends(f"said/{offer.public_id}", what="resolved")


def calls(open_page: OpenPage) -> Telephone:
    """Nasrin rings the shop and asks for a person."""
    nasrin = Telephone(open_page("en"), "Nasrin")
    nasrin.clicks("Call")
    nasrin.hears("press 1")
    if "For English" in (nasrin.words.text_content() or ""):  # asked for once
        nasrin.presses("1")
    nasrin.hears("For anything else, press 0")
    nasrin.presses("1")
    nasrin.is_("waiting")
    return nasrin


@pytest.mark.parametrize("taker", NAMES)
def test_two_see_her_one_takes_her(guarded: Guarded, crew: Product, open_page: OpenPage, taker: str) -> None:
    desks = {name: Desk(guarded.context(locale=LANGUAGES[name]).new_page(), name) for name in NAMES}
    for name, desk in desks.items():
        desk.comes_in(crew, name)
        desk.is_ready()
    mine, other = desks[taker], desks[next(name for name in NAMES if name != taker)]
    nasrin = calls(open_page)
    for desk in desks.values():
        desk.sees("shown")
        expect(desk.case).to_contain_text("Nasrin")
        expect(desk.page.get_by_role("alertdialog").get_by_role("heading")).to_be_focused()
    story = mine.case.locator(".who a").get_attribute("href")
    mine.page.keyboard.press("Control+Shift+KeyA")
    other.is_quiet()
    mine.sees("talking")
    nasrin.is_("talking")
    line = mine.page.locator("#softphone")
    expect(line.get_by_role("status")).to_have_text(mine.say("Talking"))
    mine.page.get_by_label(mine.say("Note"), exact=True).fill(NOTE)
    mine.page.get_by_role("button", name=mine.say("Resolved"), exact=True).press("Enter")
    expect(mine.page.locator("#toasts")).to_contain_text(mine.say("It is written down."))
    mine.page.keyboard.press("Control+Shift+KeyE")
    mine.is_quiet()
    expect(line).to_be_hidden()
    mine.stands("writing up")
    mine.page.get_by_role("button", name=mine.say("Ready now"), exact=True).press("Enter")
    mine.stands("available")
    mine.page.goto(f"{crew.url}{story}")
    expect(mine.page.locator("main")).to_contain_text(NOTE)
    nasrin.is_("idle")
