"""Visits: each sign-in has a name of its own; it ends by time, by hand, everywhere, and not for waiting on duty."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.access import Role
from ivr.console import door
from ivr.switchboard import agents
from ivr.switchboard.rows import Visit
from ivr.switchboard.sign_in import accounts, visits
from ivr.switchboard.trail import OPERATOR
from tests.console.accounts.people import PASSWORD, Someone, account, aged
from tests.console.floor import Floor

LONG = visits.IDLE + timedelta(seconds=1)


def test_what_a_browser_brought_along_is_never_the_name_of_a_visit(floor: Floor) -> None:
    who = account(floor)
    someone = Someone(floor)
    with someone.client.session_transaction() as kept:
        kept[door.VISIT], kept["planted"] = "known to an attacker", "x"
    assert not someone.is_in()
    names = set()
    for _ in range(2):
        someone.sign_in(who.email)
        with someone.client.session_transaction() as kept:
            names.add(kept[door.VISIT])
            assert "planted" not in kept
        someone.send("/sign-out", seen="/account")
    assert len(names) == 2 and "known to an attacker" not in names


def test_a_cookie_that_was_copied_is_worth_nothing_after_signing_out(floor: Floor) -> None:
    who = account(floor)
    someone, thief = Someone(floor), Someone(floor)
    someone.sign_in(who.email)
    cookie = someone.client.get_cookie("ivr")
    assert cookie
    thief.client.set_cookie("ivr", cookie.value)
    assert thief.is_in()
    someone.send("/sign-out", seen="/account")
    thief.client.set_cookie("ivr", cookie.value)
    assert not thief.is_in()


def test_who_does_nothing_is_signed_out_and_who_waits_on_duty_is_not(floor: Floor) -> None:
    asha = account(floor, Role.AGENT, agent="Asha")
    someone = Someone(floor)
    someone.sign_in(asha.email)
    agents.away(floor.parts.store, "Asha")
    aged(floor, asha, seen_at=visits.IDLE - timedelta(minutes=1))
    assert someone.is_in()
    aged(floor, asha, seen_at=LONG)
    agents.available(floor.parts.store, "Asha")
    assert someone.is_in()
    aged(floor, asha, seen_at=LONG)
    agents.away(floor.parts.store, "Asha")
    assert not someone.is_in()


def test_a_page_that_asks_by_itself_is_no_sign_of_life(light_floor: Floor) -> None:
    who = account(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(who.email)
    aged(light_floor, who, seen_at=timedelta(minutes=29))
    assert someone.get("/live/mark").status_code == 200
    assert someone.client.get("/?part=now", headers={"HX-Request": "true"}).status_code == 200
    aged(light_floor, who, seen_at=timedelta(minutes=2))
    assert not someone.is_in()


def test_nobody_stays_longer_than_a_working_day(light_floor: Floor) -> None:
    asha = account(light_floor, Role.AGENT, agent="Asha")
    someone = Someone(light_floor)
    someone.sign_in(asha.email)
    aged(light_floor, asha, began_at=visits.LONGEST)
    assert not someone.is_in()


def test_the_simulated_clock_signs_nobody_out(light_floor: Floor) -> None:
    who = account(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(who.email)
    light_floor.parts.store.move_clock(3 * 86400)
    assert someone.is_in()


def test_that_somebody_is_there_is_written_once_a_minute_at_most(light_floor: Floor) -> None:
    who = account(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(who.email)

    def seen() -> list[Visit]:
        with light_floor.parts.store.reading() as unit:
            return list(unit.many(Visit, account_id=who.id, ended_at=None))

    before = seen()
    someone.get("/account")
    assert seen() == before
    aged(light_floor, who, seen_at=timedelta(minutes=5))
    someone.get("/account")
    assert door.now() - seen()[0].seen_at < timedelta(minutes=1)


def test_signed_out_on_all_other_devices(floor: Floor) -> None:
    who = account(floor)
    here, there = Someone(floor), Someone(floor)
    for one in (here, there):
        one.sign_in(who.email)
    assert here.send("/account/everywhere", seen="/account").status_code == 303
    assert here.is_in() and not there.is_in()


def test_another_password_signs_out_everywhere_else(light_floor: Floor) -> None:
    who = account(light_floor)
    here, there = Someone(light_floor), Someone(light_floor)
    for one in (here, there):
        one.sign_in(who.email)
    chosen = "quite another sentence"
    wrong = here.send("/account/password", seen="/account", present="wrong", password=chosen, again=chosen)
    assert wrong.status_code == 422 and "not your password" in wrong.text
    here.send("/account/password", seen="/account", present=PASSWORD, password=chosen, again=chosen)
    assert here.is_in() and not there.is_in()
    assert Someone(light_floor).sign_in(who.email).status_code == 422
    assert Someone(light_floor).sign_in(who.email, chosen).status_code == 303


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.VIEWER}])
def test_a_change_by_the_owner_counts_at_once(light_floor: Floor, change: dict[str, object]) -> None:
    account(light_floor)
    boss = account(light_floor, Role.SUPERVISOR)
    someone = Someone(light_floor)
    someone.sign_in(boss.email)
    assert someone.get("/trail").status_code == 200
    accounts.change(light_floor.parts.store, OPERATOR, boss.id, **change)  # type: ignore[arg-type]
    assert someone.get("/trail").status_code == (303 if "active" in change else 403)
