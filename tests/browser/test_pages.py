"""Every page in every language: asks nobody else for anything, has no fault of accessibility, fits a narrow window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from ivr.access import Role
from ivr.console.words import LANGUAGES
from ivr.switchboard import agents
from tests.browser.conftest import Guarded
from tests.browser.sweep import NO_PAGES, PAGES, Served, Visited, serving
from tests.databases import SqliteDatabases

WIDE, NARROW = ViewportSize(width=1280, height=720), ViewportSize(width=360, height=740)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # all is looked at; of what is well, no list is made
}


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("pages")
    with serving(sqlite_databases.make(folder), folder / "var") as found:
        yield found


def test_every_page_is_in_the_list(served: Served) -> None:
    rules = [rule for rule in served.floor.console.url_map.iter_rules() if "GET" in (rule.methods or ())]
    assert {rule.endpoint for rule in rules} - NO_PAGES == {page.endpoint for page in PAGES if page.endpoint}


class Windows:
    """One browser with one window for each role and language: what it has loaded once, it has."""

    def __init__(self, browser: Browser, served: Served) -> None:
        self._browser, self._served = browser, served
        self._open: dict[tuple[Role | None, bool, str], tuple[Guarded, Page]] = {}

    def visit(self, page: Visited, language: str) -> tuple[Guarded, Page]:
        """The page, in the window of whoever may see it."""
        key = page.role, page.half, language
        if key not in self._open:
            guarded = Guarded(self._browser)
            context = guarded.context("Failed to load resource")  # a status that is not 200 is asserted where it is due
            self._served.let_in(context, page.role, language, half=page.half)
            self._open[key] = guarded, context.new_page()
        guarded, opened = self._open[key]
        opened.set_viewport_size(WIDE)
        answer = opened.goto(self._served.address(page))
        assert answer is not None and answer.status == page.status
        opened.locator("main h1").wait_for()
        return guarded, opened

    def close(self) -> None:
        for guarded, _ in self._open.values():
            guarded.close()


@pytest.fixture(scope="module")
def windows(browser: Browser, served: Served) -> Iterator[Windows]:
    made = Windows(browser, served)
    yield made
    made.close()


def wide(context: BrowserContext, served: Served, page: Visited, language: str) -> Page:
    served.let_in(context, page.role, language)
    opened = context.new_page()
    opened.goto(served.address(page))
    opened.locator("main h1").wait_for()
    return opened


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_whole_and_for_everybody(windows: Windows, page: Visited, language: str) -> None:
    """What another host is asked for, what the browser complains of, and what axe finds, are all failures."""
    guarded, opened = windows.visit(page, language)
    expect(opened.locator("html")).to_have_attribute("lang", language)
    assert opened.locator("h1").count() == 1
    found = Axe().run(opened, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    for size in (NARROW, {"width": 640, "height": 400}):  # a telephone; 1280 pixels at 200 %
        opened.set_viewport_size(size)
        assert opened.evaluate("document.documentElement.scrollWidth") <= size["width"], size
        clipped = opened.evaluate(CLIPPED)
        assert clipped == [], size
    guarded.look(opened)


COUNTED = """() => { let changes = 0;
  document.body.addEventListener("changed", () => { document.body.dataset.changes = ++changes; }); }"""
CLIPPED = """() => [...document.querySelectorAll("main *, header *, nav *")].filter((one) => {
  const style = getComputedStyle(one);
  return one.children.length === 0 && one.textContent.trim() && style.overflowY === "hidden"
    && one.clientWidth > 1 && one.scrollHeight > one.clientHeight + 1 && !one.closest(".visually-hidden, svg, .skip");
}).map((one) => one.outerHTML.slice(0, 100))"""


def test_dark_is_as_readable(guarded: Guarded, served: Served) -> None:
    opened = wide(guarded.context(color_scheme="dark"), served, PAGES[0], "bn")
    found = Axe().run(opened, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_by_keys_alone(guarded: Guarded, served: Served) -> None:
    """The sheet of keys, a page by two keys, and the switch that turns them off."""
    page = wide(guarded.context("404"), served, PAGES[0], "en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Shift+Slash")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.goto(f"{served.url}/there/is/nothing")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url(f"{served.url}/")
    page.keyboard.press("Shift+Slash")
    with page.expect_navigation():
        sheet.get_by_role("button", name="Turn the keys off").press("Enter")
    page.keyboard.press("Shift+Slash")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_another_ones_change_is_seen_by_asking(guarded: Guarded, served: Served) -> None:
    """As on SQLite, every few seconds; and a page that has lost its connection says so, and catches up."""
    page = wide(guarded.context(forgives="ERR_"), served, PAGES[0], "bn")
    expect(page.locator("#connection")).to_contain_text("সরাসরি, কয়েক সেকেন্ড পরপর")
    body = page.locator("body")
    page.evaluate(COUNTED)
    with page.expect_request(lambda request: "part=now" in request.url):  # the region listens
        agents.away(served.floor.parts.store, "Asha")
    expect(body).to_have_attribute("data-changes", "1")
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("সংযোগ নেই")
    agents.available(served.floor.parts.store, "Asha")
    page.context.set_offline(False)
    expect(body).to_have_attribute("data-changes", "2")


def test_two_languages_by_a_click(guarded: Guarded, served: Served) -> None:
    page = wide(guarded.context(), served, PAGES[0], "en")
    page.get_by_role("button", name="বাংলা").click()
    expect(page.locator("h1")).to_have_text("আমার পাতা")
    loaded = page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"Noto Sans Bengali Variable\"', 'আ'))"
    )
    assert loaded
