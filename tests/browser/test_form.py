"""The "call me back" form in a real browser: within the shop's own page and in no other, by keyboard alone, in both
languages, on a telephone's screen; and axe finds nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import expect
from werkzeug.serving import make_server

from ivr.app.parts import Parts
from ivr.app.web import create_app
from ivr.form.words import WORDS
from ivr.store.sql import schema
from ivr.switchboard.outside import forms
from ivr.switchboard.rows import Callback, Form
from ivr.switchboard.trail import OPERATOR
from tests.app.installations import installation
from tests.browser.conftest import Guarded
from tests.switchboard.sample import publish_sample


@contextmanager
def served(app: Any) -> Iterator[str]:
    """At an address of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page_of_a_shop(framed: dict[str, str]) -> Flask:
    """What somebody else's page has in it."""
    shop = Flask("shop")
    shop.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))
    shop.add_url_rule("/", "page", lambda: f'<title>Shop</title><iframe title="f" src="{framed["url"]}"></iframe>')
    return shop


@dataclass
class Shop:
    parts: Parts
    url: str
    """Of the form."""
    own: str
    """A page that may show it."""
    other: str


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """On SQLite: a page is a page, and tests/form has both databases."""
    url = f"sqlite:///{tmp_path / 'ivr.db'}"
    schema.upgrade(url)
    parts, framed = installation(url, tmp_path), dict[str, str]()
    publish_sample(parts.store)
    there = page_of_a_shop(framed)
    with served(create_app(parts)) as us, served(there) as own, served(there) as other:
        form = forms.add(parts.board, OPERATOR, "shop", "support", "", (own,))
        assert isinstance(form, Form)
        framed["url"] = f"{us}/callback-form/{form.public_id}?lang=en"
        yield Shop(parts, framed["url"].partition("?")[0], own, other)
    parts.store.engine.dispose()


def owed(shop: Shop) -> int:
    with shop.parts.store.reading() as unit:
        return len(unit.many(Callback, state="scheduled"))


def test_it_is_filled_in_within_the_shops_page_by_keyboard_alone(shop: Shop, guarded: Guarded) -> None:
    page = guarded.context().new_page()
    page.goto(shop.own)
    frame = page.frame_locator("iframe")
    frame.get_by_label(WORDS["en"]["number"]).focus()
    page.keyboard.type("01712345678")
    page.keyboard.press("Enter")
    expect(frame.get_by_text("+880 1712 345678")).to_be_visible()
    page.keyboard.press("Tab")
    frame.get_by_role("button", name=WORDS["en"]["yes"]).press("Enter")
    expect(frame.get_by_role("heading", name=WORDS["en"]["thanks"])).to_be_visible()
    assert owed(shop) == 1


def test_no_other_page_may_show_it(shop: Shop, guarded: Guarded) -> None:
    page = guarded.context(forgives="frame-ancestors").new_page()
    page.goto(shop.other)
    expect(page.frame_locator("iframe").get_by_label(WORDS["en"]["number"])).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_on_a_telephone_nothing_is_cut_off_and_axe_finds_nothing(shop: Shop, guarded: Guarded, language: str) -> None:
    words = WORDS[language]
    page = guarded.context(viewport={"width": 360, "height": 700}, forgives="422").new_page()
    page.goto(f"{shop.url}?lang={language}")

    def is_fit() -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    is_fit()
    page.get_by_label(words["number"]).fill("12")
    page.get_by_role("button", name=words["next"]).click()
    expect(page.get_by_role("alert")).to_have_text(words["not_a_number"])
    expect(page.get_by_label(words["number"])).to_have_value("12")
    is_fit()
    page.get_by_label(words["number"]).fill("০১৭১২৩৪৫৬৭৮" if language == "bn" else "01712345678")
    page.get_by_label(words["when"]).select_option(index=2)
    page.get_by_role("button", name=words["next"]).click()
    expect(page.get_by_role("button", name=words["yes"])).to_be_visible()
    is_fit()
    page.get_by_role("button", name=words["yes"]).click()
    expect(page.get_by_role("heading", name=words["thanks"])).to_be_visible()
    is_fit()
    assert owed(shop) == 1
