"""How numbers, moments, spans and telephone numbers are written for one reader: language, digits, zone.

Babel knows the patterns; it never prints Bengali digits, so they are put in after it, here and nowhere else.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent

from ivr import phone

BENGALI, LATIN = "beng", "latn"
"""Unicode's names of the two kinds of digits."""
DIGITS = {"bn": BENGALI}
"""By language, where nobody said otherwise."""
_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")

CLOCK = {"en": "h:mm a", "bn": "B h:mm"}
"""Bengali says the part of the day. (The pattern letter b fails in Babel 2.18 at night.)"""
DAY, WEEKDAY = "d MMM y", "EEEE d MMMM"
NEAR = timedelta(hours=22)
"""So far away a moment is told by how long it is until then or since."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All as text, in one language and one kind of digits; moments in one zone."""

    language: str
    digits: str
    zone: str

    def with_digits(self, text: object) -> str:
        """The text with this reader's digits: for what is a number, a time or an id, never for a link's target."""
        return str(text).translate(_TO_BENGALI) if self.digits == BENGALI else str(text)

    def number(self, number: float) -> str:
        """Grouped as the language has it."""
        return self.with_digits(format_decimal(number, locale=self.language))

    def percent(self, share: float) -> str:
        """0.83 is 83 %."""
        return self.with_digits(format_percent(share, locale=self.language))

    def day(self, moment: datetime) -> str:
        """22 Nov 2026."""
        return self.with_digits(format_date(self.local(moment), DAY, locale=self.language))

    def weekday(self, moment: datetime) -> str:
        """Sunday 22 November."""
        return self.with_digits(format_date(self.local(moment), WEEKDAY, locale=self.language))

    def clock(self, moment: datetime) -> str:
        """8:05 PM, to the minute."""
        local = self.local(moment)
        return self.with_digits(format_time(local.time(), CLOCK[self.language], locale=self.language))

    def exact(self, moment: datetime) -> str:
        """Day and clock."""
        return f"{self.day(moment)}, {self.clock(moment)}"

    def span(self, span: timedelta) -> str:
        """3 minutes: one unit, rounded, without saying when."""
        return self.with_digits(format_timedelta(abs(span), threshold=1.0, locale=self.language))

    def lasted(self, span: timedelta | float) -> str:
        """1:05 for a minute and five seconds, 1:01:05 with an hour."""
        seconds = int(span.total_seconds() if isinstance(span, timedelta) else span)
        minutes, second = divmod(max(seconds, 0), 60)
        hour, minute = divmod(minutes, 60)
        return self.with_digits(f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}")

    def phone(self, number: str) -> str:
        """+880 1712 345678: with its country, in groups as people read it."""
        return self.with_digits(" ".join(phone.groups(number, "")) or number)

    def local(self, moment: datetime) -> datetime:
        """The same moment by this reader's clocks."""
        return moment.astimezone(ZoneInfo(self.zone) if self.zone != "UTC" else UTC)


def digits_of(language: str, wanted: str) -> str:
    """The digits that somebody wants, else their language's."""
    return wanted if wanted in (BENGALI, LATIN) else DIGITS.get(language, LATIN)


def typed(text: str | None) -> str:
    """What somebody typed, as it is kept and looked for: one spelling of each letter (NFC), no blanks around it."""
    return unicodedata.normalize("NFC", text or "").strip()


def latin(text: str | None) -> str:
    """The same with Latin digits: for numbers, whichever digits were typed."""
    return typed(text).translate(_TO_LATIN)


def whole(text: str | None) -> int | None:
    """The whole number that was typed; None where it is none."""
    found = latin(text)
    return int(found) if found.isascii() and found.isdigit() and len(found) < 16 else None


@cache
def language_name(language: str, shown_in: str) -> str:
    """What a language is called in another."""
    try:
        return Locale.parse(language.replace("-", "_")).get_display_name(shown_in) or language
    except (ValueError, LookupError):
        return language


def territory(country: str, shown_in: str) -> str:
    """What a country is called in a language, by its ISO code."""
    return str(Locale.parse(shown_in).territories.get(country, country))
