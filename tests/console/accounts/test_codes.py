"""The second factor: set up with a code, asked for beside the password, each code taken once."""

from __future__ import annotations

import re
import time
from typing import Any

from ivr.console.accounts import arrive, codes, signing
from ivr.switchboard.ports import work
from ivr.switchboard.sign_in import guards
from tests.console.accounts.people import PASSWORD, Someone, account
from tests.console.floor import Floor


def shown(floor: Floor, secret: str, ahead: int = 0) -> str:
    """What an authenticator shows, `ahead` of now by so many codes."""
    with floor.console.app_context():
        return str(codes._read(secret).generate(time=int(time.time()) + 30 * ahead).token)


def with_secret(floor: Floor) -> tuple[Any, str]:
    with floor.console.app_context():
        secret = codes.drawn()
    return account(floor, totp=secret), secret


def test_password_and_code(floor: Floor) -> None:
    who, secret = with_secret(floor)
    someone = Someone(floor)
    assert someone.sign_in(who.email, next="/account").headers["Location"] == "/sign-in/code"
    assert not someone.is_in()
    wrong = someone.send("/sign-in/code", seen="/sign-in/code", code="000000")
    assert wrong.status_code == 422 and "does not work" in wrong.text
    code = shown(floor, secret).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    answer = someone.send("/sign-in/code", seen="/sign-in/code", code=f" {code[:3]} {code[3:]} ")
    assert answer.headers["Location"] == "/account" and someone.is_in()


def test_a_code_counts_once(floor: Floor) -> None:
    who, secret = with_secret(floor)
    code = shown(floor, secret)
    for expected in (303, 422):
        someone = Someone(floor)
        someone.sign_in(who.email)
        assert someone.send("/sign-in/code", seen="/sign-in/code", code=code).status_code == expected


def test_codes_cannot_be_guessed_for_long(light_floor: Floor) -> None:
    who, secret = with_secret(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(who.email)
    for _ in range(guards.FREE_OF_ACCOUNT):
        someone.send("/sign-in/code", seen="/sign-in/code", code="000000")
    assert someone.send("/sign-in/code", seen="/sign-in/code", code=shown(light_floor, secret)).status_code == 422


def test_the_password_alone_opens_nothing_and_not_for_long(light_floor: Floor) -> None:
    who, secret = with_secret(light_floor)
    someone = Someone(light_floor)
    assert someone.get("/sign-in/code").headers["Location"] == "/sign-in"
    someone.sign_in(who.email)
    with someone.client.session_transaction() as kept:
        kept[arrive.HALF] = {**kept[arrive.HALF], "until": time.time() - 1}
    answer = someone.send("/sign-in/code", code=shown(light_floor, secret))
    assert answer.headers["Location"] == "/sign-in" and not someone.is_in()


def test_it_is_set_up_with_a_picture_proven_and_given_up(light_floor: Floor) -> None:
    who = account(light_floor)
    someone = Someone(light_floor)
    someone.sign_in(who.email)
    someone.send("/account/second", seen="/account", deed="draw")
    page = someone.get("/account").text
    assert 'src="data:image/svg+xml;base64,' in page
    with someone.client.session_transaction() as kept:
        secret = kept["second factor"]
    spelled = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)
    assert spelled
    wrong = someone.send("/account/second", seen="/account", deed="prove", code="123", present=PASSWORD)
    assert wrong.status_code == 422
    stranger = someone.send(
        "/account/second", seen="/account", deed="prove", code=shown(light_floor, secret), present="no"
    )
    assert stranger.status_code == 422
    someone.send("/account/second", seen="/account", deed="prove", code=shown(light_floor, secret), present=PASSWORD)
    assert Someone(light_floor).sign_in(who.email).headers["Location"] == "/sign-in/code"
    someone.send("/account/second", seen="/account", deed="give up", present=PASSWORD)
    assert Someone(light_floor).sign_in(who.email).headers["Location"] == "/"


def test_a_secret_of_another_installation_is_no_secret(light_floor: Floor) -> None:
    from passlib.totp import TOTP

    foreign = TOTP.using(secrets={"other": "k" * 40}, issuer="ivr").new().to_json(encrypt=True)
    with light_floor.console.app_context():
        assert codes.match(foreign, "123456", 0) is None


def test_a_code_that_two_give_at_once_lets_one_in(light_floor: Floor) -> None:
    """Both were found right before either was written: the second unit sees what the first one wrote."""
    who, _secret = with_secret(light_floor)
    store = light_floor.parts.store
    with light_floor.console.test_request_context():
        answers = [
            work(store, lambda unit: signing._with_code(unit, who, 59_845_729, "/", "password")) for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [303, 422]
