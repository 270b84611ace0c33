"""A browser and the product for the whole run, and pages that report all that they should not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from tests.browser.chromium import bengali_letters, find, flags
from tests.browser.product import Product, running

LOOPBACK = ("127.0.0.1", "localhost")

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = find(playwright)
        bengali_letters()
        browser = playwright.chromium.launch(executable_path=program, args=flags())
        yield browser
        browser.close()


def is_wrong(said: ConsoleMessage, forgives: str) -> bool:
    """Whether a line in the browser's console is a fault that the test did not ask for."""
    return said.type in ("error", "warning") and forgives not in said.text


@pytest.fixture
def open_page(browser: Browser, product: Product) -> Iterator[OpenPage]:
    """Opens the phones page; at the end of the test nothing was wrong on it, and nobody else was asked for anything."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            wrong.append(f"asked {route.request.url}")
            route.abort()

    def open_(language: str = "en", forgives: str = "nothing", **options: object) -> Page:
        context = browser.new_context(locale=language, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.add_init_script(WATCH)
        context.route("**/*", guard)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: wrong.append(said.text) if is_wrong(said, forgives) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{product.url}/simulator")
        page.get_by_role("region", name="Babul").wait_for()
        return page

    yield open_
    for context in contexts:
        for page in context.pages:
            wrong += page.evaluate("window.violations")
        context.close()
    assert wrong == []
