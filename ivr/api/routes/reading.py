"""How rows of the table that only read are made: lists in pages, and single things by their id."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from ivr.api import asked
from ivr.api.route import Request, Route, Source, Told
from ivr.api.schema import name_of
from ivr.reports.pages import Page, Which
from ivr.reports.shown import as_json
from ivr.store.sql.unit import SqlUnit

Versions = Callable[[Any], int]


def listed(
    path: str,
    kind: type,
    read: Callable[[SqlUnit, Which], Page[Any]],
    query: tuple[str, ...] = (),
    states: type[StrEnum] | None = None,
) -> Route:
    """All rows of one sort, the newest first."""
    known = (*query, "cursor", "limit")
    allowed = tuple(states) if states else ()

    def page(source: Source, request: Request) -> Told:
        which = asked.which(request.query, known, allowed)
        with source.store.reading() as unit:
            found = read(unit, which)
        return Told({"data": as_json(found.rows), "next_cursor": asked.cursor(found.next)})

    noun = path.strip("/")
    summary = f"{noun.capitalize()}, the newest first"
    shape = name_of(kind)
    return Route(path, f"list_{noun}", summary, shape, page, pages=True, query=known, states=tuple(map(str, allowed)))


def whole(path: str, name: str, summary: str, kind: type, read: Callable[[SqlUnit, Request], Any]) -> Route:
    """All rows of a sort of which there are few, or None where they belong to nothing."""

    def act(source: Source, request: Request) -> Told | None:
        asked.which(request.query, (), ())
        with source.store.reading() as unit:
            rows = read(unit, request)
        return None if rows is None else Told({"data": as_json(rows), "next_cursor": None})

    return Route(path, name, summary, name_of(kind), act, pages=True)


def single(
    path: str, summary: str, kind: type, read: Callable[[SqlUnit, str], Any], version: Versions | None = None
) -> Route:
    """One thing; with `version` its answer has an ETag."""

    def one(source: Source, request: Request) -> Told | None:
        asked.which(request.query, (), ())
        (id,) = request.ids.values()
        with source.store.reading() as unit:
            found = read(unit, id)
        return None if found is None else Told(as_json(found), version=version(found) if version else None)

    return Route(path, f"get_{path.split('/')[1]}", summary, name_of(kind), one)
