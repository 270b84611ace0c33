"""Two agents before the same callbacks: never do both hold one, or phone the same person, and each sees what the other
does; and a whole morning by keys alone, in either language."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from ivr.access import Role
from ivr.switchboard.deeds import by_hand
from ivr.switchboard.drive import callback as drive
from ivr.switchboard.ports import Carrier
from ivr.switchboard.rows import Callback, Offer
from ivr.switchboard.trail import OPERATOR
from tests.browser.conftest import Guarded
from tests.browser.sweep import Served, serving
from tests.console.pages.owed import KARIM, owed
from tests.console.pages.sent import agent_id
from tests.databases import SqliteDatabases

AT_ONCE = """at => setTimeout(() => document.querySelector("[data-call]").click(), at - Date.now())"""
TWICE = """async () => { for (const pause of [0, 200]) {
  await new Promise((go) => setTimeout(go, pause));
  document.querySelector("#cancel button").click();
} await new Promise((go) => setTimeout(go, 100)); }"""
LATER = "() => Date.now() + 1000"
NUMBERS = itertools.count(301)


@pytest.fixture(scope="module")
def served(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("callbacks")
    with serving(sqlite_databases.make(folder), folder / "var") as found:
        yield found


class Team:
    """Asha reads English, Babul Bengali; each has a browser."""

    def __init__(self, guarded: Guarded, served: Served) -> None:
        self.served = served
        self.asha, self.babul = (
            self._sits_down(guarded, name, language) for name, language in (("Asha", "en"), ("Babul", "bn"))
        )

    def _sits_down(self, guarded: Guarded, name: str, language: str) -> Page:
        context = guarded.context("409")
        self.served.let_in(context, Role.AGENT, language, name)
        return context.new_page()

    def look(self, path: str) -> None:
        for page in (self.asha, self.babul):
            page.goto(self.served.url + path)


def stands(served: Served, row: Callback) -> Callback:
    with served.floor.parts.store.reading() as unit:
        found = unit.get(Callback, row.id)
    assert found is not None
    return found


def asked(served: Served, row: Callback) -> list[int]:
    """Whom the engine asks for it, after some looks."""
    nobody: Carrier = None  # type: ignore[assignment]  # no telephone rings before an offer is placed
    for _ in range(3):
        drive.step(served.floor.parts.board, nobody, row.id)
    with served.floor.parts.store.reading() as unit:
        return [one.agent_id for one in unit.many(Offer, callback_id=row.id)]


def test_two_agents_never_hold_or_phone_the_same_person(guarded: Guarded, served: Served) -> None:
    first, second = owed(served.floor, chosen=True), owed(served.floor, KARIM, timedelta(minutes=-1), chosen=True)
    team = Team(guarded, served)
    team.look("/callbacks")
    # One is quicker: by two keys, and the other sees who has it.
    theirs = team.babul.locator(f"#callback-{first.public_id}")
    expect(theirs.locator("[data-claim]")).to_be_visible()
    team.asha.keyboard.press("j")
    team.asha.keyboard.press("c")
    team.asha.wait_for_url(f"**/callbacks/{first.public_id}")
    expect(theirs.locator(".holder")).to_contain_text("Asha-এর হাতে")
    expect(theirs.locator("[data-claim]")).to_have_count(0)
    assert stands(served, first).claimed_by == agent_id(served.floor, "Asha")
    assert asked(served, first) == [agent_id(served.floor, "Asha")]
    # Both at the same instant: one phones, the other reads who does.
    team.look(f"/callbacks/{second.public_id}")
    at = team.asha.evaluate(LATER)
    for page in (team.asha, team.babul):
        page.evaluate(AT_ONCE, at)
    outcomes = {}
    for name, page in (("Asha", team.asha), ("Babul", team.babul)):
        page.locator("#toasts [data-undo], main .alert").first.wait_for()
        outcomes[name] = page.locator("main .alert").count() == 0
    (winner,) = (name for name, won in outcomes.items() if won)
    loser = team.babul if winner == "Asha" else team.asha
    expect(loser.locator("main .alert")).to_contain_text(winner)
    expect(loser.locator("#now .holder")).to_contain_text(winner)
    expect(loser.locator("[data-call]")).to_have_count(0)
    assert stands(served, second).claimed_by == agent_id(served.floor, winner)
    assert set(asked(served, second)) <= {agent_id(served.floor, winner)}, "who is asked already, is asked for one"


def opened(guarded: Guarded, served: Served, language: str) -> tuple[Callback, Page]:
    """Somebody who is no agent before the most pressing callback, come there by keys."""
    row = owed(served.floor, f"+1202555{next(NUMBERS):04}", timedelta(minutes=-next(NUMBERS)), chosen=True)
    context = guarded.context("409")
    served.let_in(context, Role.AGENT, language)
    page = context.new_page()
    page.goto(f"{served.url}/callbacks")
    page.keyboard.press("j")
    expect(page.locator("[data-item]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/callbacks/{row.public_id}")
    return row, page


@pytest.mark.parametrize(("language", "said"), [("en", "Taken back."), ("bn", "ফিরিয়ে নেওয়া হলো।")])
def test_moved_and_taken_back_by_keys_alone(guarded: Guarded, served: Served, language: str, said: str) -> None:
    row, page = opened(guarded, served, language)
    before = stands(served, row).promised_by
    page.keyboard.press("m")
    expect(page.locator("#move [name=when]").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("[data-undo]").wait_for()
    assert stands(served, row).promised_by != before
    page.wait_for_load_state()
    page.keyboard.press("z")
    page.locator("#toasts", has_text=said).wait_for()
    assert stands(served, row).promised_by == before


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Meanwhile it has changed"), ("bn", "এর মধ্যে এটি বদলে গেছে")]
)  # fmt: skip
def test_what_is_typed_stays_while_others_work(guarded: Guarded, served: Served, language: str, said: str) -> None:
    """The page shows what somebody else has done; what was decided before that is refused, and the choice is kept."""
    row, page = opened(guarded, served, language)
    page.keyboard.press("n")
    page.keyboard.type("half a se")
    shown = page.locator("#now dd").all_inner_texts()
    later = served.floor.parts.store.now() + timedelta(days=2)
    by_hand.move(served.floor.parts.board, OPERATOR, row.public_id, later, agreed=True)
    page.wait_for_function(
        "was => [...document.querySelectorAll('#now dd')].map(one => one.innerText).join() !== was.join()", arg=shown
    )
    page.keyboard.type("ntence")
    expect(page.locator("#note")).to_have_value("half a sentence")
    page.locator("#cancel summary").click()
    page.locator("#cancel [value=settled]").check()
    page.locator("#cancel button").click()
    expect(page.locator("main .alert")).to_contain_text(said)
    expect(page.locator("#cancel [value=settled]")).to_be_checked()
    assert stands(served, row).cancel_at is None
    page.locator("#cancel button").click()
    page.locator("[data-undo]").wait_for()
    assert stands(served, row).cancel_why == "settled"


def test_a_double_click_is_one_click(guarded: Guarded, served: Served) -> None:
    row, page = opened(guarded, served, "en")
    page.locator("#cancel summary").click()
    page.locator("#cancel [value=settled]").check()
    held: list[Route] = []
    page.route("**/cancel*", lambda route: held.append(route))
    page.evaluate(TWICE)
    sent = len(held)
    for route in held:
        route.continue_()
    assert sent == 1
    page.locator("[data-undo]").wait_for()
    expect(page.locator("main .alert")).to_have_count(0)
    assert stands(served, row).cancel_why == "settled"
