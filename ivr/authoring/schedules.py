"""What may be written about opening hours, and the calendar value that it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import DAY, PARTS, TEXT, One, Said
from ivr.authoring.shape import By, Form, Many, Pairs, Shape, optional, required
from ivr.authoring.tree import Tree
from ivr.calendar import Closure, Holidays, Hours, Part, is_zone

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _parse_days(text: str) -> tuple[int, ...] | None:
    """One day of the week, a row of days such as saturday-thursday, or `every day`; Monday is 0."""
    if text == "every day":
        return tuple(range(7))
    names = text.split("-")
    if len(names) > 2 or not all(name in DAYS for name in names):
        return None
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return tuple((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))


def _key(text: str) -> str | None:
    return text if _parse_days(text) else None


WEEKDAYS = One("a day such as friday, a row of days such as saturday-thursday, or every day", Code.BAD_DAY, _key)
ZONE = One("a time zone such as Asia/Dhaka", Code.UNKNOWN_ZONE, lambda text: text if is_zone(text) else None)
DAY_KEY = One(DAY.wants, Code.BAD_DAY, lambda text: text if DAY.convert(text) else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysForm(Form):
    main = "country"
    country: Said[str] | None = optional(TEXT, "the country whose public holidays are kept, such as BD")
    subdivision: Said[str] | None = optional(TEXT, "its state or province, such as WB")
    also: Pairs[Said[str]] | None = optional(By(DAY_KEY, TEXT), "further days, each with its name")
    never: tuple[Said[date], ...] = optional(Many(DAY), "holidays on which it is open all the same", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureForm(Form):
    main = "first"
    first: Said[date] = required(DAY, "the first day on which it is closed")
    last: Said[date] | None = optional(DAY, "the last day; left out: the same")
    reason: Said[str] | None = optional(TEXT, "why, in your words")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleForm(Form):
    weekly: Pairs[Said[tuple[Part, ...]]] = required(
        By(WEEKDAYS, PARTS, least=1), "days: hours; days left out are closed"
    )
    zone: Said[str] | None = optional(ZONE, "the time zone; left out: that of the business")
    holidays: HolidaysForm | None = optional(Shape(HolidaysForm), "the public holidays that are kept")
    closures: tuple[ClosureForm, ...] = optional(Many(Shape(ClosureForm)), "days on which it is closed", ())
    exceptions: Pairs[Said[tuple[Part, ...]]] | None = optional(
        By(DAY_KEY, PARTS), "single days with hours of their own"
    )


@dataclass(frozen=True, slots=True)
class ScheduleReader:
    """Reads a schedule, and finds days that are given twice and closures that end before they begin."""

    def read(self, tree: Tree, found: Findings) -> ScheduleForm | None:
        form = Shape(ScheduleForm).read(tree, found)
        if form:
            _each_day_once(form, found)
            for closure in form.closures:
                if closure.last and closure.last.value < closure.first.value:
                    found.add(Code.BAD_DAY, closure.last.mark, "this closure ends before it begins", "first, then last")
        return form


def _each_day_once(form: ScheduleForm, found: Findings) -> None:
    seen = set[int]()
    for text, pair in form.weekly.items():
        days = _parse_days(text) or ()
        if twice := seen.intersection(days):
            names = ", ".join(DAYS[day] for day in sorted(twice))
            found.add(Code.DAY_TWICE, pair.key.mark, f"the hours of {names} are given twice")
        seen.update(days)


def hours(form: ScheduleForm, zone: str) -> Hours:
    """The schedule as the calendar knows it, in the business's zone unless it names its own."""
    exceptions = {date.fromisoformat(day): pair.value.value for day, pair in (form.exceptions or {}).items()}
    return Hours(
        zone=form.zone.value if form.zone else zone,
        weekly=dict(sorted(_weekly(form))),
        holidays=_holidays(form.holidays) if form.holidays else Holidays(),
        closures=tuple(_closure(closure) for closure in form.closures),
        exceptions=exceptions,
    )


def _weekly(form: ScheduleForm) -> Iterator[tuple[int, tuple[Part, ...]]]:
    for text, pair in form.weekly.items():
        for day in _parse_days(text) or ():
            if pair.value.value:
                yield day, pair.value.value


def _holidays(form: HolidaysForm) -> Holidays:
    return Holidays(
        country=form.country.value if form.country else None,
        subdivision=form.subdivision.value if form.subdivision else None,
        also={date.fromisoformat(day): pair.value.value for day, pair in (form.also or {}).items()},
        never=frozenset(day.value for day in form.never),
    )


def _closure(form: ClosureForm) -> Closure:
    last = form.last or form.first
    return Closure(form.first.value, last.value, form.reason.value if form.reason else "")


SCHEDULE = ScheduleReader()
