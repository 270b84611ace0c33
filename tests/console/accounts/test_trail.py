"""The trail: every change of who may do what stands in it, nobody writes over it, and no secret is told by it."""

from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ivr.access import Action, Role
from ivr.console.trail import cell
from ivr.reports.shop import trail as lines
from ivr.switchboard import trail
from ivr.switchboard.ports import work
from ivr.switchboard.sign_in import accounts
from ivr.switchboard.trail import OPERATOR, By
from tests.console.accounts.people import PASSWORD, Someone, account, link
from tests.console.floor import Floor


def told(floor: Floor) -> list[lines.DeedShown]:
    with floor.parts.store.reading() as unit:
        return list(lines.everything(unit, lines.Sought(limit=2)))


def test_coming_in_and_what_the_owner_changes_is_told(floor: Floor) -> None:
    who = floor.add(Role.OWNER)
    someone = Someone(floor)
    address = link(floor, who)
    someone.send(address, seen=address, password=PASSWORD, again=PASSWORD)
    accounts.change(floor.parts.store, By(who.id, who.name, "192.0.2.1"), floor.add(Role.AGENT).id, role=Role.VIEWER)
    found = told(floor)
    actions = [one.action for one in reversed(found)]
    assert [one for one in actions if one != Action.ADD_PERSON] == [
        Action.LINK_PERSON, "choose password", "sign in by link", Action.EDIT_PERSON,
    ]  # fmt: skip
    assert found[0].fields == (("role", "agent", "viewer"),) and found[0].address == "192.0.2.1"
    assert (found[0].account_id, found[0].name) == (who.id, who.name)


def test_nothing_is_written_over_and_nothing_goes(floor: Floor) -> None:
    work(floor.parts.store, lambda unit: trail.note(unit, OPERATOR, Action.SEE_CALLERS, "caller 1"))
    for statement in ("UPDATE deeds SET name = 'nobody'", "DELETE FROM deeds"):
        with pytest.raises(DBAPIError), floor.parts.store.engine.begin() as connection:
            connection.execute(text(statement))
    assert len(told(floor)) == 1


def test_a_change_that_is_not_made_is_not_told(floor: Floor) -> None:
    with pytest.raises(ZeroDivisionError), floor.parts.store.unit() as unit:
        trail.note(unit, OPERATOR, Action.EDIT_CALLER, "caller 1")
        raise ZeroDivisionError
    assert told(floor) == []


def test_it_tells_no_secret_and_nothing_by_which_a_caller_is_known(light_floor: Floor) -> None:
    before = {"name": "Nasrin", "number": "+8801712345678", "vip": False, "text": "is ill"}
    after = {"name": "Nasreen", "number": "+8801712345679", "vip": True, "text": ""}

    def act(unit: object) -> None:
        trail.note(unit, OPERATOR, Action.EDIT_CALLER, "caller 12", before, after)  # type: ignore[arg-type]
        trail.note(unit, OPERATOR, "x", "account 3", after={"password": "argon2…", "name": "Bo"})  # type: ignore[arg-type]

    work(light_floor.parts.store, act)
    account_line, caller_line = told(light_floor)
    assert {name: (was, now) for name, was, now in caller_line.fields} == {
        "name": ("•••", "•••"), "number": ("•••", "•••"), "vip": (False, True), "text": ("•••", ""),
    }  # fmt: skip
    assert account_line.fields == (("name", None, "Bo"), ("password", None, "•••"))


@pytest.mark.parametrize("language", ["en", "bn"])
def test_it_is_looked_at_by_person_subject_and_day(light_floor: Floor, language: str) -> None:
    boss, other = account(light_floor, Role.SUPERVISOR), account(light_floor, Role.AGENT)
    store = light_floor.parts.store
    for who, subject in ((boss, "callback aaa"), (other, "callback bbb"), (other, "caller 7")):
        by = By(who.id, who.name, "192.0.2.1")
        work(store, lambda unit, by=by, subject=subject: trail.note(unit, by, Action.SEE_CALLERS, subject))
    someone = Someone(light_floor, language)
    someone.sign_in(boss.email)

    def rows(query: str) -> int:
        return someone.get(f"/trail?{query}").text.count('<a href="/trail?subject=')

    today = store.now().astimezone(ZoneInfo("Asia/Dhaka")).date().isoformat()
    assert rows("") == rows(f"day={today}") == 6
    assert rows(f"person={other.id}") == 2 and rows("subject=caller+7") == 1 and rows("day=2000-01-01") == 0
    assert someone.get("/trail?day=yesterday").status_code == 422


def test_it_goes_on_where_the_page_ends(light_floor: Floor) -> None:
    boss = account(light_floor)
    for number in range(120):
        work(light_floor.parts.store, lambda unit, n=number: trail.note(unit, OPERATOR, "x", f"call {n}"))
    with light_floor.parts.store.reading() as unit:
        first = lines.page(unit, lines.Sought())
        second = lines.page(unit, lines.Sought(before=first.next))
    assert len(first.rows) == len(second.rows) == 50 and first.rows[-1].id == second.rows[0].id + 1
    someone = Someone(light_floor)
    someone.sign_in(boss.email)
    table = csv.reader(io.StringIO(someone.get("/trail.csv").text.removeprefix("\ufeff")))
    assert len(list(table)) >= 122
    assert told(light_floor)[0].action == Action.SEE_TRAIL


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}" and cell("Nasrin") == "Nasrin"


def test_a_name_that_is_a_formula_stays_a_name(light_floor: Floor) -> None:
    boss = account(light_floor, name='=HYPERLINK("http://evil.example")')
    someone = Someone(light_floor)
    someone.sign_in(boss.email)
    rows = list(csv.reader(io.StringIO(someone.get("/trail.csv").text)))
    assert any(row[1].startswith("'=HYPERLINK") for row in rows)
    assert not any(value.startswith(("=", "+", "@", "-")) for row in rows for value in row)


def test_what_was_changed_is_said_in_the_readers_words(light_floor: Floor) -> None:
    changed = light_floor.add(Role.AGENT)
    accounts.change(light_floor.parts.store, OPERATOR, changed.id, role=Role.VIEWER)
    work(light_floor.parts.store, lambda unit: trail.note(unit, OPERATOR, "press", "bell 1", after={"pitch": 440}))
    page = light_floor.browser(language="bn").get("/trail").text
    assert '<span class="quiet">ভূমিকা</span>: <bdi>agent</bdi> → <bdi>viewer</bdi>' in page
    assert '<code lang="en">pitch</code>' in page, "a field without words goes by its name"
