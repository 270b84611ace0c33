"""What a caller keyed reaches whoever talks with them, where the flow says so; a secret never does."""

from __future__ import annotations

import pytest

from ivr.callflow.position import read
from ivr.rehearsal.people import Person
from ivr.switchboard import agents
from ivr.switchboard.rows import Call
from tests.switchboard.outside import ASHA, NUMBER, Village, said

BRIEF = """brief:
  order: {en: Order, bn: অর্ডার}
"""
ORDER = """  order:
    collect: {kind: digits, prompt: {en: Key your order number., bn: অর্ডার দিন।}, next: pin, otherwise: person}
  pin: {collect: {kind: pin, prompt: {en: Key your PIN., bn: পিন দিন।}, next: size, otherwise: person}}
  size: {set: {size: 40}, next: person}
"""


def calls(village: Village) -> Person:
    nasrin = village.person()
    nasrin.rings(NUMBER)
    nasrin.hears("Key your order number")
    nasrin.presses("4711#")
    nasrin.hears("4 7 1 1")
    nasrin.presses("1")
    nasrin.hears("Key your PIN")
    nasrin.presses("7390#")
    return nasrin


def says_yes(village: Village) -> Person:
    asha = village.person(ASHA)
    asha.is_rung()
    asha.picks_up()
    asha.hears("press 1")
    assert not any("4 7 1 1" in words for words in said(asha)), "nothing before the key"
    asha.presses("1")
    return asha


def test_an_agent_hears_what_was_keyed_and_no_secret() -> None:
    village = Village(ORDER, BRIEF)
    agents.available(village.store, "Asha")
    calls(village)
    asha = says_yes(village)
    asha.hears("Order: 4 7 1 1.")
    assert not any("7 3 9 0" in words or "40" in words for words in said(asha))


def test_who_is_phoned_back_need_not_say_it_again() -> None:
    village = Village(ORDER, BRIEF)
    nasrin = calls(village)
    nasrin.hangs_up()
    village.run_for(5)
    (call,) = village.rows(Call)
    kept = dict(read(call.position).answers)
    assert {name: value.text for name, value in kept.items()} == {"order": "4711"}, "and nothing else"
    agents.available(village.store, "Asha")
    asha = says_yes(village)
    asha.hears("Order: 4 7 1 1.")


@pytest.mark.parametrize("head", ["", BRIEF])
def test_nothing_is_kept_of_whom_we_owe_nothing(head: str) -> None:
    village = Village(
        ORDER.replace("size: {set: {size: 40}, next: person}", "size: {set: {size: 40}, next: bye}"), head
    )
    nasrin = calls(village)
    nasrin.hears("Goodbye")
    village.run_for(5)
    (call,) = village.rows(Call)
    assert not call.position or read(call.position).answers == ()


def test_what_the_flow_does_not_name_is_not_told() -> None:
    village = Village(ORDER)
    agents.available(village.store, "Asha")
    calls(village)
    asha = says_yes(village)
    asha.hears("Connecting you now")
    assert not any("4 7 1 1" in words for words in said(asha))
