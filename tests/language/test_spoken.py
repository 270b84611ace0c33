"""What a voice says for a number, a time, a span: once in English, once in Bengali."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.language import Day, Digits, Length, Moment, Often, Phone, Spoken, TimeOfDay, Within, latin, numerals, spoken
from tests.language.built_in import LANGUAGES, words

NOW = datetime(2026, 11, 22, 12, 7, tzinfo=ZoneInfo("Asia/Dhaka"))  # a Sunday
DAY = timedelta(days=1)


def at(hour: int, minute: int = 0) -> datetime:
    return NOW.replace(hour=hour, minute=minute)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("value", "english", "bengali"),
    [
        (Digits("4071"), "4 0 7 1", "চার শূন্য সাত এক"),
        (Digits("৪০ #x1"), "4 0 1", "চার শূন্য এক"),
        (Digits(""), "", ""),
        (Phone("+12025550100", "US"), "2 0 2, 5 5 5, 0 1 0 0", "দুই শূন্য দুই, পাঁচ পাঁচ পাঁচ, শূন্য এক শূন্য শূন্য"),
        (
            Phone("+8801712345678", "BD"),
            "0 1 7 1 2, 3 4 5, 6 7 8",
            "শূন্য এক সাত এক দুই, তিন চার পাঁচ, ছয় সাত আট",
        ),
        (Phone("+12025550100", "BD"), "plus 1, 2 0 2, 5 5 5, 0 1 0 0", None),
        (Phone("anonymous", "BD"), "", ""),
        (Often(1), "", ""),
        (Often(3), "Third call this week", "এই সপ্তাহে তৃতীয় কল"),
        (Often(10), "Tenth call this week", "এই সপ্তাহে দশম কল"),
        (Often(12), "12 calls this week", "এই সপ্তাহে ১২টি কল"),
    ],
)
def test_numbers(value: Spoken, english: str, bengali: str | None) -> None:
    assert spoken(value, words("en")) == english
    assert bengali is None or spoken(value, words("bn")) == bengali


@pytest.mark.parametrize(
    ("moment", "english", "bengali"),
    [
        (at(0), "at midnight", "রাত ১২টায়"),
        (at(0, 5), "at 12:05 a.m.", "রাত ১২টা ৫ মিনিটে"),
        (at(1, 30), "at 1:30 a.m.", "রাত দেড়টায়"),
        (at(3, 59), "at 3:59 a.m.", "রাত ৩টা ৫৯ মিনিটে"),
        (at(4), "at 4 a.m.", "ভোর ৪টায়"),
        (at(9, 30), "at 9:30 a.m.", "সকাল সাড়ে ৯টায়"),
        (at(12), "at noon", "দুপুর ১২টায়"),
        (at(14, 5), "at 2:05 p.m.", "দুপুর ২টা ৫ মিনিটে"),
        (at(17), "at 5 p.m.", "বিকাল ৫টায়"),
        (at(19, 15), "at 7:15 p.m.", "সন্ধ্যা ৭টা ১৫ মিনিটে"),
        (at(23), "at 11 p.m.", "রাত ১১টায়"),
    ],
)
def test_times_of_day(moment: datetime, english: str, bengali: str) -> None:
    assert spoken(TimeOfDay(moment), words("en")) == english
    assert spoken(TimeOfDay(moment), words("bn")) == bengali


@pytest.mark.parametrize(
    ("ahead", "english", "bengali"),
    [
        (-3, "on Thursday, November 19", "১৯ নভেম্বর বৃহস্পতিবার"),
        (-1, "yesterday", "গতকাল"),
        (0, "today", "আজ"),
        (1, "tomorrow", "আগামীকাল"),
        (2, "on Tuesday", "মঙ্গলবার"),
        (6, "on Saturday", "শনিবার"),
        (7, "on Sunday, November 29", "২৯ নভেম্বর রবিবার"),
    ],
)
def test_days(ahead: int, english: str, bengali: str) -> None:
    day = Day(NOW.date() + ahead * DAY, NOW.date())
    assert spoken(day, words("en")) == english
    assert spoken(day, words("bn")) == bengali


def test_tomorrow_is_tomorrow_where_the_listener_is() -> None:
    late = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # already Monday in Dhaka
    ten = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    dhaka, london = ZoneInfo("Asia/Dhaka"), ZoneInfo("Europe/London")
    assert spoken(Moment(ten.astimezone(dhaka), late.astimezone(dhaka)), words("en")) == "today at 10 a.m."
    assert spoken(Moment(ten.astimezone(london), late.astimezone(london)), words("en")) == "tomorrow at 4 a.m."
    assert spoken(Moment(NOW + DAY, NOW), words("bn")) == "আগামীকাল দুপুর ১২টা ৭ মিনিটে"


@pytest.mark.parametrize(
    ("span", "english", "bengali"),
    [
        (timedelta(0), "1 minute", "১ মিনিটের মধ্যে"),
        (timedelta(seconds=61), "2 minutes", "২ মিনিটের মধ্যে"),
        (minutes(10), "10 minutes", "১০ মিনিটের মধ্যে"),
        (minutes(10.1), "15 minutes", "১৫ মিনিটের মধ্যে"),
        (minutes(30), "30 minutes", "৩০ মিনিটের মধ্যে"),
        (minutes(57), "1 hour", "১ ঘণ্টার মধ্যে"),
        (minutes(61), "65 minutes", "৬৫ মিনিটের মধ্যে"),
        (minutes(116), "2 hours", "২ ঘণ্টার মধ্যে"),
        (minutes(121), "3 hours", "৩ ঘণ্টার মধ্যে"),
        (timedelta(hours=47), "47 hours", "৪৭ ঘণ্টার মধ্যে"),
        (timedelta(hours=48), "2 days", "২ দিনের মধ্যে"),
        (timedelta(hours=49), "3 days", "৩ দিনের মধ্যে"),
    ],
)
def test_spans_are_round_and_rounded_up(span: timedelta, english: str, bengali: str) -> None:
    assert spoken(Length(span), words("en")) == english
    assert spoken(Within(span), words("en")) == f"within {english}"
    assert spoken(Within(span), words("bn")) == bengali


SPANS = st.timedeltas(timedelta(0), timedelta(days=30))
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=36500)).map(lambda since: datetime(2000, 1, 1, tzinfo=UTC) + since)
VALUES = st.one_of(
    st.builds(Digits, st.text(max_size=12)),
    st.builds(Phone, st.just("+8801712345678"), st.sampled_from(["BD", "US"])),
    st.builds(Often, st.integers(0, 99)),
    st.builds(TimeOfDay, MOMENTS),
    st.builds(Moment, MOMENTS, MOMENTS),
    st.builds(Length, SPANS),
    st.builds(Within, SPANS),
)


@given(VALUES)
def test_every_value_can_be_said_in_every_language(value: Spoken) -> None:
    for language in LANGUAGES:
        text = spoken(value, words(language))
        assert not re.search(r"[\[\]{}]", text)
        assert len(text) <= 120
        assert language != "bn" or not re.search("[0-9A-Za-z]", text)


@given(SPANS)
def test_no_span_is_told_shorter_than_it_is_nor_twice_as_long(span: timedelta) -> None:
    count, unit = spoken(Length(span), words("en")).split()
    told = int(count) * {"m": minutes(1), "h": minutes(60), "d": DAY}[unit[0]]
    assert max(span, minutes(1)) <= told <= max(2 * span, minutes(1))


def test_numerals_are_those_of_the_language() -> None:
    assert numerals("12:05", words("bn")) == "১২:০৫"
    assert numerals("12:05", words("en")) == "12:05"


def test_digits_of_any_script_are_read_and_what_only_looks_like_one_is_left() -> None:
    assert latin("১২:০৫") == "12:05"
    assert latin("m² ½ 7") == "m² ½ 7"
    assert spoken(Digits("²7"), words("en")) == "7"
