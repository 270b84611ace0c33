"""A caller's page while they are on the line: by keys alone, in either language; and somebody else at the same page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ivr.access import Role
from ivr.console.words import words
from ivr.line.inputs import Digits
from ivr.switchboard import calls, turns
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Call
from tests.browser.conftest import Guarded
from tests.browser.sweep import Served, serving
from tests.browser.test_pages import RULES
from tests.console.pages.on_the_line import opens, rings
from tests.console.pages.townsfolk import caller
from tests.databases import SqliteDatabases

NUMBERS = {"en": "+8801812345679", "bn": "+8801912345678"}
OTHERS = {"en": "+12025550123", "bn": "+12025550124"}
REDRAWN = """() => document.addEventListener("htmx:after:swap", () => { document.body.dataset.redrawn = "yes"; })"""
NARROW = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("callers")
    with serving(sqlite_databases.make(folder), folder / "var") as found:
        opens(found.floor)
        yield found


def sits_down(guarded: Guarded, served: Served, role: Role, language: str) -> Page:
    context = guarded.context("Failed to load resource")  # a form that was refused
    served.let_in(context, role, language)
    return context.new_page()


def ready(page: Page) -> None:
    """Its keys are bound: that is done before it asks for news."""
    expect(page.locator("#connection")).to_have_attribute("data-state", "polling")


def presses(served: Served, call: Call, n: int, key: str) -> None:
    turns.next(served.floor.parts.board, call.public_id, n, call.sid, Digits(key))


def hangs_up(served: Served, call: Call) -> None:
    store, board = served.floor.parts.store, served.floor.parts.board

    def act(unit: Any) -> None:
        calls.end(unit, board, unit.get(Call, call.id), "left")

    work(store, act, "carrier")


@pytest.mark.parametrize("language", NUMBERS)
def test_a_call_is_followed_and_what_it_taught_is_kept(guarded: Guarded, served: Served, language: str) -> None:
    say = words(language).say
    call = rings(served.floor, from_=NUMBERS[language])
    page = sits_down(guarded, served, Role.OWNER, language)
    page.goto(f"{served.url}/callers")
    ready(page)
    page.keyboard.press("j")  # who rang last stands first
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/callers/{call.caller_id}")
    # Key by key, without anybody's doing.
    expect(page.locator("#head")).to_contain_text(say("is on the line"))
    presses(served, call, 1, "1" if language == "en" else "2")
    expect(page.locator(".way kbd")).to_have_count(1)
    presses(served, call, 2, "1")
    expect(page.locator(".way kbd")).to_have_count(2)
    expect(page.locator(".way")).to_contain_text({"en": "an order", "bn": "অর্ডার"}[language])
    # A note by keys; what is typed stays while the call goes on beside it.
    ready(page)
    page.keyboard.press("n")
    page.keyboard.type("Wants a bill")
    page.evaluate(REDRAWN)
    presses(served, call, 3, "1")
    expect(page.locator("body")).to_have_attribute("data-redrawn", "yes")
    expect(page.locator("#note")).to_have_value("Wants a bill")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".entry.note")).to_contain_text("Wants a bill")
    hangs_up(served, call)
    expect(page.locator("#head")).not_to_contain_text(say("is on the line"))
    page.keyboard.press("z")
    expect(page.locator(".entry.note")).not_to_contain_text("Wants a bill")
    facts_by_keys(page, language)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def facts_by_keys(page: Page, language: str) -> None:
    """A fault stands beside its field, and what was typed stays."""
    say = words(language).say
    ready(page)
    page.keyboard.press("e")
    expect(page.locator("#name")).to_be_visible()
    page.locator("#name").focus()
    page.keyboard.type("Karim")
    page.locator("#zone").focus()
    page.keyboard.type("Dhaka")
    page.keyboard.press("Enter")
    expect(page.locator("#wrong-zone")).to_contain_text(say("There is no such time zone. Write it such as Asia/Dhaka."))
    expect(page.locator("#name")).to_have_value("Karim")
    page.locator("#zone").fill("Asia/Dhaka")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Karim")


def test_who_was_slower_is_told_what_has_changed(guarded: Guarded, served: Served) -> None:
    row = caller(served.floor, "+12025550177")
    first, second = (sits_down(guarded, served, Role.AGENT, language) for language in ("en", "bn"))
    for page in (first, second):
        page.goto(f"{served.url}/callers/{row.id}")
        ready(page)
        page.keyboard.press("e")
    first.locator("#name").fill("Rahim")
    first.keyboard.press("Enter")
    expect(first.locator("h1")).to_have_text("Rahim")
    expect(second.locator("h1")).to_have_text("Rahim")
    second.locator("#name").fill("রহিম")
    second.keyboard.press("Enter")
    expect(second.locator(".stale")).to_contain_text("এখন: নাম – Rahim।")
    expect(second.locator("#name")).to_have_value("রহিম")
    second.locator("#name").press("Enter")
    expect(second.locator("h1")).to_have_text("রহিম")
    expect(first.locator("h1")).to_have_text("রহিম")


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_are_joined_parted_and_forgotten(guarded: Guarded, served: Served, language: str) -> None:
    say = words(language).say
    number = OTHERS[language]
    row, other = caller(served.floor, number), caller(served.floor, number.replace("555012", "555018"))
    page = sits_down(guarded, served, Role.OWNER, language)
    page.goto(f"{served.url}/callers?q=%2B{number[1:]}")
    page.wait_for_url(f"{served.url}/callers/{row.id}")
    page.get_by_text(say("Their numbers"), exact=True).click()
    page.locator("#number").fill("০১৭")
    page.keyboard.press("Enter")
    expect(page.locator("#wrong-merge")).to_be_visible()
    page.locator("#number").fill(other.number or "")
    page.keyboard.press("Enter")
    expect(page.locator(".chips .tel")).to_have_count(2)
    ready(page)
    page.keyboard.press("z")
    expect(page.locator(".chips .tel")).to_have_count(1)
    page.get_by_text(say("What we keep of them"), exact=True).click()
    page.locator("#confirm").fill("12")
    page.keyboard.press("Enter")
    expect(page.locator("#wrong-erase")).to_be_visible()
    page.locator("#confirm").fill(number)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(say("Forgotten caller"))
    expect(page.locator(".erased")).to_contain_text(say("At the carrier nothing is kept either."))
