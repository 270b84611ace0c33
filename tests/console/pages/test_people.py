"""The page of people: who works here is taken on, changed, let in and moved; and who may not, does not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ivr.access import Role
from ivr.console.accounts.again import MOMENT
from ivr.console.words import LANGUAGES
from ivr.switchboard.rows import Account, Agent, AgentState, Deed, Membership
from tests.console.accounts.people import PASSWORD, Someone, account, aged
from tests.console.floor import Floor
from tests.console.pages.forms import Reader

LINK = re.compile(r'value="(https?://[^"]+/link/[^"]+)"')


def agent_named(floor: Floor, name: str) -> Agent:
    with floor.parts.store.reading() as unit:
        found = unit.one(Agent, name=name)
    assert found is not None, name
    return found


def account_of(floor: Floor, email: str) -> Account:
    with floor.parts.store.reading() as unit:
        found = unit.one(Account, email=email)
    assert found is not None, email
    return found


def deeds(floor: Floor, subject: str) -> list[str]:
    with floor.parts.store.reading() as unit:
        return [one.action for one in unit.many(Deed, subject=subject)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_is_taken_on_with_a_link_that_is_shown_once(floor: Floor, language: str) -> None:
    owner = Reader(floor, language=language)
    page = owner.does(
        "/people", "/people", name="Mina", email="Mina@Shop.example", role="agent", address="০১৭১২ ৩৪৫৬৭৮",
        teams=["support", "repairs"], language="bn",
    )  # fmt: skip
    mina, row = agent_named(floor, "Mina"), account_of(floor, "mina@shop.example")
    assert (mina.address, mina.state, mina.language) == ("+8801712345678", AgentState.AWAY, "bn")
    assert (row.role, row.agent_id) == (Role.AGENT, mina.id)
    link = LINK.search(page)
    assert link and not LINK.search(owner.sees(f"/people/{row.id}")), "once"
    stranger = Someone(floor)
    answer = stranger.send(
        link[1][link[1].index("/link/") :], link[1][link[1].index("/link/") :], password=PASSWORD, again=PASSWORD
    )
    assert answer.status_code == 303 and stranger.is_in()
    assert "Mina" in owner.sees("/people")
    assert deeds(floor, "agent Mina") == ["add person"]
    with floor.parts.store.reading() as unit:
        assert {one.team for one in unit.many(Membership, agent_id=mina.id)} == {"support", "repairs"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "They need a name"),
        ({"email": "nobody"}, "no e-mail address"),
        ({"address": "12"}, "no telephone number"),
        ({"address": "+19005550123"}, "premium"),
        ({"email": "", "address": ""}, "Give an e-mail address"),
        ({"email": "owner1@shop.example"}, "Somebody has this address"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    light_floor: Floor, fields: dict[str, str], said: str
) -> None:
    owner = Reader(light_floor)
    given = {"name": "Mina", "email": "mina@shop.example", "role": "viewer", "address": "+8801712345678", **fields}
    answer = owner.sends("/people", "/people", **given)
    assert answer.status_code == 422 and said in answer.text and 'aria-invalid="true"' in answer.text
    assert (
        f'value="{given["address"]}"' in answer.text.replace("&#43;", "+")
        and '<option value="viewer" selected' in answer.text
    )
    with light_floor.parts.store.reading() as unit:
        assert unit.one(Agent, name="Mina") is None and unit.one(Account, email="mina@shop.example") is None


def test_all_of_somebody_or_nothing(light_floor: Floor) -> None:
    """The agent is not kept where the account could not be."""
    owner = Reader(light_floor)
    known = light_floor.add(Role.VIEWER)
    answer = owner.sends("/people", "/people", name="Mina", email=known.email, role="agent", address="+8801712345678")
    assert answer.status_code == 422
    with light_floor.parts.store.reading() as unit:
        assert unit.one(Agent, name="Mina") is None


def test_role_name_and_switch(floor: Floor) -> None:
    owner, other = Reader(floor), floor.add(Role.AGENT)
    here = f"/people/{other.id}"
    assert "Kept" in owner.does(here, here, name="Karim", role="supervisor", agent="")
    assert account_of(floor, other.email).role is Role.SUPERVISOR
    assert "switched off" in owner.does(here, f"{here}/active")
    assert not account_of(floor, other.email).active
    assert "switched off" not in owner.does(here, f"{here}/active").split("<h2", 1)[1]
    assert deeds(floor, f"account {other.id}").count("edit person") == 3


def test_the_last_owner_remains(light_floor: Floor) -> None:
    owner = Reader(light_floor)
    (row,) = (one for one in _accounts(light_floor) if one.role is Role.OWNER)
    here = f"/people/{row.id}"
    for answer in (owner.sends(here, here, name="O", role="viewer", agent=""), owner.sends(here, f"{here}/active")):
        assert answer.status_code == 422 and "Somebody must remain who is the owner" in answer.text
    assert account_of(light_floor, row.email).active and account_of(light_floor, row.email).role is Role.OWNER


def _accounts(floor: Floor) -> tuple[Account, ...]:
    with floor.parts.store.reading() as unit:
        return unit.many(Account)


def test_who_came_too_late_writes_over_nothing(light_floor: Floor) -> None:
    owner, other = Reader(light_floor), light_floor.add(Role.AGENT)
    here = f"/people/{other.id}"
    answer = owner.sends(here, here, was="Agent|viewer||True", name="Karim", role="owner", agent="")
    assert answer.status_code == 409 and account_of(light_floor, other.email).role is Role.AGENT


def test_a_screen_left_open_changes_no_role_and_makes_no_link(light_floor: Floor) -> None:
    mine = account(light_floor)
    someone = Someone(light_floor)
    assert someone.sign_in(mine.email).status_code == 303
    other = light_floor.add(Role.AGENT)
    aged(light_floor, mine, began_at=MOMENT)
    reader = Reader(light_floor, client=someone.client)
    here = f"/people/{other.id}"
    for action in (here, f"{here}/link", f"{here}/active"):
        answer = reader.sends(here, action, name="K", role="owner", agent="", present="wrong")
        assert answer.status_code == 422 and "This is not your password" in answer.text.replace("&#39;", "'")
    assert account_of(light_floor, other.email).role is Role.AGENT
    reader.does(here, here, name="K", role="viewer", agent="", present=PASSWORD)
    assert "Your own password" not in reader.sees(here), "for some minutes it is not asked again"
    aged(light_floor, mine, began_at=timedelta(hours=1))
    reader.does(here, here, name="K", role="agent", agent="")


def test_who_has_no_password_comes_in_again(light_floor: Floor) -> None:
    owner = light_floor.browser()
    (mine,) = _accounts(light_floor)
    aged(light_floor, mine, began_at=MOMENT)
    other = light_floor.add(Role.AGENT)
    answer = Reader(light_floor, client=owner).sends(f"/people/{other.id}", f"/people/{other.id}/link")
    assert answer.status_code == 422 and "Sign out and in again first" in answer.text


def test_a_lost_second_factor_is_given_up_by_the_owner(light_floor: Floor) -> None:
    owner, other = Reader(light_floor), light_floor.add(Role.AGENT, totp="kept", password="x")
    here = f"/people/{other.id}"
    assert LINK.search(owner.does(here, f"{here}/link", forget="yes"))
    assert account_of(light_floor, other.email).totp is None


def test_on_duty_hours_and_language_by_whoever_runs_the_floor(light_floor: Floor) -> None:
    asha = agent_named(light_floor, "Asha")
    here, supervisor = f"/people/agents/{asha.id}", Reader(light_floor, Role.SUPERVISOR)
    supervisor.does(here, f"{here}/state", state="away" if asha.state is AgentState.AVAILABLE else "available")
    assert agent_named(light_floor, asha.name).state is not asha.state
    week = {f"day{day}": "" for day in range(7)} | {"day0": "১০:০০-১৩:০০, 14-18", "day6": "22:00–06:00"}
    page = supervisor.does(here, f"{here}/week", **week)
    assert 'value="10:00-13:00, 14:00-18:00"' in page and 'value="22:00-06:00"' in page
    answer = supervisor.sends(here, f"{here}/week", **week | {"day1": "from nine"})
    assert answer.status_code == 422 and 'value="from nine"' in answer.text and "These are no hours" in answer.text
    owner = Reader(light_floor)
    owner.does(here, f"{here}/language", language="bn")
    assert agent_named(light_floor, asha.name).language == "bn"


def test_an_agent_without_an_account_is_let_in(light_floor: Floor) -> None:
    asha = agent_named(light_floor, "Asha")
    here = f"/people/agents/{asha.id}"
    page = Reader(light_floor).does(here, f"{here}/account", email="asha@shop.example", role="agent")
    assert LINK.search(page) and account_of(light_floor, "asha@shop.example").agent_id == asha.id
    answer = Reader(light_floor).client.get(here)
    assert answer.status_code == 303, "a person has one page"


@pytest.mark.parametrize("role", (Role.SUPERVISOR, Role.AGENT, Role.VIEWER))
def test_others_change_nobody(light_floor: Floor, role: Role) -> None:
    asha, owner = agent_named(light_floor, "Asha"), light_floor.add(Role.OWNER)
    reader = Reader(light_floor, role)
    page = reader.sees("/people", 200 if role is Role.SUPERVISOR else 403)
    assert "Add somebody" not in page
    for path in ("/people", f"/people/{owner.id}", f"/people/{owner.id}/link", f"/people/agents/{asha.id}/number"):
        assert reader.posts(path, name="x", role="owner", address="+8801911223344").status_code == 403


def test_the_list_costs_the_same_for_many(light_floor: Floor) -> None:
    from sqlalchemy import event

    reader, counted = Reader(light_floor), []
    event.listen(light_floor.parts.store.engine, "before_cursor_execute", lambda *said: counted.append(said[2]))
    reader.sees("/people")
    few = len(counted)
    for _ in range(12):
        light_floor.add(Role.AGENT)
    counted.clear()
    reader.sees("/people")
    assert len(counted) == few
