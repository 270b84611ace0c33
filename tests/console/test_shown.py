"""Numbers, moments, spans and telephone numbers, as each reader reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.console.shown import BENGALI, LATIN, Shown, digits_of, latin, typed, whole

ENGLISH = Shown("en", LATIN, "Asia/Dhaka")
BANGLA = Shown("bn", BENGALI, "Asia/Dhaka")
MIXED = Shown("bn", LATIN, "UTC")
EVENING = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def test_numbers_are_grouped_as_the_language_has_it() -> None:
    assert (ENGLISH.number(1234567), BANGLA.number(1234567), MIXED.number(1234567)) == (
        "1,234,567", "১২,৩৪,৫৬৭", "12,34,567",
    )  # fmt: skip
    assert (ENGLISH.percent(0.83), BANGLA.percent(0.83)) == ("83%", "৮৩%")


def test_moments_are_told_by_the_readers_own_clock() -> None:
    assert ENGLISH.exact(EVENING) == "22 Nov 2026, 8:05 PM"
    assert (BANGLA.day(EVENING), BANGLA.clock(EVENING)) == ("২২ নভে ২০২৬", "রাত্রি ৮:০৫")
    assert MIXED.clock(EVENING) == "দুপুর 2:05"


@given(st.integers(0, 24 * 60 - 1))
def test_every_minute_of_the_day_can_be_told(minute: int) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minute)
    for shown in (ENGLISH, BANGLA, MIXED):
        assert shown.exact(moment) and shown.weekday(moment)
    assert not any(letter in BANGLA.exact(moment) for letter in "0123456789")


def test_spans() -> None:
    assert [ENGLISH.lasted(seconds) for seconds in (0, 65, 3665, -3)] == ["0:00", "1:05", "1:01:05", "0:00"]
    assert BANGLA.lasted(timedelta(seconds=65)) == "১:০৫"
    assert (ENGLISH.span(timedelta(minutes=-3)), BANGLA.span(timedelta(minutes=3))) == ("3 minutes", "৩ মিনিট")


def test_a_telephone_number_follows_the_digits() -> None:
    assert ENGLISH.phone("+8801712345678") == "+880 1712 345678"
    assert BANGLA.phone("+12025550111") == "+১ ২০২ ৫৫৫ ০১১১"
    assert ENGLISH.phone("anonymous") == "anonymous"


@pytest.mark.parametrize(
    ("text", "number"), [("১২৩", 123), (" 45 ", 45), ("4৫", 45), ("", None), ("-3", None), ("1e5", None)]
)
def test_both_kinds_of_digits_may_be_typed(text: str, number: int | None) -> None:
    assert whole(text) == number


def test_what_is_typed_is_kept_in_one_spelling() -> None:
    assert typed("  \u09af\u09bc ") == typed("\u09df") == "\u09af\u09bc"
    assert latin("০১৭১২") == "01712"


def test_digits_go_with_the_language_unless_somebody_wants_others() -> None:
    assert [digits_of("bn", ""), digits_of("en", ""), digits_of("bn", LATIN), digits_of("en", "odd")] == [
        BENGALI, LATIN, LATIN, LATIN,
    ]  # fmt: skip
