"""The page of callbacks: what is in which tab, whose it is, what hour it is there; and what each role may do of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.access import Action, Role, may
from ivr.console.words import LANGUAGES
from ivr.frozen import replace
from ivr.promise.callback import State
from ivr.reports.callback import lists as lists
from ivr.reports.shop import trail
from ivr.switchboard.deeds import claims
from ivr.switchboard.known import notes
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, Callback
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor
from tests.console.pages.owed import KARIM, NASRIN, PROMISE, RINA, over, owed
from tests.store import samples

HOUR = timedelta(hours=1)
DEEDS = ("claim", "release", "call", "move", "hand-over", "cancel", "resolve", "note", "undo")


def look(floor: Floor, address: str, language: str = "en", role: Role = Role.AGENT, agent: str = "") -> TestResponse:
    return floor.browser(role, language, agent).get(address)


def counts(page: str) -> list[str]:
    return re.findall(r'<span class="count">(.*?)</span></a>', page)


def mark(row: Callback) -> str:
    """How a list has it."""
    return f'id="callback-{row.public_id}"'


def agent(floor: Floor, name: str) -> Agent:
    with floor.parts.store.reading() as unit:
        found = unit.one(Agent, name=name)
    assert found is not None
    return found


@pytest.mark.parametrize(("language", "numbers"), [("en", "20111"), ("bn", "২০১১১")])
def test_each_callback_is_in_one_tab_with_its_number(floor: Floor, language: str, numbers: str) -> None:
    due, late, later = owed(floor), owed(floor, KARIM, -HOUR), owed(floor, RINA, timedelta(days=3))
    done, missed = over(floor, "+12025550124", State.CAME_IN), over(floor, "+12025550125", State.EXHAUSTED)
    client = floor.browser(Role.VIEWER, language)
    pages = {tab: client.get(f"/callbacks?tab={tab}").text for tab in lists.Tab}
    assert all(counts(page) == list(numbers) for page in pages.values())
    assert pages["due"].index(mark(late)) < pages["due"].index(mark(due)), "the most pressing one is first"
    for tab, row in (("due", due), ("later", later), ("done", done), ("missed", missed)):
        assert [name for name, page in pages.items() if mark(row) in page] == [tab]
    assert client.get("/callbacks?tab=nonsense").text.count("data-item") == 2


def test_it_is_narrowed_down_to_one_team(light_floor: Floor) -> None:
    ours, theirs = owed(light_floor), owed(light_floor, KARIM, team="repairs")
    page = look(light_floor, "/callbacks?team=repairs").text
    assert mark(theirs) in page and mark(ours) not in page and counts(page)[0] == "1"
    assert f"/callbacks/{theirs.public_id}?team=repairs" in page
    assert counts(look(light_floor, "/callbacks?team=nobody").text)[0] == "2"


def test_a_long_list_goes_on(light_floor: Floor) -> None:
    for number in range(60):
        owed(light_floor, f"+1202555{number:04}")
    client = light_floor.browser(Role.AGENT)
    first, second = (client.get(f"/callbacks?skip={skip}").text for skip in (0, 50))
    assert (first.count("data-item"), second.count("data-item")) == (50, 10)
    assert 'skip=50"' in first and "Further ones" not in second and "The ones before" in second


def test_who_has_it_is_said_until_when(light_floor: Floor) -> None:
    row, asha = owed(light_floor), agent(light_floor, "Asha")
    claims.claim(light_floor.parts.board, OPERATOR, row.public_id, asha.id)
    for language, said in (("en", "Asha has it until"), ("bn", "পর্যন্ত Asha-এর হাতে")):
        page = look(light_floor, "/callbacks", language, agent="Babul" if language == "en" else "").text
        assert said in page and "data-claim" not in page.split("<dialog")[0]
    own = look(light_floor, f"/callbacks/{row.public_id}", agent="Asha").text
    assert "data-release" in own and "yours until" in own


def zone_at(floor: Floor, hour: int) -> str:
    """A zone in which it is this hour now."""
    ahead = (hour - floor.parts.store.now().hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}"  # POSIX counts westwards


def test_it_says_where_it_is_night(light_floor: Floor) -> None:
    """There nobody is phoned, unless they asked for the hour themselves."""
    row, store = owed(light_floor), light_floor.parts.store

    def lives(hour: int) -> str:
        zone = zone_at(light_floor, hour)
        work(store, lambda unit: unit.save(replace(unit.lock(row.caller_id), zone=zone)))
        return look(light_floor, "/callbacks").text

    assert "for them it is night until" in lives(3) and "there" in lives(3)
    assert "for them it is night" not in lives(14)

    def choose(unit: Unit) -> None:
        found = unit.get(Callback, row.id)
        assert found is not None
        unit.save(replace(found, chosen=True))

    work(store, choose)
    assert "for them it is night" not in lives(3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_has_the_whole_brief(floor: Floor, language: str) -> None:
    row, store = owed(floor, attempts=1), floor.parts.store

    asha = agent(floor, "Asha")
    work(
        store,
        lambda unit: samples.customer_leg(unit, samples.offer_row(unit, asha, row, in_flight=False), in_flight=False),
    )
    notes.add(store, OPERATOR, row.caller_id, "<b>wants</b> the blue one", callback_id=row.id)
    page = look(floor, f"/callbacks/{row.public_id}", language).text
    assert f'<q lang="bn">{PROMISE}</q>' in page and "Nasrin" in page and "&lt;b&gt;wants" in page
    for en, bn in (("an order", "অর্ডার"), ("wanted to speak with somebody", "কারও সঙ্গে কথা বলতে চেয়েছিলেন"),
                   ("count\">1/5<", "count\">১/৫<"), ("not known yet", "এখনও জানা যায়নি"),
                   ("1 call in 7 days", "৭ দিনে ১টি কল"), ("+880 1712 345678", "+৮৮০ ১৭১২ ৩৪৫৬৭৮")):  # fmt: skip
        assert (bn if language == "bn" else en) in page
    assert 'href="tel:+8801712345678"' in page and page.count("<h1") == 1


def test_who_looked_at_one_is_told(light_floor: Floor) -> None:
    row = owed(light_floor)
    client = light_floor.browser(Role.VIEWER)
    client.get(f"/callbacks/{row.public_id}")
    client.get(f"/callbacks/{row.public_id}?part=now", headers={"HX-Request": "true"})
    with light_floor.parts.store.reading() as unit:
        found = list(trail.everything(unit, trail.Sought(subject=f"callback {row.public_id}")))
    assert [(one.action, one.name) for one in found] == [(Action.SEE_CALLBACKS, "Viewer")]


def test_there_is_no_such_callback(light_floor: Floor) -> None:
    assert look(light_floor, "/callbacks/nothing").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_it_may_do(light_floor: Floor, role: Role) -> None:
    row = owed(light_floor)
    client: FlaskClient = light_floor.browser(role, agent="Asha")
    page = client.get(f"/callbacks/{row.public_id}").text
    for deed in ("claim", "call", "move", "hand-over", "cancel", "resolve", "note"):
        assert (f"/{row.public_id}/{deed}" in page) == (role is not Role.VIEWER), deed
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    for deed in DEEDS:
        answer = client.post(f"/callbacks/{row.public_id}/{deed}", data={"csrf_token": token})
        assert (answer.status_code == 403) != may(role, Action.CLAIM_CALLBACK), deed


def test_who_is_no_agent_takes_none_and_may_do_all_else(light_floor: Floor) -> None:
    page = look(light_floor, f"/callbacks/{owed(light_floor).public_id}", role=Role.SUPERVISOR).text
    assert "data-claim" not in page.split("<dialog")[0] and "/move" in page and NASRIN in page


def test_agents_who_are_asked_are_named(light_floor: Floor) -> None:
    row, asha = owed(light_floor), agent(light_floor, "Asha")
    work(light_floor.parts.store, lambda unit: samples.offer_row(unit, asha, row))
    assert re.search(r'class="quiet">Asha<', look(light_floor, "/callbacks").text)


def test_a_page_costs_the_same_however_much_there_is(floor: Floor) -> None:
    client, store = floor.browser(Role.AGENT, agent="Asha"), floor.parts.store

    def cost(address: str) -> int:
        client.get(address)  # what is read once and kept, is
        before = store.statements
        assert client.get(address).status_code == 200
        return store.statements - before

    row = owed(floor)
    few = cost("/callbacks"), cost(f"/callbacks/{row.public_id}")
    for number in range(30):
        owed(floor, f"+1202555{number:04}")
        notes.add(store, OPERATOR, row.caller_id, f"note {number}", callback_id=row.id)
    assert (cost("/callbacks"), cost(f"/callbacks/{row.public_id}")) == few
    assert few[0] <= 15 and few[1] <= 35
