"""Warnings name where they are from, and say nothing where nothing is wrong."""

from pathlib import Path

import pytest

from ivr.language.pace import spoken_seconds
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
        (menu("Word, " * 80, "'1': person"), ["F705"]),
        (menu("For orders, enter 1.", "'1': person"), ["F711"]),
        (menu("For orders, press 1. For bills, select 2.", "'1': person, '2': person"), ["F711"]),
        (menu("For orders, press 1. For our hours, press star.", "'1': person"), ["F709"]),
        (menu("For orders, press 1. For people, press the hash key.", "'1': person"), ["F709"]),
        (menu("For yes, press 2. For no, press 1.", "'1': person, '2': person"), ["F702", "F710", "F710"]),
        (menu("Is it urgent? For yes, press 1, for no, press 2.", "'1': person, '2': person"), []),
        (menu("For no order, press 1.", "'1': person"), []),
        (menu("For orders, press 1.", "'1': person", ", tries: 3"), ["F713"]),
        (menu("For orders, press 1.", "'1': person", ", tries: 2"), []),
        (menu("a 1, b 2, c 3, d 4", "'1': person, '2': person, '3': person, '4': person"), ["F714"]),
        (menu("For a, press 1; for b, press 2; for c, press 3; for d, press 4.",
              "'1': person, '2': person, '3': person, '4': person"), []),
        (menu("For orders, press 1. We are nice. We are quick.", "'1': person"), ["F715"]),
        (menu("We are nice. We are quick. For orders, press 1. Thank you.", "'1': person"), []),
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
    flow = menu("Press 9 for a. " + "Word, " * 80, "'9': person, '2': person", ", timeout: 2s") + "allow: {}\n"
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
    assert 1.5 < spoken_seconds("To speak to a person, press one.", "en") < 2.5
    assert spoken_seconds("a[, {caller.name}]", "en") > spoken_seconds("a", "en")
    assert spoken_seconds("1234", "en") > spoken_seconds("abcd", "en")
    assert spoken_seconds('a<break time="1500ms"/>b', "en") > 1.5 > spoken_seconds("a b", "en")
    assert spoken_seconds("কখগঘ", "bn") > spoken_seconds("abcd", "en")


@pytest.mark.parametrize(
    ("collect", "expected"),
    [
        ("kind: digits, prompt: Please enter your number.", []),
        ("kind: digits, prompt: 'Please enter it, then press the hash key.'", []),
        ("kind: digits, prompt: Please press your order number.", ["F711"]),
        ("kind: digits, prompt: Type in your number.", ["F711"]),
        ("kind: digits, prompt: Please enter your number., timeout: 5s", ["F712"]),
        ("kind: pin, prompt: Please enter your PIN., timeout: 5s", []),
        ("kind: digits, prompt: Please enter your number., tries: 3", ["F713"]),
    ],
)
def test_what_is_keyed_is_asked_for_in_its_own_words_and_with_patience(
    collect: str, expected: list[str], tmp_path: Path
) -> None:
    node = f"  main: {{collect: {{{collect}}}, next: night, otherwise: night}}\n"
    assert codes(check(tmp_path, f"start: main\nnodes:\n{node}{PEOPLE}")) == expected


def levels(count: int, last: str = "person") -> str:
    one = "  n{0}: {{menu: {{prompt: 'For more, press 1.', choices: {{1: {1}}}, otherwise: person}}}}\n"
    rows = [one.format(n, f"n{n + 1}" if n < count else last) for n in range(1, count + 1)]
    return f"start: n1\nnodes:\n{''.join(rows)}{PEOPLE.replace('  night', '  x-night')}"


@pytest.mark.parametrize(("depth", "expected"), [(3, []), (4, ["F708"]), (5, ["F708"])])
def test_menus_under_menus_are_counted_by_the_shortest_way(depth: int, expected: list[str], tmp_path: Path) -> None:
    assert codes(check(tmp_path, levels(depth))) == expected


def test_the_way_back_up_makes_nothing_deeper(tmp_path: Path) -> None:
    assert codes(check(tmp_path, levels(3, "n1"))) == []


ASK = "  {}: {{collect: {{kind: digits, prompt: Key it., as: {}}}, next: {}, otherwise: person}}\n"


@pytest.mark.parametrize(
    ("first", "second", "way", "expected"),
    [
        ("order", "order", "b", ["F716"]),
        ("order", "bill", "b", []),
        ("order", "order", "person", []),
    ],
)
def test_what_was_keyed_is_not_asked_for_again(
    first: str, second: str, way: str, expected: list[str], tmp_path: Path
) -> None:
    menu_ = "  c: {menu: {prompt: 'For x, press 1. For y, press 2.', choices: {1: a, 2: b}, otherwise: person}}\n"
    asked = ASK.format("a", first, way) + ASK.format("b", second, "person") + menu_
    assert codes(check(tmp_path, f"start: c\nnodes:\n{asked}{PEOPLE.replace('  night', '  x-night')}")) == expected


def test_a_number_that_nobody_knew_may_be_asked_for_once_more(tmp_path: Path) -> None:
    look = (
        "  look: {lookup: {url: 'https://shop.example/{answers.order}'}, next: person, not_found: b, failed: person}\n"
    )
    asked = ASK.format("a", "order", "look") + look + ASK.format("b", "order", "person")
    flow = f"start: a\nnodes:\n{asked}{PEOPLE.replace('  night', '  x-night')}"
    assert codes(check(tmp_path, flow, "lookups: {hosts: [shop.example]}\n")) == []


def test_bengali_is_judged_by_its_own_words(tmp_path: Path) -> None:
    business = """languages: {bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""
    assert codes(check(tmp_path, menu("অর্ডারের জন্য ১ ডায়াল করুন।", "'1': person"), business)) == ["F711"]
    assert codes(check(tmp_path, menu("অর্ডারের জন্য ১ চাপুন। সময়ের জন্য স্টার চাপুন।", "'1': person"), business)) == ["F709"]
    again = menu("অর্ডারের জন্য ১ চাপুন। আবার শুনতে স্টার চাপুন।", "'1': person")
    assert codes(check(tmp_path, again, business)) == []


@pytest.mark.parametrize(("timeout", "expected"), [("10s", []), ("20s", ["F707"])])
def test_who_is_to_rate_us_is_not_kept_in_silence(timeout: str, expected: list[str], tmp_path: Path) -> None:
    rating = f"  rate: {{survey: {{prompt: Press a key from 1 to 5., next: bye, timeout: {timeout}}}}}\n"
    people = "  person: {transfer: support, unanswered: promise, done: rate}\n  promise: {callback: 30m}\n"
    assert codes(check(tmp_path, f"nodes:\n{people}{rating}  bye: {{hang_up: Goodbye.}}\n")) == expected
