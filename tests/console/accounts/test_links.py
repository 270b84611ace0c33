"""One-time links: looked at without harm, used once, for a day, and only the newest of an account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ivr.access import Role
from ivr.console import door
from ivr.console.accounts import codes
from ivr.switchboard.ports import Conflict, work
from ivr.switchboard.rows import Account, Link
from ivr.switchboard.sign_in import accounts, links, tokens
from ivr.switchboard.trail import OPERATOR
from tests.console.accounts.people import PASSWORD, Someone, account, link
from tests.console.floor import Floor


def test_a_link_leads_to_a_password_and_then_to_the_pages(floor: Floor) -> None:
    who = floor.add(Role.OWNER)
    address, someone = link(floor, who), Someone(floor)
    for _ in range(3):  # a mail program looks before the person does
        assert who.email in someone.get(address).text
    wrong = someone.send(address, seen=address, password="short", again="short")
    assert wrong.status_code == 422 and "at least 10" in wrong.text
    answer = someone.send(address, seen=address, password=PASSWORD, again=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/") and someone.is_in()
    assert Someone(floor).get(address).status_code == 410
    assert Someone(floor).sign_in(who.email).status_code == 303


def test_once_is_once_even_at_the_same_moment(floor: Floor) -> None:
    who = floor.add(Role.OWNER)
    hash = tokens.hashed(link(floor, who).rpartition("/")[2])

    def take(number: int) -> bool:
        try:
            return work(floor.parts.store, lambda unit: links.take(unit, hash, door.now())) is not None
        except Conflict:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, range(6))) == 1


def test_which_links_count_no_more(light_floor: Floor) -> None:
    who = light_floor.add(Role.AGENT)
    light_floor.add(Role.OWNER)
    someone = Someone(light_floor)
    old = link(light_floor, who, age=links.TERM)
    assert someone.get(old).status_code == 410 and someone.get("/link/made-up").status_code == 410
    earlier, newest = link(light_floor, who), link(light_floor, who)
    assert (someone.get(earlier).status_code, someone.get(newest).status_code) == (410, 200)
    accounts.change(light_floor.parts.store, OPERATOR, who.id, active=False)
    assert someone.get(newest).status_code == 410
    sent = someone.send(newest, password=PASSWORD, again=PASSWORD)
    assert sent.status_code == 410 and not someone.is_in()


def test_a_link_is_not_to_be_found_in_the_database(light_floor: Floor) -> None:
    who = light_floor.add(Role.OWNER)
    token = link(light_floor, who).rpartition("/")[2]
    with light_floor.parts.store.reading() as unit:
        (kept,) = unit.many(Link, account_id=who.id)
    assert token not in repr(kept) and kept.expires_at - kept.made_at == timedelta(hours=24)


def test_whoever_has_a_second_factor_shows_it_beside_a_link(light_floor: Floor) -> None:
    with light_floor.console.app_context():
        secret = codes.drawn()
    who = account(light_floor, totp=secret)
    address, someone = link(light_floor, who), Someone(light_floor)
    answer = someone.send(address, seen=address, password=PASSWORD, again=PASSWORD)
    assert answer.headers["Location"] == "/sign-in/code" and not someone.is_in()
    address = link(light_floor, who, forget=True)
    assert someone.send(address, seen=address, password=PASSWORD, again=PASSWORD).headers["Location"] == "/"
    assert someone.is_in()


def test_a_new_password_ends_what_was_begun_with_the_old(light_floor: Floor) -> None:
    who = account(light_floor)
    there = Someone(light_floor)
    there.sign_in(who.email)
    address, someone = link(light_floor, who), Someone(light_floor)
    someone.send(address, seen=address, password="quite another sentence", again="quite another sentence")
    assert someone.is_in() and not there.is_in()


def test_without_a_password_a_passkey_is_next(sqlite_url: str, tmp_path: object) -> None:
    floor = Floor(sqlite_url, tmp_path, PUBLIC_URL="http://localhost:8000")  # type: ignore[arg-type]
    who: Account = floor.add(Role.OWNER)
    address, someone = link(floor, who), Someone(floor)
    assert "passkey" in someone.get(address).text
    answer = someone.send(address, seen=address, how="passkey")
    assert answer.headers["Location"] == "/account#passkeys" and someone.is_in()
    floor.close()


@pytest.mark.parametrize("path", ["/link/", "/link/a/b", "/link/" + "x" * 3000])
def test_addresses_that_are_no_links(light_floor: Floor, path: str) -> None:
    assert Someone(light_floor).get(path).status_code in (404, 410)
