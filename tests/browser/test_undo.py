"""Something is done by a click, and taken back within ten seconds: by htmx, and without scripts as plain forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Blueprint, request
from jinja2 import ChoiceLoader, DictLoader
from playwright.sync_api import Page, expect

from ivr.access import Action, Role
from ivr.console.door import needs
from ivr.console.frame import Answer, Stale, back, page
from ivr.console.toasts import offer_undo, tell, undone
from tests.browser.conftest import Guarded
from tests.browser.sweep import Served, serving
from tests.databases import SqliteDatabases

TRIAL = """{% extends "page.html" %}
{% block title %}Trial{% endblock %}
{% block main %}<h1>Trial</h1>
<div id="list" hx-target:inherited="this">{% block list %}<ul class="rows">
{% for row in rows %}<li><a href="/" data-item>{{ row }}</a></li>{% endfor %}</ul>
<form method="post" action="/trial" hx-post="/trial?part=list">{{ csrf() }}
<label>Word <input name="word" value="{{ typed }}"></label>
{% if fault %}<p class="field-fault" role="alert">{{ fault }}</p>{% endif %}
<button>Add</button></form>{% endblock %}</div>{% endblock %}"""


def trial(rows: list[str]) -> Blueprint:
    """A page with a list to which words are added."""
    pages = Blueprint("trial", __name__)

    @pages.get("/trial")
    @needs(Action.SEE_HOME)
    def index() -> Answer:
        return page("trial.html", rows=rows, typed="")

    @pages.post("/trial")
    @needs(Action.SEE_HOME)
    def add() -> Answer:
        word = request.form["word"]
        if word == "late":
            raise Stale("Asha has added it.")
        if not word:
            return page("trial.html", 422, rows=rows, typed=word, fault="A word is needed.")
        rows.append(word)
        offer_undo(f"Added {word}.", "/trial/undo", word=word)
        return back("/trial?part=list")

    @pages.post("/trial/undo")
    @needs(Action.SEE_HOME)
    def undo() -> Answer:
        what = undone()
        if what:
            rows.remove(what["word"])
        tell("Taken back." if what else "Too late.")
        return back("/trial")

    return pages


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("undo")
    with serving(sqlite_databases.make(folder), folder / "var") as found:
        console = found.floor.console
        console.jinja_loader = ChoiceLoader([DictLoader({"trial.html": TRIAL}), *filter(None, [console.jinja_loader])])
        console.register_blueprint(trial(["first", "second"]))
        yield found


def adds(page: Page, word: str) -> None:
    page.get_by_role("textbox", name="Word").fill(word)
    page.get_by_role("button", name="Add").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["by htmx", "without scripts"])
def test_a_word_is_added_and_taken_back(guarded: Guarded, served: Served, scripts: bool) -> None:
    context = guarded.context("4", java_script_enabled=scripts)
    served.let_in(context, Role.AGENT, "en")
    page = context.new_page()
    page.goto(f"{served.url}/trial")
    items = page.locator("[data-item]")
    adds(page, "third")
    expect(items).to_have_count(3)
    expect(page.get_by_text("Added third.")).to_be_visible()
    assert page.url == (f"{served.url}/trial" if scripts else f"{served.url}/trial?part=list")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    expect(items).to_have_count(2)
    adds(page, "")
    expect(page.get_by_role("alert")).to_have_text("A word is needed.")
    adds(page, "late")
    expect(page.get_by_text("Asha has added it.")).to_be_visible()
    if not scripts:
        return
    expect(items).to_have_count(2)
    expect(page.get_by_role("textbox", name="Word")).to_have_value("late")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/")
