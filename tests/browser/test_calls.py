"""A call that is watched while it goes on, and looked at afterwards: its moments, its documents, a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from ivr.access import Role
from ivr.console.words import words
from ivr.line.inputs import Digits
from ivr.switchboard import turns
from tests.browser.conftest import Guarded
from tests.browser.sweep import Served, serving
from tests.console.pages.known import knows
from tests.console.pages.on_the_line import opens, rang, rings
from tests.databases import SqliteDatabases

LANGUAGES = ("en", "bn")


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("calls")
    with serving(sqlite_databases.make(folder), folder / "var") as found:
        opens(found.floor)
        yield found


def sits_down(guarded: Guarded, served: Served, role: Role, language: str) -> Page:
    context = guarded.context("Failed to load resource")  # a form that was refused
    served.let_in(context, role, language)
    return context.new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_is_watched_while_it_goes_on(guarded: Guarded, served: Served, language: str) -> None:
    say = words(language).say
    call = rings(served.floor, from_=None)
    page = sits_down(guarded, served, Role.VIEWER, language)
    page.goto(f"{served.url}/calls?came=live")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/calls/{call.public_id}")
    expect(page.locator(".facts")).to_contain_text(say("on the line now"))
    turns.next(served.floor.parts.board, call.public_id, 1, call.sid, Digits("1"))
    pressed = say("Pressed %(keys)s.") % {"keys": {"en": "1", "bn": "১"}[language]}
    expect(page.get_by_text(pressed)).to_be_visible()
    expect(
        page.locator(".steps .node[title=which_language]", has_text={"en": "Language", "bn": "ভাষা"}[language]).first
    ).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_has_a_link_and_every_answer_its_document(guarded: Guarded, served: Served, language: str) -> None:
    say = words(language).say
    call = rang(served.floor, "1", "1", from_=None)
    page = sits_down(guarded, served, Role.OWNER, language)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{served.url}/calls/{call.public_id}")
    step = page.locator(".steps > li").nth(1)
    step.get_by_title(say("Copy a link to this moment")).click()
    page.wait_for_url(re.compile(r"#t=\d+\.\d$"))
    expect(page.get_by_text(say("A link to this moment is copied."))).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(page.locator(".steps > [data-chosen]")).to_have_count(1)
    step.get_by_text(say("Request and document")).press("Enter")
    expect(step.locator("pre")).to_contain_text("<Gather")
    with page.expect_download() as loaded:
        page.get_by_text(say("Make this a call script")).click()
    assert loaded.value.suggested_filename == f"call-{call.public_id}.yaml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remark_finds_its_author(guarded: Guarded, served: Served, language: str) -> None:
    say = words(language).say
    knows(served.floor)
    call = rang(served.floor, "1", from_=None)
    agent = sits_down(guarded, served, Role.AGENT, language)
    agent.goto(f"{served.url}/calls/{call.public_id}")
    owner = sits_down(guarded, served, Role.OWNER, language)
    owner.goto(f"{served.url}/cards")
    remark = owner.locator(".rows li", has_text=f"Too long ({language}).")
    agent.get_by_label(say("Where")).select_option("hello")
    agent.get_by_role("button", name=say("Tell its author")).click()
    expect(agent.get_by_role("alert")).to_have_text(say("Nothing is written here."))
    agent.get_by_label(say("What is wrong or missing here?")).fill(f"Too long ({language}).")
    agent.get_by_role("button", name=say("Tell its author")).click()
    expect(agent.get_by_text(say("Your remark is kept for whoever writes this."))).to_be_visible()
    expect(remark).to_contain_text("main · hello")  # by itself, while the page is open
    agent.goto(f"{served.url}/cards")
    waiting = agent.locator(".rows li", has_text=f"Too long ({language}).")
    expect(waiting).to_have_count(1)
    remark.get_by_role("button", name=say("Mark as settled")).click()
    expect(remark).to_have_count(0)
    expect(waiting).to_have_count(0)
    owner.get_by_role("button", name=say("Take back")).click()
    expect(remark).to_have_count(1)
    expect(waiting).to_have_count(1)
    remark.get_by_role("button", name=say("Mark as settled")).click()
    expect(remark).to_have_count(0)
