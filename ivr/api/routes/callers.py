"""Callers for programs: read by number, changed as they were seen, and what is noted of them."""

from __future__ import annotations

from typing import Any, cast

from ivr.access import Action
from ivr.api import asked
from ivr.api.body import Field, Wrong, flag, many, number, or_null, text
from ivr.api.problems import Problem, Refused
from ivr.api.route import Request, Route, Source, Told
from ivr.api.routes.notes import NOTE, noted
from ivr.api.routes.reading import single, whole
from ivr.calendar import is_zone
from ivr.reports.caller import callers as reports
from ivr.reports.caller import export
from ivr.reports.caller.callers import CallerShown
from ivr.reports.shop import outside
from ivr.reports.shop.outside import NoteShown
from ivr.reports.shown import as_json
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard import trail
from ivr.switchboard.known import edits, persons
from ivr.switchboard.known.edits import Profile
from ivr.switchboard.known.profiles import Facts, Stale
from ivr.switchboard.rows import Caller, Scope

CHANGE = (
    Field("name", text(100), "What they are called; empty: not known."),
    Field("language", or_null(text(16, 1)), "How they want to be spoken to: one of the business's languages."),
    Field("zone", or_null(text(64, 1)), "Their time zone, as IANA names it."),
    Field("vip", flag(), "Whether they come first."),
    Field("do_not_call", flag(), "They do not want to be phoned by us: what is owed to them is barred at once."),
    Field("tags", many(text(40, 1), 20), "All their tags; what is not among them is taken away."),
)

OTHER = (Field("number", number(), "Another number of theirs.", required=True),)


def _change(source: Source, request: Request) -> Told | None:
    ours = asked.number(request.ids["number"])
    given = dict(request.body)
    source.business()
    _check(source, given)
    with source.store.reading() as unit:
        row = unit.one(Caller, number=ours)
    if row is None:
        return None
    if not request.seen(row.fence):
        raise Refused(Problem.STALE, "read it again")
    forbidden, tags = given.pop("do_not_call", None), given.pop("tags", None)
    profile = Profile(forbidden, tags, cast(Facts, given))
    done = edits.put(source.board, request.by, row.id, row.fence, profile)
    if isinstance(done, Stale):
        raise Refused(Problem.STALE, "somebody changed it meanwhile: read it again")
    with source.store.reading() as unit:
        shown = reports.one(unit, ours)
    return Told(as_json(shown), version=shown.version) if shown else None


def _check(source: Source, given: dict[str, Any]) -> None:
    try:
        if given.get("zone") is not None and not is_zone(given["zone"]):
            raise Wrong("zone")
        if given.get("language") is not None and given["language"] not in source.business().voices:
            raise Wrong("language")
    except Wrong as wrong:
        raise Refused(Problem.DECLINED, f"there is no such {wrong}", reason=f"no_such_{wrong}") from None


def _seek(source: Source, request: Request) -> Told:
    asked.which(request.query, ("query",), ())
    text = request.query.get("query", "")
    if len(text) > 100:
        raise Refused(Problem.BAD_PARAMETER, "query: at most 100 letters")
    country, dialect = source.business().country, source.store.engine.dialect.name
    with source.store.reading() as unit:
        found = outside.callers(unit, text, country, dialect)
    return Told({"data": as_json(found), "next_cursor": None})


def _merge(source: Source, request: Request) -> Told | None:
    numbers = asked.number(request.ids["number"]), request.body["number"]
    with source.store.reading() as unit:
        stays, joins = (unit.one(Caller, number=one) for one in numbers)
    if stays is None or joins is None:
        return None
    source.business()
    return _person(source, numbers[0], persons.merge(source.board, request.by, stays.id, joins.id))


def _split(source: Source, request: Request) -> Told | None:
    ours = asked.number(request.ids["number"])
    with source.store.reading() as unit:
        row = unit.one(Caller, number=ours)
    if row is None:
        return None
    source.business()
    return _person(source, ours, persons.split(source.board, request.by, row.id))


def _person(source: Source, ours: str, done: object) -> Told | None:
    if isinstance(done, persons.Refused):
        raise Refused(Problem.CONFLICT, "reason says why not", reason=str(done))
    with source.store.reading() as unit:
        shown = reports.one(unit, ours)
    return Told(as_json(shown), version=shown.version) if shown else None


def _export(source: Source, request: Request) -> Told | None:
    """That it was taken along is a line of the trail."""
    asked.which(request.query, (), ())
    with source.store.reading() as unit:
        row = unit.one(Caller, number=asked.number(request.ids["number"]))
        found = export.of(unit, row.id) if row else None
    if row is None or found is None:
        return None
    trail.seen(source.store, request.by, Action.EXPORT_CALLER, f"caller {row.id}")
    return Told(found)


def _notes(unit: SqlUnit, request: Request) -> tuple[NoteShown, ...] | None:
    row = unit.one(Caller, number=asked.number(request.ids["number"]))
    return None if row is None else outside.notes_of(unit, row.id)


def _caller_of(unit: SqlUnit, request: Request) -> tuple[int, None] | None:
    row = unit.one(Caller, number=asked.number(request.ids["number"]))
    return (row.id, None) if row else None


ROUTES: tuple[Route, ...] = (
    Route(
        "/callers",
        "list_callers",
        "Callers, looked for by number, name, tag or note; fifty at most",
        "FoundCaller",
        _seek,
        pages=True,
        query=("query",),
        refuses=(Problem.CONFLICT,),
    ),
    Route(
        "/callers/{number}/merge",
        "merge_callers",
        "The caller with another number is the same person",
        "Caller",
        _merge,
        method="POST",
        body=OTHER,
        scope=Scope.WRITE,
    ),
    Route(
        "/callers/{number}/split",
        "split_caller",
        "This number is another person's again",
        "Caller",
        _split,
        method="POST",
        scope=Scope.WRITE,
    ),
    single(
        "/callers/{number}",
        "A caller: preferences, what we owe them, last contacts",
        CallerShown,
        lambda unit, ours: reports.one(unit, asked.number(ours)),
        lambda it: it.version,
    ),
    Route(
        "/callers/{number}",
        "change_caller",
        "What is known of a caller, changed",
        "Caller",
        _change,
        method="PATCH",
        body=CHANGE,
        matched=True,
        refuses=(Problem.DECLINED,),
        scope=Scope.WRITE,
    ),
    Route(
        "/callers/{number}/export",
        "export_caller",
        "All that is kept of a caller, as the tables have it; a token that may write is needed",
        "Export",
        _export,
        scope=Scope.WRITE,
    ),
    whole("/callers/{number}/notes", "list_caller_notes", "What was noted of a caller", NoteShown, _notes),
    Route(
        "/callers/{number}/notes",
        "note_caller",
        "A note on a caller",
        "Note",
        noted(_caller_of),
        method="POST",
        body=NOTE,
        statuses=(201,),
        scope=Scope.WRITE,
    ),
)
