"""Callbacks for programs: read, asked for, moved, called off, handed over, claimed; what is noted of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ivr.api.body import Field, Way, choice, flag, moment, number, or_null, text
from ivr.api.problems import Problem, Refused
from ivr.api.route import Request, Route, Source, Told
from ivr.api.routes.notes import NOTE, noted
from ivr.api.routes.reading import listed, single, whole
from ivr.promise import callback
from ivr.reports.callback import callbacks as reports
from ivr.reports.callback.callbacks import CallbackShown
from ivr.reports.shop import outside
from ivr.reports.shop.outside import NoteShown
from ivr.reports.shown import as_json
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.deeds import by_hand, claims, glances
from ivr.switchboard.deeds.glances import Changed, Glance
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.outside import asks
from ivr.switchboard.outside.asks import Declined
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Agent, Callback, Scope

WISH = (
    Field("number", number(), "Whom to phone.", required=True),
    Field("team", text(64), "Who phones; left out, the business's first team."),
    Field("topic", text(64), "What it is about: one of the business's topics."),
    Field("language", text(16), "In which language; left out, the caller's own."),
    Field("when", or_null(moment()), "Not before then; null, or left out: as soon as they may be phoned."),
)
CHANGE = (
    Field("due_at", moment(), "Phoned from then on, or from the first moment after it at which they may be phoned."),
    Field("promised_by", moment(), "With due_at: by then; left out, within the team's usual time."),
    Field("promise", text(200), "With due_at: what the caller was told."),
    Field("agreed", flag(), "With due_at: agreed with the caller, so that hours and window are no hindrance."),
    Field("cancel", choice(*by_hand.Why), "Called off, and why; it can be taken back for ten seconds."),
    Field("team", text(64, 1), "Handed over to this team."),
    Field("agent", text(100, 1), "Handed over to this agent, by name."),
    Field("claimed_by", or_null(text(100, 1)), "Claimed for this agent for five minutes; null: everybody's again."),
)
WAYS = (
    Way(("due_at",), ("promised_by", "promise", "agreed")),
    Way(("cancel",)),
    Way((), ("team", "agent")),
    Way(("claimed_by",)),
)

WORDS = {
    Declined.NO_SUCH_TEAM: "the business has no such team",
    Declined.NO_SUCH_TOPIC: "the business has no such topic",
    Declined.NO_SUCH_LANGUAGE: "the business does not speak this language",
    Declined.TOO_FAR: "when: within the next thirty days",
}


def _ask(source: Source, request: Request) -> Told:
    given = request.body
    team, topic, language = (given.get(name, "") for name in ("team", "topic", "language"))
    wanted = asks.Wanted(given["number"], team, topic, language, given.get("when"))
    origin = asks.Origin(request.by.program, request.key)
    source.business()
    found = asks.ask(source.board, request.by, origin, wanted, _told)
    if not isinstance(found, asks.Asked):
        raise _declined(found)
    if found.callback_id is not None:
        source.bell.ring([("callback", found.callback_id)])
    body = json.loads(found.answer)
    return Told(body, 201 if found.fresh else 200, body["version"], found.answer)


def _told(unit: Unit, row: Callback) -> str:
    return json.dumps(as_json(reports.one(cast(SqlUnit, unit), row.public_id)), ensure_ascii=False)


def _declined(why: str) -> Refused:
    if why == Declined.OTHER_WISH:
        return Refused(Problem.KEY_USED, "another wish wants another key", reason=str(why))
    if why == Declined.OFTEN:
        return Refused(
            Problem.OFTEN, "too many wishes for this number or its block", {"Retry-After": "3600"}, reason=str(why)
        )
    detail = WORDS.get(cast(Declined, why), "this number is never phoned")
    return Refused(Problem.DECLINED, detail, reason=str(why))


def _change(source: Source, request: Request) -> Told | None:
    given, id = request.body, request.ids["id"]
    source.business()
    with source.store.reading() as unit:
        row = unit.one(Callback, public_id=id)
        if row is None:
            return None
        if not request.seen(row.fence):
            raise Refused(Problem.STALE, "read it again")
        seen = glances.glance(unit, row)
        agent = _agent(unit, given.get("agent") or given.get("claimed_by"))
    done = _done(source, request, id, agent, seen)
    if not isinstance(done, Callback):
        raise _hindered(done)
    source.bell.ring([("callback", done.id)])
    with source.store.reading() as unit:
        shown = reports.one(unit, id)
    return Told(as_json(shown), version=shown.version) if shown else None


def _done(source: Source, request: Request, id: str, agent: Agent | None, seen: Glance) -> Any:
    given, by, board = request.body, request.by, source.board
    if "due_at" in given:
        told: Mapping[str, Any] = {"words": given.get("promise", ""), "agreed": given.get("agreed", False)}
        return by_hand.move(board, by, id, given["due_at"], given.get("promised_by"), seen=seen, **told)
    if "cancel" in given:
        return by_hand.cancel(board, by, id, by_hand.Why(given["cancel"]), seen)
    if "claimed_by" in given:
        return claims.claim(board, by, id, agent.id) if agent else claims.release(board, by, id)
    return by_hand.hand_over(board, by, id, given.get("team", ""), agent.id if agent else None, seen)


def _undo(source: Source, request: Request) -> Told | None:
    source.business()
    done = by_hand.undo(source.board, request.by, request.ids["id"])
    if not isinstance(done, Callback):
        raise _hindered(done)
    source.bell.ring([("callback", done.id)])
    with source.store.reading() as unit:
        shown = reports.one(unit, request.ids["id"])
    return Told(as_json(shown), version=shown.version) if shown else None


def _agent(unit: Unit, name: str | None) -> Agent | None:
    found = unit.one(Agent, name=name) if name else None
    if name and found is None:
        raise Refused(Problem.DECLINED, "there is no such agent", reason="no_such_agent")
    return found


def _hindered(why: object) -> Refused:
    if isinstance(why, Changed):
        return Refused(Problem.STALE, "somebody changed it meanwhile: read it again")
    if isinstance(why, claims.Taken):
        return Refused(Problem.CONFLICT, "an agent has claimed it", reason="taken", until=as_json(why.until))
    if why is Hindrance.NO_SUCH_TEAM:
        return Refused(Problem.DECLINED, WORDS[Declined.NO_SUCH_TEAM], reason=str(why))
    if why is Hindrance.UNKNOWN:
        return Refused(Problem.NOT_FOUND, "nothing has this id")
    return Refused(Problem.CONFLICT, "reason says why not", reason=str(why))


def _notes(unit: SqlUnit, request: Request) -> tuple[NoteShown, ...] | None:
    row = unit.one(Callback, public_id=request.ids["id"])
    return None if row is None else outside.notes_about(unit, row)


def _caller_of(unit: SqlUnit, request: Request) -> tuple[int, int] | None:
    row = unit.one(Callback, public_id=request.ids["id"])
    return (row.caller_id, row.id) if row else None


_LIST = listed("/callbacks", CallbackShown, reports.page, ("state", "caller", "since"), callback.State)

ROUTES: tuple[Route, ...] = (
    _LIST,
    Route(
        "/callbacks",
        "ask_for_callback",
        "A callback for this number: begun, or the one that is owed already",
        "Callback",
        _ask,
        method="POST",
        body=WISH,
        statuses=(200, 201),
        keyed=True,
        refuses=(Problem.KEY_USED, Problem.DECLINED),
        scope=Scope.WRITE,
    ),
    single(
        "/callbacks/{id}",
        "A callback: promise, attempts, brief",
        CallbackShown,
        reports.one,
        lambda it: it.version,
    ),
    Route(
        "/callbacks/{id}",
        "change_callback",
        "A callback moved, called off, handed over or claimed; one of these at a time",
        "Callback",
        _change,
        method="PATCH",
        body=CHANGE,
        ways=WAYS,
        matched=True,
        refuses=(Problem.DECLINED,),
        scope=Scope.WRITE,
    ),
    Route(
        "/callbacks/{id}/undo",
        "undo_callback",
        "The last change by hand taken back, within ten seconds",
        "Callback",
        _undo,
        method="POST",
        refuses=(Problem.DECLINED,),
        scope=Scope.WRITE,
    ),
    whole("/callbacks/{id}/notes", "list_callback_notes", "What was noted of a callback", NoteShown, _notes),
    Route(
        "/callbacks/{id}/notes",
        "note_callback",
        "A note on a callback, kept with its caller",
        "Note",
        noted(_caller_of),
        method="POST",
        body=NOTE,
        statuses=(201,),
        scope=Scope.WRITE,
    ),
)
