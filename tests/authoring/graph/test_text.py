"""How texts are measured and broken: never inside a letter, never wider than there is room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.graph.text import ELLIPSIS, ZWJ, cut, letters, width, wrapped

BENGALI = "আমাদের দোকান এখন বন্ধ। শনিবার থেকে বৃহস্পতিবার, সকাল ১০টা থেকে রাত ৮টা পর্যন্ত আমরা খোলা থাকি।"
TEXTS = st.text(st.sampled_from("abW_ i,.১কখর্ািুেোঁয়\u09bc中é \u200d"), max_size=60)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("abc", ["a", "b", "c"]),
        ("ক্ষ", ["ক্ষ"]),
        ("স্ত্রী", ["স্ত্রী"]),
        ("কিন্তু", ["কি", "ন্তু"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("", []),
    ],
)
def test_what_a_reader_takes_for_one_letter(text: str, pieces: list[str]) -> None:
    assert list(letters(text)) == pieces


@given(TEXTS)
def test_letters_are_the_text(text: str) -> None:
    assert "".join(letters(text)) == text


@given(TEXTS, st.integers(30, 200), st.integers(1, 4))
def test_no_line_is_wider_than_the_room_and_no_letter_is_broken(text: str, most: int, lines: int) -> None:
    found = wrapped(text, most, lines)
    assert 1 <= len(found) <= lines
    assert all(width(line, 12) <= most or len(list(letters(line))) <= 2 for line in found)
    whole, shown = in_letters(text), in_letters(" ".join(found).removesuffix(ELLIPSIS))
    assert shown == (whole[: len(shown)] if found[-1].endswith(ELLIPSIS) else whole)


def in_letters(text: str) -> list[str]:
    """The letters of each word."""
    return [letter for word in text.split() for letter in letters(word)]


def test_a_sentence_in_bengali_is_kept_whole_where_there_is_room() -> None:
    assert " ".join(wrapped(BENGALI, 230, 9)) == BENGALI
    short = wrapped(BENGALI, 230, 2)
    assert len(short) == 2 and short[1].endswith(ELLIPSIS)


def test_a_long_name_is_broken_behind_an_underscore() -> None:
    assert wrapped("language_gather_variables_language_attempts", 230, 2, 13) == (
        "language_gather_variables_",
        "language_attempts",
    )


def test_what_is_cut_ends_with_a_whole_letter() -> None:
    assert cut("স্ত্রীস্ত্রীস্ত্রী", 2) == "স্ত্রী…"
    assert cut("abc", 3) == "abc"


def test_wide_letters_are_wider() -> None:
    assert width("iiii", 12) < width("aaaa", 12) < width("WWWW", 12) < width("中中中中", 12)
    assert width("কি", 12) > width("ক", 12) == width("কু", 12)
    assert width(ZWJ, 12) == 0
