"""`call`: a call by hand, as somebody at a terminal or a script would make it. No database, no account, no network."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr import phone
from tests.cli.running import Ran, Shell
from tests.paths import ROOT

NOON, NIGHT = "2026-11-23T12:00", "2026-11-23T23:00"


@pytest.fixture
def ring(tmp_path: Path) -> Shell:
    """No database is there, and none is made."""
    shell = Shell(f"sqlite:///{tmp_path}/none/ivr.db", tmp_path / "none")
    shell.env = {"CALLFLOWS_DIR": str(ROOT / "callflows"), "VAR_DIR": str(tmp_path / "none")}
    return shell


def call(ring: Shell, keys: str, *options: str) -> Ran:
    """A call in which these keys are typed: one line each, `.` for an empty one."""
    typed = "".join(f"{'' if key == '.' else key}\n" for key in keys.split())
    ran = ring("call", *options, keys=typed)
    assert ran.code == 0, ran.err
    return ran


def test_what_is_heard_is_printed_with_its_language_and_its_time(ring: Shell, tmp_path: Path) -> None:
    ran = call(ring, "1 .", "--at", NOON)
    first, second = ran.out.splitlines()[:2]
    assert first == "12:00:00  en  Welcome to Meghna Electronics. For English, press 1."
    assert second.split()[1] == "bn" and "→ 1" in ran.out
    assert not (tmp_path / "none").exists()


def test_without_anybody_on_duty_a_call_is_promised_at_once(ring: Shell) -> None:
    ran = call(ring, "1 1 1", "--at", NOON)
    assert "We will call you back within 30 minutes." in ran.out
    assert ran.err == "We owe you a call: by 2026-11-23 12:30 (Asia/Dhaka).\n"


def test_silence_is_an_empty_line(ring: Shell) -> None:
    ran = call(ring, ". . .", "--at", NOON)
    assert ran.out.count("For English, press 1.") >= 2


def test_the_end_of_the_input_hangs_up(ring: Shell) -> None:
    ran = call(ring, "", "--at", NOON)
    assert ran.err == "The call is over. We owe nothing.\n"


def test_at_night_the_shop_is_closed(ring: Shell) -> None:
    assert "We are closed right now" in call(ring, "1 0", "--at", NIGHT).out


def test_in_bengali(ring: Shell) -> None:
    lines = call(ring, "2 0", "--at", NOON).out.splitlines()
    assert all(" en  " not in line for line in lines[3:])


def test_an_agent_who_answers_is_talked_with(ring: Shell) -> None:
    ran = call(ring, "1 0 . . .", "--at", NOON, "--agent", "answers")
    assert "You are talking with Asha." in ran.out and "We owe nothing" in ran.err


def test_one_who_lets_it_ring_is_followed_by_another(ring: Shell) -> None:
    ran = call(ring, "1 0 . . . . . . .", "--at", NOON, "--agent", "rings", "--agent", "answers")
    assert "You are talking with Babul." in ran.out and "Asha" not in ran.out


def test_agents_who_always_decline_break_the_promise_and_it_is_said(ring: Shell) -> None:
    ran = call(ring, "1 0 . . . . 1 . . .", "--at", NOON, "--agent", "declines")
    assert "We will call you back" in ran.out and "You are talking" not in ran.out
    assert "The promise is broken, and the team's owner knows" in ran.err


def test_what_is_owed_can_be_waited_for_with_the_telephone_in_hand(ring: Shell) -> None:
    """Asha lets it ring, and the caller gives their place up for a call; Babul makes it."""
    ran = call(ring, "1 0 1 1 . . . . .", "--at", NOON, "--agent", "rings", "--agent", "answers")
    assert "Your place is kept" in ran.out and "We owe you a call" in ran.err
    assert "You are talking with Babul." in ran.out and ran.out.index("place is kept") < ran.out.index("talking")


def test_a_withheld_number_is_asked_for_one(ring: Shell) -> None:
    assert "On which number can we reach you?" in call(ring, "1 0", "--at", NOON, "--from", "withheld").out


def test_a_number_may_be_given_as_at_home(ring: Shell) -> None:
    assert call(ring, "1", "--at", NOON, "--from", "01712345678").code == 0


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("nowhere",), 3, "there is main"),
        (("--from", "hello"), 2, "no telephone number"),
        (("--at", "soon"), 2, "no time"),
        (("--agent", "sleeps"), 2, "sleeps"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(ring: Shell, options: tuple[str, ...], code: int, said: str) -> None:
    ran = ring("call", *options)
    assert ran.code == code and said in ran.err and not ran.out


def test_a_flow_may_be_named_by_its_file(ring: Shell) -> None:
    ran = ring("call", str(ROOT / "callflows" / "main.yaml"), "--at", NOON)
    assert ran.code == 0 and "Welcome" in ran.out


def test_flows_that_do_not_check_are_not_called(ring: Shell, tmp_path: Path) -> None:
    (tmp_path / "business.yaml").write_text("version: 1\nbusiness: Nobody\n")
    ran = ring("call", CALLFLOWS_DIR=str(tmp_path))
    assert ran.code == 1 and "business.yaml" in ran.err
    assert ring("call", CALLFLOWS_DIR=str(tmp_path / "none")).code == 3


@pytest.mark.parametrize("country", ["BD", "US", "GB", "IN"])
def test_somebody_of_every_country_can_call(country: str) -> None:
    number = phone.example(country)
    assert number is not None and phone.country_of(number) == country


def test_nobody_comes_from_nowhere() -> None:
    assert phone.example("XX") is None
