"""The owner at the page of people: somebody is taken on and comes in by the link, and a new number is proved by a call;
the teams' hours are tried, and a token is made, in either language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from ivr.access import Role
from ivr.console.words import LANGUAGES, words
from ivr.line.inputs import Digits
from ivr.line.outcomes import PlaceCall, Placed
from ivr.switchboard.crew import proving
from ivr.switchboard.drive import number_change
from ivr.switchboard.ports import Carrier
from ivr.switchboard.rows import NumberState
from tests.browser.conftest import Guarded
from tests.browser.sweep import Served, serving
from tests.console.accounts.people import PASSWORD
from tests.console.pages import house
from tests.databases import SqliteDatabases

NAMES = {"en": "Mina", "bn": "মিনা"}
NUMBERS = {"en": "01711 223344", "bn": "০১৭১১ ২২৩৩৫৫"}
MOVED = {"en": "Asha", "bn": "Babul"}
LEG = {"en": "CA" + "1" * 32, "bn": "CA" + "2" * 32}


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("house")
    with serving(sqlite_databases.make(folder), folder / "var") as found:
        yield found


@dataclass
class Ringing:
    """A carrier that takes one request."""

    sid: str
    asked: PlaceCall | None = None

    def place(self, call: PlaceCall) -> Placed:
        self.asked = call
        return Placed(self.sid)


def rung_and_keyed(served: Served, name: str, to: str, sid: str) -> None:
    """The new telephone rings, and whoever picks up keys the code."""
    board, row = served.floor.parts.board, house.change(served.floor, house.agent(served.floor, name))
    carrier = Ringing(sid)
    real: Carrier = carrier  # type: ignore[assignment]  # all that is asked of it
    number_change.step(board, real, row.id)
    assert carrier.asked is not None and carrier.asked.to == to
    proving.picked_up(board, row.public_id, sid)
    proving.code(board, row.public_id, 1, sid, Digits(row.code))
    assert house.change(served.floor, house.agent(served.floor, name)).state is NumberState.PROVED


def takes_on(page: Page, url: str, say: Callable[[str], str], language: str) -> str:
    """By keyboard: the name, the address, the number; a mistake is said beside its field. Returns the link."""
    page.goto(f"{url}/people")
    page.get_by_label(say("Name"), exact=True).fill(NAMES[language])
    page.get_by_label(say("E-mail address")).fill(f"mina-{language}@shop.example")
    page.get_by_label(say("Telephone number")).fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(
        say("This is no telephone number. Write it as you would dial it.")
    )
    expect(page.get_by_label(say("Name"), exact=True)).to_have_value(NAMES[language])
    page.get_by_label(say("Telephone number")).fill(NUMBERS[language])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAMES[language])
    link = page.locator("#link").input_value()
    page.reload()
    expect(page.locator("#link")).to_have_count(0)
    return link


def comes_in(page: Page, link: str, say: Callable[[str], str]) -> None:
    page.goto(link)
    page.get_by_label(say("New password")).fill(PASSWORD)
    page.get_by_label(say("The same once more")).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My page"))


def is_moved(page: Page, served: Served, say: Callable[[str], str], language: str) -> None:
    """The page shows the code, and by itself that it was right; then the owner stops it."""
    name = MOVED[language]
    page.goto(f"{served.url}/people/agents/{house.agent(served.floor, name).id}")
    page.get_by_label(say("New telephone number")).fill("+88019112233" + ("44" if language == "en" else "55"))
    page.get_by_role("button", name=say("Ring the new telephone")).click()
    code = page.locator("output.code")
    expect(code).to_have_text(re.compile(r"^\s*\S{6}\s*$"))
    rung_and_keyed(served, name, "+88019112233" + ("44" if language == "en" else "55"), LEG[language])
    expect(page.locator("[data-change=proved]")).to_contain_text(say("The code was right."))
    page.get_by_role("button", name=say("Stop it")).click()
    expect(page.locator("#toasts")).to_contain_text(say("Stopped: nothing is changed."))
    expect(page.locator("[data-change]")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_of_the_owner(guarded: Guarded, served: Served, language: str) -> None:
    say = words(language).say
    context = guarded.context("status of 4", locale=language)
    served.let_in(context, Role.OWNER, language)
    page = context.new_page()
    link = takes_on(page, served.url, say, language)
    assert link.startswith("http")
    path = link[link.index("/link/") :]
    comes_in(guarded.context(locale=language).new_page(), served.url + path, say)
    page.goto(f"{served.url}/people")
    mina = page.get_by_role("listitem").filter(has_text=f"mina-{language}@shop.example")
    expect(mina).to_contain_text(say("can sign in"))
    is_moved(page, served, say, language)
    page.goto(f"{served.url}/teams")
    page.get_by_label(say("Are we open at …")).fill("2026-12-16T12:00")
    page.get_by_role("button", name=say("Try")).click()
    expect(page.locator("[data-tried=closed]").first).to_contain_text(say("it is a holiday"))
    page.goto(f"{served.url}/settings")
    page.get_by_label(say("A new token for the program called …")).fill(f"till-{language}")
    page.get_by_role("button", name=say("Make a token")).click()
    expect(page.locator("#new-token")).to_have_value(re.compile("^ivr_"))
    page.get_by_role("listitem").filter(has_text=f"till-{language}").get_by_role("button").click()
    expect(page.locator("#toasts")).to_contain_text(f"till-{language}")
