"""A week of hours as people write it: per weekday `10:00-13:00, 14:00-18:00`, in either kind of digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time

from babel import Locale
from babel.dates import format_date, get_day_names

from ivr.calendar import Part
from ivr.console.frame import _
from ivr.console.shown import latin
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.switchboard.crew.shifts import Week

MOST = 4
"""Parts of a day."""
_PART = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
NO_HOURS = N_("These are no hours. Write them such as 10:00-13:00, 14:00-18:00; leave a free day empty.")


def days() -> Iterator[tuple[int, str]]:
    """The weekdays, Monday is 0, with their names, in the order in which the reader's calendars have them."""
    locale = Locale.parse(viewer().language)
    names = get_day_names("wide", locale=locale)
    for place in range(7):
        day = (locale.first_week_day + place) % 7
        yield day, names[day]


def name_of(day: int) -> str:
    """What a weekday is called."""
    return str(get_day_names("wide", locale=viewer().language)[day])


def day_name(day: date) -> str:
    """Sun 22 Nov."""
    return viewer().shown.with_digits(format_date(day, "EEE d MMM", locale=viewer().language))


def written(parts: tuple[Part, ...]) -> str:
    """The hours of one day, as they may be typed again."""
    return viewer().shown.with_digits(", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in parts))


def each(parts: tuple[Part, ...]) -> list[str]:
    """The same for reading, part by part; a day that lasts from midnight to midnight is said so."""
    if any(start == end for start, end in parts):
        return [_("all day")]
    return [written((part,)).replace("-", "–") for part in parts]


def spoken(parts: tuple[Part, ...]) -> str:
    """The same in one line."""
    return ", ".join(each(parts))


def read_week(form: Mapping[str, str]) -> tuple[Week, dict[str, str]]:
    """The week that was typed into `day0` to `day6`; and by the names of their fields what is wrong with any."""
    week: dict[int, tuple[Part, ...]] = {}
    wrong: dict[str, str] = {}
    for day in range(7):
        parts = _read(form.get(f"day{day}", ""))
        if parts is None:
            wrong[f"day{day}"] = NO_HOURS
        else:
            week[day] = parts
    return week, wrong


def _read(text: str) -> tuple[Part, ...] | None:
    said = [part for part in re.split(r"[,;،]", latin(text)) if part.strip()]
    parts = [_part(part.strip()) for part in said]
    found = tuple(part for part in parts if part is not None)
    return found if len(found) == len(parts) <= MOST and _apart(found) else None


def _part(text: str) -> Part | None:
    match = _PART.fullmatch(text)
    if match is None:
        return None
    try:
        start, end = (time(int(hour) % 24 if hour == "24" else int(hour), int(minute or 0)) for hour, minute in (
            (match[1], match[2]), (match[3], match[4])))  # fmt: skip
    except ValueError:
        return None
    return start, end


def _apart(parts: tuple[Part, ...]) -> bool:
    """Whether none begins before the one before it is over."""
    return all(before[1] <= after[0] and before[1] > before[0] for before, after in zip(parts, parts[1:], strict=False))
