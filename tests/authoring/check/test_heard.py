"""Seconds of speech on the quickest way: what is heard counts, what is only waited for does not."""

from pathlib import Path

import pytest

from ivr.authoring.check.heard import Heard
from ivr.language.pace import spoken_seconds
from tests.authoring.shop import check

TWO = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""
PEOPLE = "  person: {transfer: support, unanswered: promise}\n  promise: {callback: 30m}\n"
ORDERS = "For orders, press 1."


def measured(folder: Path, nodes: str, business: str = "") -> Heard:
    found = check(folder, f"start: main\nnodes:\n{nodes}{PEOPLE}", business)
    return found.speech[-1]


def seconds(text: str) -> float:
    return pytest.approx(spoken_seconds(text, "en"), abs=0.05)  # type: ignore[no-any-return]


def test_a_key_is_pressed_as_soon_as_it_is_named(tmp_path: Path) -> None:
    prompt, choices = f"'{ORDERS} For us, press 2.'", "{1: person, 2: promise}"
    menu = f"  main: {{menu: {{prompt: {prompt}, choices: {choices}, otherwise: promise}}}}\n"
    found = measured(tmp_path, menu)
    assert (found.to_a_person, found.to_a_choice) == (seconds(ORDERS), seconds(ORDERS))
    assert found.longest_menu == seconds(f"{ORDERS} For us, press 2.")


def test_who_stays_silent_hears_it_as_often_as_it_is_asked(tmp_path: Path) -> None:
    menu = f"  main: {{menu: {{prompt: '{ORDERS}', choices: {{1: promise}}, otherwise: person, tries: 2}}}}\n"
    assert measured(tmp_path, menu).to_a_person == pytest.approx(2 * spoken_seconds(ORDERS, "en"))


def test_what_is_keyed_is_read_back_and_that_takes_its_time(tmp_path: Path) -> None:
    ask = "  main: {collect: {kind: digits, prompt: Enter it.%s}, next: person, otherwise: promise}\n"
    with_it, without = measured(tmp_path, ask % ""), measured(tmp_path, ask % ", readback: false")
    assert without.to_a_person == seconds("Enter it.")
    assert with_it.to_a_person is not None and with_it.to_a_person > 5


def test_the_language_is_asked_for_in_all_languages_up_to_ones_own(tmp_path: Path) -> None:
    ask = """  main:
    language: {prompt: {en: "For English, press 1.", bn: "বাংলার জন্য ২ চাপুন।"}, choices: {1: en, 2: bn}, next: person}
"""
    found = measured(tmp_path, ask, TWO)
    both = spoken_seconds("For English, press 1.", "en") + spoken_seconds("বাংলার জন্য ২ চাপুন।", "bn")
    assert found.language == "bn"
    assert (found.to_a_choice, found.to_a_person) == (pytest.approx(both), pytest.approx(both))


def test_what_is_said_on_the_way_counts_a_text_message_does_not(tmp_path: Path) -> None:
    nodes = "  main: {say: Welcome to us., next: link}\n  link: {sms: {text: Here is a long text.}, next: person}\n"
    assert measured(tmp_path, nodes).to_a_person == seconds("Welcome to us.")


def test_a_flow_without_people_has_no_such_figures(tmp_path: Path) -> None:
    found = check(tmp_path, "start: bye\nallow: {}\nnodes:\n  bye: {hang_up: We have moved.}").speech[0]
    assert (found.to_a_person, found.to_a_choice, found.longest_menu) == (None, None, None)
