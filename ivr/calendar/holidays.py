"""Public holidays: those of a country as the `holidays` library knows them, corrected by the business's own words.

Calendars are built once per country and year, when first asked for: the library is slow to load, not to read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache


@dataclass(frozen=True)
class Holiday:
    """One public holiday, named in the country's own language. Estimated: the moon has not been seen yet."""

    day: date
    name: str
    estimated: bool = False


@dataclass(frozen=True)
class Holidays:
    """Which days are kept as holidays: a country's (ISO code, and a subdivision's), plus `also`, less `never`.

    A moon-dated holiday that falls on another day than estimated is one day in `never` and one in `also`.
    """

    country: str | None = None
    subdivision: str | None = None
    also: Mapping[date, str] = field(default_factory=dict)
    never: frozenset[date] = frozenset()


def holiday_on(day: date, kept: Holidays) -> Holiday | None:
    """The holiday that is kept on this local day, or None."""
    if day in kept.also:
        return Holiday(day, kept.also[day])
    if kept.country is None or day in kept.never:
        return None
    return _public(kept.country, kept.subdivision, day.year).get(day)


def holidays_in(year: int, kept: Holidays) -> tuple[Holiday, ...]:
    """All holidays kept in a year, by day: for people who look ahead, with what is only estimated marked."""
    public = _public(kept.country, kept.subdivision, year) if kept.country else {}
    days = {*public, *(day for day in kept.also if day.year == year)}
    return tuple(found for day in sorted(days) if (found := holiday_on(day, kept)))


def has_holidays(country: str, subdivision: str | None = None) -> bool:
    """Whether the library knows this country (ISO code) and, if one is named, this subdivision."""
    from holidays import list_supported_countries

    known = list_supported_countries(include_aliases=True)
    return country in known and (subdivision is None or subdivision in known[country])


@lru_cache(maxsize=64)
def _public(country: str, subdivision: str | None, year: int) -> Mapping[date, Holiday]:
    from holidays import country_holidays  # 0.2 s for the first country: paid by those who name one

    # The language must be named: left out, the names would follow the locale of the machine.
    language = country_holidays(country).default_language
    found = country_holidays(country, subdiv=subdivision, years=year, language=language)
    mark = (getattr(found, "estimated_label", None) or "").replace("%s", "").strip()
    return {day: Holiday(day, name, bool(mark) and mark in name) for day, name in found.items()}
