"""`make pictures`: plays one short day before the product, and takes the pictures of docs/console.md.

`--all FOLDER` takes those of every page in every language instead, for whoever looks through them. It proves nothing.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize

from ivr.console.words import LANGUAGES as BOTH
from tests.browser.chromium import launched
from tests.browser.product import Product, running
from tests.browser.screen import Telephone
from tests.browser.sweep import PAGES, serving
from tests.browser.test_day import is_phoned, is_promised
from tests.browser.test_desk import LANGUAGES, NAMES, NOTE, Desk
from tests.console.accounts.people import PASSWORD
from tests.databases import SqliteDatabases
from tests.paths import ROOT

SIZE = ViewportSize(width=1280, height=860)
INTO = ROOT / "docs" / "pictures"


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, in every language, into this folder")
    told = parser.parse_args()
    with launched() as browser, TemporaryDirectory() as folder:
        every_page(browser, Path(folder), told.all) if told.all else a_day(browser, Path(folder))


def every_page(browser: Browser, folder: Path, into: Path) -> None:
    """One file per page and language, as long as the page is."""
    into.mkdir(parents=True, exist_ok=True)
    with serving(SqliteDatabases(folder).make(folder), folder / "var") as served:
        for language in BOTH:
            for n, visited in enumerate(PAGES):
                context = browser.new_context(viewport=SIZE)
                served.let_in(context, visited.role, language, half=visited.half)
                page = context.new_page()
                page.goto(served.address(visited))
                page.locator("main h1").wait_for()
                name = re.sub(r"\W+", "-", visited.name)
                page.screenshot(path=into / f"{language}-{n:02}-{name}.png", full_page=True)
                context.close()


def a_day(browser: Browser, folder: Path) -> None:
    """Nasrin is promised a call; Mina phones her from her page; Rafi reads the same in Bengali."""
    with running(folder) as product:
        owner = signed_in(browser, product, "owner", "Owner", "en")
        for name in NAMES:
            address = f"{name.lower()}@shop.example"
            product.ivr("agents", "add", name, f"client:{name.lower()}", "--team", "support")
            product.ivr("accounts", "add", address, "--name", name, "--role", "agent", "--agent", name)
        for agent in product.get("people")["agents"]:
            product.duty(agent["name"], there=False)
        phones = browser.new_page(locale="en", viewport=SIZE)
        phones.goto(f"{product.url}/simulator")
        phones.get_by_role("region", name="Babul").wait_for()
        nasrin = is_promised(lambda _: phones)
        owner.goto(f"{product.url}/callbacks")
        taken(owner, "callbacks")
        mina = at_work(browser, product, "Mina")
        story = shown(mina, nasrin)
        rafi = at_work(browser, product, "Rafi")
        settled(mina, nasrin)
        afterwards(owner, rafi, product, story)
        mina.page.get_by_role("button", name=mina.say("I am away")).click()
        rings_again(phones, rafi, product)


def rings_again(phones: Page, rafi: Desk, product: Product) -> None:
    """Rafi has no time for her; Asha is at her telephone."""
    nasrin, asha = Telephone(phones, "Nasrin"), Telephone(phones, "Asha")
    nasrin.clicks("Call")
    nasrin.hears("press 0")
    nasrin.presses("0")
    rafi.sees("shown")
    taken(rafi.page, "offer-bn")
    product.duty("Asha", there=True)
    rafi.page.get_by_role("button", name=rafi.say("Decline")).click()
    asha.is_("ringing")
    phones.evaluate("scrollTo(0, 0)")
    taken(phones, "phones")
    asha.clicks("Pick up")
    asha.hears("press 1")
    asha.presses("1")
    nasrin.is_("talking")
    nasrin.clicks("Hang up")


def shown(mina: Desk, nasrin: Telephone) -> str:
    """Mina sees why before she says yes; then they talk."""
    mina.sees("shown")
    taken(mina.page, "offer")
    story = is_phoned(mina, nasrin)
    mina.page.get_by_label(mina.say("Note"), exact=True).fill(NOTE)
    taken(mina.page, "talking")
    return story


def settled(mina: Desk, nasrin: Telephone) -> None:
    """What came of it is written down."""
    mina.page.get_by_role("button", name=mina.say("Resolved"), exact=True).press("Enter")
    nasrin.clicks("Hang up")
    mina.is_quiet()


def afterwards(owner: Page, rafi: Desk, product: Product, story: str) -> None:
    """Her story, her call, the board."""
    rafi.page.goto(f"{product.url}{story}")
    taken(rafi.page, "caller-bn")
    owner.goto(f"{product.url}{story}")
    owner.locator("main a[href*='/calls/']").last.click()
    owner.locator("main h1").wait_for()
    taken(owner, "call")
    owner.goto(product.url)
    taken(owner, "home")
    rafi.page.goto(product.url)


def at_work(browser: Browser, product: Product, name: str) -> Desk:
    """An agent at their page, on duty."""
    desk = Desk(browser.new_page(locale=LANGUAGES[name], viewport=SIZE), name)
    desk.comes_in(product, name)
    desk.is_ready()
    return desk


def signed_in(browser: Browser, product: Product, role: str, name: str, language: str) -> Page:
    """Somebody of this role."""
    address = f"{role}@shop.example"
    product.ivr("accounts", "add", address, "--name", name, "--role", role)
    page = browser.new_page(locale=language, viewport=SIZE)
    page.goto(product.ivr("accounts", "link", address))
    for label in ("New password", "The same once more"):
        page.get_by_label(label).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()
    return page


def taken(page: Page, name: str) -> None:
    """The picture of what is on the screen, fonts and all."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=INTO / f"{name}.png")
    print(name, flush=True)


if __name__ == "__main__":
    main()
