"""What differs in what all flows share: teams, hours, promises, built-in words. Of hours, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from ivr.authoring.diff.change import Change, Weight
from ivr.authoring.diff.sentences import BY_ROOM, FIELDS, GENERAL, told
from ivr.authoring.said import CLOSED, NONE, flat, parts, words
from ivr.authoring.schedules import DAYS
from ivr.calendar import Hours
from ivr.promise.business import Business

ROOMS: Mapping[str, str] = {"teams": "the team {}", "team_schedules": "the team {}", "windows": "the team {}"}
"""Fields that hold one thing per name, and what such a thing is."""


def compare_businesses(old: Business, new: Business) -> Iterator[Change]:
    """All changes between two versions of the business; the numbers are a matter of its flows."""
    before, after = ({field.name: getattr(it, field.name) for field in fields(Business)} for it in (old, new))
    return compare_shared("", before, after)


def compare_shared(flow: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Field by field; `flow` is empty where the business itself is meant."""
    for field, now in new.items():
        was = old[field]
        if was == now or field == "numbers":
            continue
        if field == "schedules":
            yield from _schedules(flow, was, now)
        elif field == "words":
            yield from _words(flow, was, now)
        elif field in ROOMS:
            yield from _named(flow, field, was, now)
        else:
            yield from _values(flow, "the business", (field,), was, now)


def _named(flow: str, field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in {**old, **new}:
        at = ROOMS[field].format(name)
        if name not in old:
            yield Change(Weight.REACH, f"{at} is new", flow, "", field, "", name)
        elif name not in new:
            yield Change(Weight.REACH, f"{at} is gone", flow, "", field, name, "")
        else:
            path = {"team_schedules": ("hours",), "windows": ("window",)}.get(field, ())
            yield from _values(flow, at, path, old[name], new[name])


def _values(flow: str, at: str, path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    before, after = dict(flat(old, path)), dict(flat(new, path))
    for where in {**before, **after}:
        was, now = before.get(where, NONE), after.get(where, NONE)
        if was != now:
            weight, says = _value(where, at, was, now)
            yield Change(weight, says, flow, "", ".".join((at, *where)), was, now)


def _value(where: tuple[str, ...], at: str, was: str, now: str) -> tuple[Weight, str]:
    if where[-1] in FIELDS and where[0] not in ("owner", "voices"):
        return told(where[-1], at, was, now)
    if where[0] in FIELDS:
        return told(where[0], at, was, now)
    what = " ".join(words(step) for step in where)
    return BY_ROOM.get(where[0], Weight.STRUCTURE), GENERAL.format(at=at, what=what, was=was, now=now)


def _schedules(flow: str, old: Mapping[str, Hours], new: Mapping[str, Hours]) -> Iterator[Change]:
    for name in {**old, **new}:
        if name not in old or name not in new:
            says = f"the hours of {name} are " + ("new" if name in new else "gone")
            yield Change(Weight.REACH, says, flow, "", "schedules", *("", name) if name in new else (name, ""))
        else:
            yield from _hours(flow, name, old[name], new[name])


def _hours(flow: str, name: str, old: Hours, new: Hours) -> Iterator[Change]:
    yield from _week(flow, name, old, new)
    days = ((one, old.exceptions.get(one), new.exceptions.get(one)) for one in {**old.exceptions, **new.exceptions})
    for one, before, after in days:
        if before != after:
            was, now = (NONE if it is None else parts(it) for it in (before, after))
            says = f"{name} on {one}, apart from the week: {now} (was {was})"
            yield Change(Weight.REACH, says, flow, "", f"schedules.{name}.exceptions.{one}", was, now)
    for field in ("zone", "holidays", "closures"):
        before_all, after_all = (dict(_days(getattr(it, field), field)) for it in (old, new))
        for where in {**before_all, **after_all}:
            was, now = before_all.get(where, NONE), after_all.get(where, NONE)
            if was != now:
                says = GENERAL.format(at=f"the hours of {name}", what=where, was=was, now=now)
                yield Change(Weight.REACH, says, flow, "", f"schedules.{name}.{field}", was, now)


def _week(flow: str, name: str, old: Hours, new: Hours) -> Iterator[Change]:
    """Days that change alike are told together."""
    alike = dict[tuple[str, str], list[str]]()
    for number, day in enumerate(DAYS):
        was, now = parts(old.weekly.get(number)), parts(new.weekly.get(number))
        if was != now:
            alike.setdefault((was, now), []).append(day)
    for (was, now), days in alike.items():
        on = ", ".join(day.capitalize() for day in days)
        says = f"{name} is now closed on {on}" if now == CLOSED else f"{name} is now open from {now} on {on}"
        yield Change(Weight.REACH, f"{says} (was {was})", flow, "", f"schedules.{name}.weekly", was, now)


def _days(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """Holidays by their parts, closures by the day on which they begin."""
    if isinstance(value, tuple):
        for one in value:
            yield f"the closure from {one.first}", f"until {one.last}"
    else:
        for path, text in flat(value, (field,)):
            yield " ".join(words(step) for step in path), text


def _words(flow: str, old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]) -> Iterator[Change]:
    """Of languages that both have: a language that is new brings its words along."""
    for code in [code for code in new if code in old]:
        for key in {**old[code], **new[code]}:
            was, now = old[code].get(key, ""), new[code].get(key, "")
            if was != now:
                says = f"what we say in {code} at “{words(key)}” is now “{now}” (was “{was}”)"
                yield Change(Weight.WORDS, says, flow, "", f"words.{key}", was, now, code)
