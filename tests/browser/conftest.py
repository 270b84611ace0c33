"""A browser for the whole run, a shop for each file of stories, and pages that report all that they should not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import PurePath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.browser.chromium import launched
from tests.browser.product import Product, running
from tests.browser.screen import PATIENT, settled

LOOPBACK = ("127.0.0.1", "localhost")
WITHIN = ("data", "blob", "about")
"""Schemes of what a page has at hand: nobody is asked for it."""

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""

NAMES = ("Mina", "Rafi")
"""Agents who sit at pages."""

OpenPage = Callable[..., Page]
SWEEP = "test_a_page_is_whole_and_for_everybody["
SHOPS = {"test_day": "pages", "test_desk": "pages"} | dict.fromkeys(
    ("test_behind", "test_in_bengali", "test_phones"), "phones"
)
"""Files whose stories are played in one shop, one after another: where agents sit at pages, or at telephones alone. To
open a shop takes longer than most stories."""


class ByShop(LoadFileScheduling):
    """The tests of a shop, or of a file, share a worker; the sweep through all pages has one for each language."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if test.startswith(SWEEP):
            return f"{file} {test.rpartition('-')[2]}"
        return SHOPS.get(PurePath(file).stem, file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """For the workers to which this folder's tests are dealt out."""
    return ByShop(config, log)


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Product]]:
    """The shop of this name, open to the end."""
    with ExitStack() as open_:
        yield cache(lambda name: open_.enter_context(running(tmp_path_factory.mktemp(name))))


@pytest.fixture(scope="module")
def product(request: pytest.FixtureRequest, shops: Callable[[str], Product]) -> Product:
    """The shop in which the stories of this file are played: it is day there."""
    found = shops(SHOPS.get(request.path.stem, request.path.stem))
    found.open_doors()
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def crew(shops: Callable[[str], Product]) -> Product:
    """The shop with Mina and Rafi at pages; those with telephones are away."""
    product = shops("pages")
    for name in NAMES:
        mail = f"{name.lower()}@shop.example"
        product.ivr("agents", "add", name, f"client:{name.lower()}", "--team", "support")
        product.ivr("accounts", "add", mail, "--name", name, "--role", "agent", "--agent", name)
    for name in ("Asha", "Babul"):
        product.duty(name, False)
    return product


def is_wrong(said: ConsoleMessage, forgives: str) -> bool:
    """Whether a line in the browser's console is a fault that the test did not ask for."""
    return said.type in ("error", "warning") and forgives not in said.text


class Guarded:
    """Browsers' windows in which everything that should not be is noted: faults in the console, violations of the
    policy, and whatever another host is asked for."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def context(self, forgives: str = "nothing", **options: object) -> BrowserContext:
        """A browser of its own. `forgives`: what a line of the console may say that the test asked for."""
        context = self._browser.new_context(**options)  # type: ignore[arg-type]
        self._contexts.append(context)
        context.add_init_script(WATCH)
        context.on("request", self._guard)
        context.set_default_timeout(PATIENT)
        context.on("page", lambda page: self._watch(page, forgives))
        return context

    def _guard(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in WITHIN and address.hostname not in LOOPBACK:
            self.wrong.append(f"asked {request.url}")

    def _watch(self, page: Page, forgives: str) -> None:
        page.on("console", lambda said: self.wrong.append(said.text) if is_wrong(said, forgives) else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def look(self, page: Page) -> None:
        """AssertionError where anything was wrong so far."""
        self.wrong += settled(page, "window.violations")
        wrong, self.wrong = self.wrong, []
        assert wrong == []

    def close(self) -> None:
        """The same for whatever is open still."""
        while self._contexts:
            context = self._contexts.pop()
            for page in context.pages:
                self.look(page)
            context.close()
        assert self.wrong == []


@pytest.fixture
def guarded(browser: Browser) -> Iterator[Guarded]:
    """At the end of the test nothing was wrong, and nobody else was asked for anything."""
    made = Guarded(browser)
    yield made
    made.close()


@pytest.fixture
def open_page(guarded: Guarded, product: Product) -> OpenPage:
    """Opens the phones page."""

    def open_(language: str = "en", forgives: str = "nothing", **options: object) -> Page:
        page = guarded.context(forgives, locale=language, **options).new_page()
        page.goto(f"{product.url}/simulator")
        page.get_by_role("region", name="Babul").wait_for()
        return page

    return open_
