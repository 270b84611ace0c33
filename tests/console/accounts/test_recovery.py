"""The telephone with the codes is lost: who wrote down the recovery codes comes in all the same, once with each."""

from __future__ import annotations

import re

from ivr.console.accounts import recovery, signing
from ivr.frozen import replace
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Account
from ivr.switchboard.sign_in import guards
from tests.console.accounts.people import PASSWORD, Someone, account, link
from tests.console.accounts.test_codes import shown, with_secret
from tests.console.floor import Floor


def written_down(page: str) -> list[str]:
    """What a page shows of codes."""
    return re.findall(r"<li><code>([0-9a-z]{5}-[0-9a-z]{5})</code>", page)


def set_up(floor: Floor) -> tuple[Account, list[str]]:
    """Somebody has proven an authenticator, and wrote down what they were shown then, and never again."""
    who, someone = account(floor), Someone(floor)
    someone.sign_in(who.email)
    someone.send("/account/second", seen="/account", deed="draw")
    with someone.client.session_transaction() as kept:
        secret = kept["second factor"]
    someone.send("/account/second", seen="/account", deed="prove", code=shown(floor, secret), present=PASSWORD)
    codes = written_down(someone.get("/account").text)
    again = someone.get("/account").text
    assert written_down(again) == [] and "10 recovery codes are left" in again
    return who, codes


def comes_in_by(floor: Floor, who: Account, code: str) -> bool:
    someone = Someone(floor)
    someone.sign_in(who.email)
    answer = someone.send("/sign-in/code", seen="/sign-in/code", recovery=code)
    assert answer.status_code == (303 if someone.is_in() else 422)
    return someone.is_in()


def test_each_lets_in_once_however_it_is_typed(floor: Floor) -> None:
    who, codes = set_up(floor)
    assert len(set(codes)) == 10
    assert comes_in_by(floor, who, codes[0]) and not comes_in_by(floor, who, codes[0])
    assert comes_in_by(floor, who, f" {codes[1].upper().replace('-', ' ').replace('0', 'O')} ")
    assert not comes_in_by(floor, who, "00000-00000")
    owner = floor.browser()
    trail = owner.get("/trail").text
    assert trail.count("signed in by password and recovery code") == 2
    with floor.parts.store.reading() as unit:
        kept = unit.get(Account, who.id)
    assert kept and kept.recovery and len(kept.recovery.split()) == 8
    assert not any(code in trail + kept.recovery for code in codes)
    assert kept.recovery.split()[0] not in trail


def test_new_ones_end_the_old_ones_and_who_asks_is_asked(light_floor: Floor) -> None:
    who, codes = set_up(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(who.email)
    someone.send("/sign-in/code", seen="/sign-in/code", recovery=codes[0])
    assert someone.send("/account/second", seen="/account", deed="recovery", present="no").status_code == 422
    someone.send("/account/second", seen="/account", deed="recovery", present=PASSWORD)
    fresh = written_down(someone.get("/account").text)
    assert len(fresh) == 10 and not comes_in_by(light_floor, who, codes[1]) and comes_in_by(light_floor, who, fresh[0])


def test_without_a_second_factor_there_are_none(light_floor: Floor) -> None:
    who, _codes = set_up(light_floor)
    someone = Someone(light_floor)
    someone.get(link(light_floor, who, forget=True))
    with light_floor.parts.store.reading() as unit:
        kept = unit.get(Account, who.id)
    assert kept and kept.totp is None and kept.recovery is None
    other = account(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(other.email)
    someone.send("/account/second", seen="/account", deed="recovery", present=PASSWORD)
    assert written_down(someone.get("/account").text) == []


def test_they_cannot_be_guessed_for_long(light_floor: Floor) -> None:
    who, codes = set_up(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(who.email)
    for _ in range(guards.FREE_OF_ACCOUNT):
        someone.send("/sign-in/code", seen="/sign-in/code", recovery="00000-00000")
    assert someone.send("/sign-in/code", seen="/sign-in/code", recovery=codes[0]).status_code == 422


def test_of_two_at_once_one_comes_in(light_floor: Floor) -> None:
    who, _secret = with_secret(light_floor)
    store = light_floor.parts.store
    with light_floor.console.test_request_context():
        made = recovery.drawn()
        who = work(store, lambda unit: unit.save(replace(who, recovery=recovery.kept(made))))
        answers = [
            work(store, lambda unit: signing._with_recovery(unit, who, made[3], "/", "password")) for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [303, 422]
