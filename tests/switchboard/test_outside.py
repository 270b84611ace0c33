"""What is declared is told before anybody asks; and a caller may say in words what it is about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.switchboard import agents, incidents
from ivr.switchboard.ports import Conflict
from ivr.switchboard.rows import RecordingState
from tests.switchboard.outside import ASHA, NUMBER, Village, said

TROUBLE = """  trouble: {incident: [orders], declared: after, next: reason}
  after: {say: {en: That is all we know., bn: এর বেশি জানি না।}, next: bye}
  reason: {say: {en: Welcome., bn: স্বাগতম।}, next: bye}
"""
LATE = {"en": "Deliveries are late today.", "bn": "আজ ডেলিভারি দেরি হচ্ছে।"}


def hears_first(village: Village, language: str = "en") -> list[str]:
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    village.run_for(30)
    return said(nasrin)[-3:]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_what_is_declared_is_told_before_anybody_asks(language: str) -> None:
    village = Village(TROUBLE)
    incidents.declare(village.store, "orders", LATE)
    incidents.declare(village.store, "invoices", {"en": "Nothing of this.", "bn": "এটা নয়।"})
    heard = hears_first(village, language)
    assert heard[0] == LATE[language] and heard[1] in ("That is all we know.", "এর বেশি জানি না।")


@pytest.mark.parametrize(("language", "word"), [("en", "Welcome."), ("bn", "স্বাগতম।")])
def test_what_is_over_is_told_no_more(language: str, word: str) -> None:
    village = Village(TROUBLE)
    assert hears_first(village, language)[-2] == word
    incidents.declare(village.store, "orders", LATE)
    incidents.resolve(village.store, "orders")
    assert hears_first(village, language)[-2] == word
    incidents.declare(village.store, "orders", LATE, timedelta(minutes=10))
    village.run_for(700)
    assert hears_first(village, language)[-2] == word
    assert incidents.declare(village.store, "orders", LATE).resolved_at is None, (
        "what ended by itself is out of the way"
    )


def test_one_incident_of_a_topic_stands_and_can_be_changed() -> None:
    village = Village(TROUBLE)
    incidents.declare(village.store, "orders", LATE)
    with pytest.raises(Conflict):
        incidents.declare(village.store, "orders", LATE)
    incidents.update(village.store, "orders", {"en": "Soon again."})
    assert hears_first(village)[0] == "Soon again."
    assert incidents.update(village.store, "other") is incidents.resolve(village.store, "other") is None


WORDS = """  words:
    listen:
      prompt: {en: "Say it, or press 1.", bn: "বলুন, অথবা ১ চাপুন।"}
      choices: {"1": ordered}
      next: heard
      otherwise: silent
  ordered: {say: {en: Orders., bn: অর্ডার।}, next: person}
  heard: {say: {en: Thank you., bn: ধন্যবাদ।}, next: person}
  silent: {say: {en: We heard nothing., bn: কিছু শোনা যায়নি।}, next: person}
"""
PROMPT = {"en": "Say it", "bn": "বলুন"}


@pytest.mark.parametrize(("language", "told"), [("en", "Thank you"), ("bn", "ধন্যবাদ")])
def test_what_somebody_says_goes_with_the_call(language: str, told: str) -> None:
    village = Village(WORDS)
    agents.available(village.store, "Asha")
    asha = village.person(ASHA)
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    nasrin.hears(PROMPT[language])
    village.run_for(5)
    village.exchange.speak(nasrin.leg, "My parcel is late", 2.0)
    nasrin.hears(told)
    asha.is_rung()
    village.run_for(12)
    asha.picks_up()
    asha.hears("press 1")
    village.run_for(8)
    asha.presses("1")
    asha.hears("They said: My parcel is late." if language == "en" else "They left a message of")


@pytest.mark.parametrize(("language", "told"), [("en", "Orders"), ("bn", "অর্ডার")])
@pytest.mark.parametrize("when", [0.5, 6.0])
def test_a_key_counts_before_the_tone_and_after_it(language: str, told: str, when: float) -> None:
    village = Village(WORDS)
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    village.run_for(when)
    nasrin.presses("1")
    nasrin.hears(told)


@pytest.mark.parametrize(("language", "told"), [("en", "We heard nothing"), ("bn", "কিছু শোনা")])
def test_who_says_nothing_goes_on_to_a_person_all_the_same(language: str, told: str) -> None:
    village = Village(WORDS)
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    nasrin.hears(told)
    village.run_for(5)
    assert [row.state for row in village.recordings] == [RecordingState.ABSENT]


def test_a_wrong_key_is_said_to_be_wrong_and_the_star_repeats() -> None:
    village = Village(WORDS)
    nasrin = village.person()
    nasrin.rings(NUMBER)
    nasrin.presses("*")
    nasrin.hears("Say it")
    nasrin.presses("7")
    nasrin.hears("not one of the choices")
    nasrin.presses("7")
    nasrin.hears("We heard nothing")


def test_who_hangs_up_while_speaking_asked_for_nobody_yet() -> None:
    village = Village(WORDS)
    nasrin = village.person()
    nasrin.rings(NUMBER)
    village.run_for(5)
    village.exchange.speak(nasrin.leg, "Hello", 2.0)
    nasrin.hangs_up()
    village.run_for(30)
    assert village.owed == [] and [row.state for row in village.recordings] == [RecordingState.READY]
