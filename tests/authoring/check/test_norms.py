"""Warnings name where they are from, and say nothing where nothing is wrong."""

from pathlib import Path

import pytest

from ivr.authoring.check.norms import spoken_seconds
from tests.authoring.shop import check, codes

PEOPLE = """  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
  night: {hours: shop, open: person, closed: promise}
"""


def menu(prompt: str, choices: str, more: str = "") -> str:
    main = f"{{menu: {{prompt: '{prompt}', choices: {{{choices}}}, otherwise: night{more}}}}}"
    return f"start: main\nnodes:\n  main: {main}\n{PEOPLE}"


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        (menu("For orders, press 1. For people, press 0.", "'1': person, '0': person"), []),
        (menu("For a, press 1. For b, press 2. For c, press 3. For d, press 4. For people, press 0.",
              "'1': person, '2': person, '3': person, '4': person, '0': night"), []),
        (menu("One, two, three, four, five.", "1: person, 2: person, 3: person, 4: person, 5: person"), ["F701"]),
        (menu("For orders, press 2.", "'2': person"), ["F702"]),
        (menu("For people, press 0. For orders, press 1.", "'0': person, '1': person"), ["F702"]),
        (menu("For a, press 2. For b, press 1.", "'1': person, '2': person"), ["F702"]),
        (menu("We open at 9. For a, press 1. For b, press 2.", "'1': person, '2': person"), []),
        (menu("Press 1 for orders.", "'1': person"), ["F704"]),
        (menu("Dial the number 1 to order.", "'1': person"), ["F704"]),
        (menu("For orders, press 1. To listen again, press star.", "'1': person"), []),
        (menu("For orders, press 1.", "'1': person", ", timeout: 2s"), ["F707"]),
        (menu("For orders, press 1.", "'1': person", ", timeout: 11s"), ["F707"]),
        (menu("For orders, press 1.", "'1': person", ", timeout: 10s"), []),
        (menu("Word, " * 60, "'1': person"), ["F705"]),
        (menu("For us, press 0.", "'0': address") + "  address: {say: Here., next: again}\n"
         "  again: {menu: {prompt: 'To talk, press 1.', choices: {1: person}, otherwise: person}}\n", ["F703"]),
    ],
)  # fmt: skip
def test_each_norm(flow: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(check(tmp_path, flow)) == expected


def test_bengali_keys_are_heard_too(tmp_path: Path) -> None:
    business = """languages: {bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""
    orders = menu("বিলের জন্য ২ চাপুন। অর্ডারের জন্য ১ চাপুন।", "'1': person, '2': person")
    assert codes(check(tmp_path, orders, business)) == ["F702"]
    assert not check(tmp_path, orders.replace("২", "x").replace("১", "২").replace("x", "১"), business).problems


def test_every_warning_names_its_source(tmp_path: Path) -> None:
    flow = menu("Press 9 for a. " + "Word, " * 60, "'9': person, '2': person", ", timeout: 2s") + "allow: {}\n"
    for problem in check(tmp_path, flow).problems:
        assert any(source in problem.message for source in ("ISO", "ETSI", "own measure")), problem.message


def test_whoever_is_owed_a_call_is_met_before_the_first_menu(tmp_path: Path) -> None:
    owed = "  owed: {open_callback: {through: person, none: main}}\n"
    late = menu("To talk, press 1.", "'1': owed") + owed.replace("none: main", "none: person") + "allow: {}\n"
    early = menu("To talk, press 1.", "'1': person").replace("start: main", "start: owed") + owed + "allow: {}\n"
    assert codes(check(tmp_path, late)) == ["F706"]
    assert not check(tmp_path, early).problems


def test_a_line_that_only_speaks_owes_no_calls(tmp_path: Path) -> None:
    assert not check(tmp_path, "allow: {}\nstart: bye\nnodes:\n  bye: {hang_up: We have moved.}").problems


def test_a_voice_needs_its_time() -> None:
    assert 2 < spoken_seconds("To speak to a person, press one.", "en") < 3
    assert spoken_seconds("a[, {caller.name}]", "en") == spoken_seconds("a", "en")
    assert spoken_seconds("কখগঘ", "bn") > spoken_seconds("abcd", "en")
