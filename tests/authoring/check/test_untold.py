"""No sentence is spoken with a hole in it: an answer is known on every way to where it is told, or in a group."""

from pathlib import Path

import pytest

from tests.authoring.shop import check, codes, only, place

FLOW = """start: choose
nodes:
  choose: {menu: {prompt: "For an order, press 1. For us, press 2.", choices: {"1": order, "2": %s}, otherwise: person}}
  order: {collect: {kind: digits, prompt: Key it., as: order}, next: told, otherwise: %s}
  told: {say: "%s", next: person}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
ORDER = "It is {answers.order}."


def test_who_was_asked_hears_it(tmp_path: Path) -> None:
    assert codes(check(tmp_path, FLOW % ("person", "person", ORDER))) == []


@pytest.mark.parametrize("ways", [("told", "person"), ("person", "told"), ("told", "told")])
def test_who_was_not_asked_or_gave_none_would_hear_a_hole(ways: tuple[str, str], tmp_path: Path) -> None:
    text = FLOW % (*ways, ORDER)
    problem = only(check(tmp_path, text))
    assert (problem.code, place(problem, text)) == ("F721", "{answers.order}")


def test_a_group_may_be_left_out(tmp_path: Path) -> None:
    assert codes(check(tmp_path, FLOW % ("told", "told", f"Hello.[ {ORDER}]"))) == []


def test_what_is_known_stays_known_round_a_loop_but_only_if_it_was_before(tmp_path: Path) -> None:
    again = FLOW % ("person", "person", f"{ORDER} {{answers.note}}.")
    again = again.replace("next: person}\n  person", "next: note}\n  note: {set: {note: new}, next: choose}\n  person")
    problem = only(check(tmp_path, again))
    assert place(problem, again) == "{answers.note}"


def test_a_rating_may_be_missing_for_silence_goes_on_too(tmp_path: Path) -> None:
    text = (FLOW % ("person", "person", ORDER)).replace(
        "{collect: {kind: digits, prompt: Key it., as: order}, next: told, otherwise: person}",
        "{survey: {prompt: Press a key from 1 to 5., as: order}, next: told}",
    )
    assert codes(check(tmp_path, text)) == ["F721"]


@pytest.mark.parametrize(("kept", "found"), [("order.status", []), ("{path: order.status, optional: true}", ["F721"])])
def test_what_a_system_need_not_say_may_be_missing(kept: str, found: list[str], tmp_path: Path) -> None:
    lookup = (
        f"{{lookup: {{url: 'https://shop.example/', keep: {{order: {kept}}}}}, next: told,"
        " not_found: person, failed: person}"
    )
    text = (FLOW % ("person", "person", ORDER)).replace(
        "{collect: {kind: digits, prompt: Key it., as: order}, next: told, otherwise: person}", lookup
    )
    assert codes(check(tmp_path, text, "lookups: {hosts: [shop.example]}")) == found


def test_what_was_said_at_a_menu_is_known_where_words_lead(tmp_path: Path) -> None:
    menu = """start: main
nodes:
  main:
    menu:
      prompt: "For us, press 1, or say what it is about."
      choices: {"1": %s}
      said: told
      as: about
      otherwise: person
  told: {say: "You said {answers.about}.", next: person}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
    assert "F721" not in codes(check(tmp_path, menu % "person"))
    assert "F721" in codes(check(tmp_path, menu % "told"))
