"""The entrance: who is let in, who waits, and that nobody learns there who has an account."""

from __future__ import annotations

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ivr.access import Role
from ivr.console import door
from ivr.console.accounts import passwords
from ivr.frozen import replace
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Account, Guard
from ivr.switchboard.sign_in import guards
from tests.console.accounts.people import PASSWORD, Someone, account
from tests.console.floor import Floor


def test_by_password_somebody_comes_in_and_goes(floor: Floor) -> None:
    who = account(floor)
    someone = Someone(floor)
    assert not someone.is_in()
    answer = someone.sign_in(f"  {who.email.upper()} ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert someone.is_in()
    assert someone.send("/sign-out", seen="/account").headers["Location"] == "/sign-in"
    assert not someone.is_in()


def told(page: str) -> str:
    """The page without what is drawn anew each time, and without what was typed."""
    return re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page)


def test_whatever_is_wrong_the_page_says_the_same(light_floor: Floor) -> None:
    right = account(light_floor)
    off = account(light_floor, Role.AGENT, active=False)
    fresh = light_floor.add(Role.VIEWER)
    tries = [(right.email, "wrong"), (off.email, PASSWORD), (fresh.email, PASSWORD), ("nobody@shop.example", PASSWORD)]
    tries += [("", ""), ("no address", "x" * 5000), (fresh.email, "")]
    answers = [Someone(light_floor).sign_in(email, password) for email, password in tries]
    assert {answer.status_code for answer in answers} == {422}
    assert len({told(answer.text) for answer in answers}) == 1
    assert "did not work" in answers[0].text


def test_it_takes_as_long_to_say_no_to_nobody(light_floor: Floor) -> None:
    who = account(light_floor)
    passwords.right(None, "the first time more is to be done")

    def seconds(email: str) -> float:
        someone = Someone(light_floor)
        someone.get("/sign-in")
        begun = time.process_time()
        someone.sign_in(email, "wrong")
        return time.process_time() - begun

    known, unknown = ([seconds(email) for _ in range(5)] for email in (who.email, "nobody@shop.example"))
    assert 1 / 3 < statistics.median(known) / statistics.median(unknown) < 3


def unlocked(floor: Floor) -> None:
    """So much time passes that nobody waits any more."""

    def act(unit: object) -> None:
        for guard in unit.many(Guard, id=tuple(range(1, 100))):  # type: ignore[attr-defined]
            unit.save(replace(guard, locked_until=None))  # type: ignore[attr-defined]

    work(floor.parts.store, act)


def test_after_some_tries_even_the_right_password_waits(floor: Floor) -> None:
    who = account(floor)
    for number in range(guards.FREE_OF_ACCOUNT):
        assert Someone(floor, address=f"192.0.2.{number}").sign_in(who.email, "wrong").status_code == 422
    assert Someone(floor).sign_in(who.email).status_code == 422
    unlocked(floor)
    assert Someone(floor).sign_in(who.email).status_code == 303
    with floor.parts.store.reading() as unit:
        guard = unit.one(Guard, subject=guards.of_account(who.email))
    assert guard and guard.failures == 0


def test_who_guesses_at_many_accounts_waits_at_their_network_and_others_do_not(light_floor: Floor) -> None:
    who = account(light_floor)
    guesser = "2001:db8:1:2::7"
    for number in range(guards.FREE_OF_NETWORK):
        Someone(light_floor, address=guesser).sign_in(f"somebody{number}@shop.example", "password")
    assert Someone(light_floor, address="2001:db8:1:2:3::4").sign_in(who.email).status_code == 422
    assert Someone(light_floor, address="2001:db8:9:2::7").sign_in(who.email).status_code == 303


def test_a_hundred_guesses_at_once_are_a_hundred(floor: Floor) -> None:
    store = floor.parts.store

    def ask(number: int) -> bool:
        try:
            return guards.ask(store, "owner@shop.example", f"192.0.2.{number}", door.now())
        except Exception:
            return False

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(ask, range(40)))
    assert looked_at <= guards.FREE_OF_ACCOUNT


@pytest.mark.parametrize(
    ("failures", "wait"), [(1, None), (4, None), (5, 30), (6, 60), (7, 120), (10, 900), (500, 900)]
)
def test_each_failure_more_is_a_longer_wait(failures: int, wait: int | None) -> None:
    now = door.now()
    until = guards.wait(now, failures, guards.FREE_OF_ACCOUNT)
    assert until == (None if wait is None else now + timedelta(seconds=wait))


@pytest.mark.parametrize(
    ("chosen", "again", "why"),
    [
        ("short", "short", passwords.SHORT),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", passwords.EASY),
        ("Somebody@shop.example", "Somebody@shop.example", passwords.EASY),
        ("four words are enough", "four words are enuf", passwords.DIFFERENT),
        ("x" * 300, "x" * 300, passwords.LONG),
        ("four words are enough", "four words are enough", ""),
        ("চারটি শব্দই যথেষ্ট", "চারটি শব্দই যথেষ্ট", ""),
    ],
)
def test_which_passwords_are_taken(chosen: str, again: str, why: str) -> None:
    assert passwords.refusal(chosen, again, "somebody@shop.example", "Some Body") == why


def test_only_argon2id_is_kept_and_it_is_renewed(light_floor: Floor) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    who = account(light_floor, password=old)
    assert Someone(light_floor).sign_in(who.email).status_code == 303
    with light_floor.parts.store.reading() as unit:
        now = unit.get(Account, who.id)
    assert now and now.password and now.password.startswith("$argon2id$") and now.password != old
    assert not passwords.outdated(now.password)


ELSEWHERE = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/%0d%0aSet-Cookie:x",
    "/%2f%2fevil.example",
    "///evil.example",
    "/nothing/here",
    "/sign-in",
    "/sign-out",
    "/link/x",
    "http:evil.example",
    "/\tevil",
    "/account\r\nX: y",
    "/@evil.example",
    "/.evil.example",
    "evil.example",
    " /account",
    "/account@evil.example",
    "/static/x/css/console.css",
    "data:text/html,x",
    "//[::1]/",
    "/..//evil.example",
    "?next=//evil.example",
    "#//evil.example",
]


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in(light_floor: Floor, onward: str) -> None:
    who = account(light_floor)
    assert Someone(light_floor).sign_in(who.email, next=onward).headers["Location"] == "/"
    someone = Someone(light_floor)
    someone.sign_in(who.email)
    answer = someone.client.get("/sign-in", query_string={"next": onward})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("onward", ["/account", "/trail?person=1&day=2026-11-22", "/trail?q=//evil.example"])
def test_who_came_for_a_page_gets_it(light_floor: Floor, onward: str) -> None:
    who = account(light_floor)
    someone = Someone(light_floor)
    asked = someone.get(onward).headers["Location"]
    assert asked.startswith("/sign-in?next=")
    shown = re.findall(r'name="next" value="([^"]*)"', someone.get(asked).text)
    assert onward in [one.replace("&amp;", "&") for one in shown]
    assert someone.sign_in(who.email, next=onward).headers["Location"] == onward


def test_behind_https_the_cookie_is_the_hosts_own(sqlite_url: str, tmp_path: object) -> None:
    more = {"PUBLIC_URL": "https://phone.example", "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz", "PROXIES": "1"}
    more |= {"MAX_CALLS_AT_ONCE": "5"}
    floor = Floor(sqlite_url, tmp_path, **more)  # type: ignore[arg-type]
    try:
        who = account(floor)
        client = floor.console.test_client()
        base = "https://phone.example"
        form = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in", base_url=base).text)
        assert form
        sent = {"csrf_token": form[1], "email": who.email, "password": PASSWORD}
        headers = {"Referer": f"{base}/sign-in", "X-Forwarded-For": "203.0.113.9, 192.0.2.44"}
        answer = client.post("/sign-in", data=sent, base_url=base, headers=headers)
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert cookie.startswith("__Host-ivr=") and "Domain" not in cookie
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
        with floor.parts.store.reading() as unit:
            assert unit.one(Guard, subject=guards.of_network("192.0.2.44"))
    finally:
        floor.close()
