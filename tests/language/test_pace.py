"""The pace of a voice, held against what espeak-ng needed for the same texts (docs/speech.md)."""

import re

import pytest

from ivr.language.pace import spoken_seconds
from tests.paths import ROOT

TABLE = re.findall(
    r"^\| ([^|]+) \| ([\d.]+) s \| ([\d.]+) s \|$", (ROOT / "docs/speech.md").read_text(encoding="utf-8"), re.M
)


def test_there_are_texts_to_compare() -> None:
    assert len(TABLE) == 5


@pytest.mark.parametrize(("text", "measured", "estimated"), TABLE)
def test_the_estimate_is_what_the_page_says_and_near_what_was_measured(
    text: str, measured: str, estimated: str
) -> None:
    language = "en" if text.isascii() else "bn"
    assert round(spoken_seconds(text, language), 1) == float(estimated)
    assert abs(spoken_seconds(text, language) / float(measured) - 1) < 0.15


def test_what_is_not_known_yet_takes_its_time() -> None:
    assert spoken_seconds("Hello, {caller.name}.", "en") > spoken_seconds("Hello.", "en") + 0.8


def test_an_unknown_language_is_no_quicker_than_the_slowest() -> None:
    assert spoken_seconds("Guten Tag.", "de") == spoken_seconds("Guten Tag.", "bn")


@pytest.mark.parametrize("mark", ['<break time="2s"/>', '<break strength="weak" time="2000ms"/>'])
def test_a_break_is_as_long_as_it_says(mark: str) -> None:
    assert 2 <= spoken_seconds(f"One.{mark}Two.", "en") - spoken_seconds("One. Two.", "en") + 0.4 < 2.5


@pytest.mark.parametrize("text", ["", "<", '<break time="9', "{", "[x", "<break " * 2000, '<break time="1..2s"/>'])
def test_no_text_is_too_odd(text: str) -> None:
    assert spoken_seconds(text, "en") >= 0
