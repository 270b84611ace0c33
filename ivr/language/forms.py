"""The building blocks of spoken values: how a language says digits, days, clocks and spans. Data, not code.

They stand beside the sentences in words/<language>.yaml. A list is written with commas between its items.
"""

from collections.abc import Mapping
from enum import StrEnum

Words = Mapping[str, str]
"""All texts of one language, sentences and forms, by key."""


class Form(StrEnum):
    """A building block. `size` is how many items a list has (0: it is no list); `places` what its text may name."""

    size: int
    places: frozenset[str]

    def __new__(cls, key: str, size: int = 0, *places: str) -> "Form":
        """A key that is a string, with its shape beside it."""
        form = str.__new__(cls, key)
        form._value_, form.size, form.places = key, size, frozenset(places)
        return form

    NUMERALS = "numerals", 10
    """The ten digits as they are written, from zero."""
    DIGITS = "digits", 10
    """The ten digits as each is said alone, so that a voice never makes one number of several."""
    PLUS = ("plus",)
    """The plus sign before a country code."""
    ORDINALS = "ordinals", 10
    """First to tenth."""
    OFTEN = "often", 0, "nth"
    """Up to the tenth call in seven days."""
    OFTEN_MANY = "often_many", 0, "count"
    """Beyond the tenth."""

    WEEKDAYS = "weekdays", 7
    """From Monday."""
    MONTHS = "months", 12
    """From January."""
    TODAY = ("today",)
    TOMORROW = ("tomorrow",)
    YESTERDAY = ("yesterday",)
    DAY_SOON = "day_soon", 0, "weekday"
    """A day in the six days from tomorrow on, as one says when something happens: `on Monday`."""
    DAY_FAR = "day_far", 0, "weekday", "month", "day"
    """Any other day."""
    MOMENT = "moment", 0, "date", "clock"
    """A day and a time of it."""

    DAY_PARTS = ("day_parts",)
    """A list of hours, each with what the time of day is called from then on: `0 a.m., 12 p.m.`"""
    CLOCK = "clock", 0, "hour", "hour_of_day", "minute", "minute_padded", "part"
    """As one says when something happens: `at 2:05 p.m.`"""
    CLOCK_HOUR = "clock_hour", 0, "hour", "hour_of_day", "part"
    """A full hour."""
    CLOCK_HALF = "clock_half", 0, "hour", "hour_of_day", "part"
    """Half past an hour."""
    CLOCK_NAMED = ("clock_named",)
    """A list of times on the 24-hour clock that have names of their own: `00:00 at midnight`. May be empty."""

    DAY_YEAR = "day_year", 0, "weekday", "month", "day", "year"
    """A day of another year than this one."""
    DATE = "date", 0, "month", "day", "year"
    """A day as it is read back, whenever it is."""

    MINUS = "minus", 0, "number"
    """A number below zero."""
    CURRENCIES = ("currencies",)
    """A list of currencies by their three letters, each with four names: one and several of the unit, one and several
    of its hundredth, parted by strokes: `USD dollar/dollars/cent/cents`. May be empty."""
    AMOUNT = "amount", 0, "whole", "unit"
    """A round sum of money."""
    AMOUNT_PARTS = "amount_parts", 0, "whole", "unit", "part", "hundredth"
    """Any other."""
    YES = ("yes",)
    NO = ("no",)

    MINUTE = ("minute",)
    MINUTES = "minutes", 0, "count"
    HOUR = ("hour",)
    HOURS = "hours", 0, "count"
    DAY = ("day",)
    DAYS = "days", 0, "count"
    WITHIN_MINUTE = ("within_minute",)
    WITHIN_MINUTES = "within_minutes", 0, "count"
    WITHIN_HOUR = ("within_hour",)
    WITHIN_HOURS = "within_hours", 0, "count"
    WITHIN_DAY = ("within_day",)
    WITHIN_DAYS = "within_days", 0, "count"


def items(words: Words, form: Form) -> tuple[str, ...]:
    """The items of a list."""
    return tuple(item.strip() for item in words[form].split(",") if item.strip())


def named(words: Words, form: Form) -> tuple[tuple[str, str], ...]:
    """The items of a list in which each begins with a number or time: (`0`, `a.m.`), in Latin digits."""
    return tuple((latin(head), tail) for head, _, tail in (item.partition(" ") for item in items(words, form)))


def numerals(text: str, words: Words) -> str:
    """A text with its Latin digits written as this language writes them; never for links, identifiers or files."""
    return text.translate({ord(str(value)): sign for value, sign in enumerate(items(words, Form.NUMERALS))})


def latin(text: str) -> str:
    """A text with the digits of any script written 0 to 9."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)
