"""Every built-in sentence exists in every language, can be said, and names only what it may."""

import re
import unicodedata

import pytest

from ivr.language import APOLOGIES, MOST_BYTES, PLACES, Form, Word, check_words, fill, places
from ivr.language.check import WordFault
from tests.language.built_in import LANGUAGES, words

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def test_bengali_and_english_are_built_in() -> None:
    assert LANGUAGES == ["bn", "en"]


@EVERY_LANGUAGE
def test_a_language_is_complete_and_without_a_flaw(language: str) -> None:
    assert check_words(words(language)) == ()


@pytest.mark.parametrize("word", Word)
def test_a_sentence_names_the_same_in_every_language(word: Word) -> None:
    assert len({places(words(language)[word]) for language in LANGUAGES}) == 1
    assert word.when
    assert word.places <= set(PLACES)


@EVERY_LANGUAGE
def test_every_sentence_is_short_enough_for_a_voice(language: str) -> None:
    longest = max(words(language).values(), key=lambda text: len(text.encode()))
    assert len(longest.encode()) < MOST_BYTES / 2, longest  # the other half is left to the values
    assert all(unicodedata.is_normalized("NFC", text) for text in words(language).values())


def test_bengali_has_no_latin_digits_or_letters() -> None:
    for key, text in words("bn").items():
        assert not re.search(r"[0-9A-Za-z]", re.sub(r"\{[^}]*\}|\b[A-Z]{3} ", "", text)), key


@EVERY_LANGUAGE
def test_before_the_key_an_agent_hears_no_name_and_no_promise(language: str) -> None:
    for word in (Word.BRIEF_BEFORE, Word.BRIEF_CALLBACK_BEFORE):
        assert not places(words(language)[word]) & {"caller.name", "promise", "number"}


@EVERY_LANGUAGE
def test_a_brief_without_topic_and_history_is_still_a_sentence(language: str) -> None:
    brief = fill(words(language)[Word.BRIEF_BEFORE], {"team": "Support", "waiting": "2 minutes"})
    assert "Support" in brief
    assert not re.search(r"[\[\]{}]|  |\s[.,।]", brief)
    assert not re.search(r"[\[\]{}]|  |\s[.,।]", fill(words(language)[Word.BRIEF_AFTER], {}))


def test_an_agent_hears_why_before_and_who_after() -> None:
    english = words("en")
    values = {"team": "Support", "topic": "orders", "waiting": "2 minutes", "often": "Third call this week"}
    before = fill(english[Word.BRIEF_BEFORE], values)
    assert before == "Support. A caller about orders. Waiting for 2 minutes. Third call this week."
    after = fill(english[Word.BRIEF_AFTER], {"caller.name": "Rahim"})
    assert after == "The caller is Rahim. Connecting you now."


@EVERY_LANGUAGE
def test_the_apology_in_code_is_the_apology_in_the_file(language: str) -> None:
    assert APOLOGIES[language] == {word: words(language)[word] for word in (Word.APOLOGY, Word.APOLOGY_NO_NUMBER)}


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        (Word.WAIT_ESTIMATE, "About {hours}.", WordFault.TEMPLATE),
        (Word.WAIT_ESTIMATE, "About {minutes", WordFault.TEMPLATE),
        (Word.GOODBYE, " ", WordFault.EMPTY),
        (Word.GOODBYE, "ধ" * 451, WordFault.TOO_LONG),
        (Word.GOODBYE, "\u09df", WordFault.NOT_NFC),
        (Form.WEEKDAYS, "Monday, Tuesday", WordFault.LIST),
        (Form.NUMERALS, "0123456789", WordFault.LIST),
        (Form.DAY_PARTS, "6 in the morning", WordFault.LIST),
        (Form.DAY_PARTS, "0 a.m., 25 p.m.", WordFault.LIST),
        (Form.CLOCK_NAMED, "noon 12:00", WordFault.LIST),
        (Form.CLOCK, "{hour} {second}", WordFault.TEMPLATE),
    ],
)
def test_a_business_that_rewords_is_told_what_is_wrong(key: str, text: str, fault: WordFault) -> None:
    flaws = check_words({**words("en"), key: text})
    assert [(flaw.key, flaw.fault) for flaw in flaws] == [(key, fault)]


def test_missing_and_unknown_keys_are_named() -> None:
    texts = {key: text for key, text in words("en").items() if key != Word.GOODBYE} | {"good_bye": "Bye."}
    flaws = [(flaw.key, flaw.fault) for flaw in check_words(texts)]
    assert flaws == [("goodbye", WordFault.MISSING), ("good_bye", WordFault.UNKNOWN)]


def test_a_language_may_have_no_named_hours_and_a_24_hour_clock() -> None:
    assert check_words({**words("en"), Form.CLOCK_NAMED: "", Form.CLOCK: "{hour_of_day}:{minute_padded}"}) == ()
