"""Agents for programs: who is there, and what came of a talk."""

from __future__ import annotations

from ivr.api.body import Field, choice, moment, text
from ivr.api.problems import Problem, Refused
from ivr.api.route import Request, Route, Source, Told
from ivr.api.routes.reading import single, whole
from ivr.reports.shop import outside
from ivr.reports.shop.outside import AgentShown
from ivr.reports.shown import as_json
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.crew import staff
from ivr.switchboard.deeds import dispositions
from ivr.switchboard.deeds.dispositions import Disposition, Taken
from ivr.switchboard.rows import Agent, AgentState, Scope

STATE = (Field("state", choice(*AgentState), "Whether callers may be offered to them.", required=True),)
TALK = (
    Field("disposition", choice(*Disposition), "How the talk went.", required=True),
    Field("at", moment(), "With call_again: when, as agreed with the caller; left out, as the team's policy says."),
    Field("note", text(4000), "Kept with the caller."),
)


def _change(source: Source, request: Request) -> Told | None:
    name = request.ids["name"]
    with source.store.reading() as unit:
        row = unit.one(Agent, name=name)
    if row is None:
        return None
    _row, waiting = staff.answering(source.board, request.by, row.id, AgentState(request.body["state"]))
    source.bell.ring(waiting)
    with source.store.reading() as unit:
        shown = _one(unit, name)
    return None if shown is None else Told(as_json(shown))


def _one(unit: SqlUnit, name: str) -> AgentShown | None:
    return next((one for one in outside.agents(unit) if one.name == name), None)


def _decide(source: Source, request: Request) -> Told | None:
    given = request.body
    what, at, note = Disposition(given["disposition"]), given.get("at"), given.get("note", "")
    if at is not None and what is not Disposition.CALL_AGAIN:
        raise Refused(Problem.DECLINED, "at goes with call_again", reason="at")
    source.business()
    taken = dispositions.decide(source.board, request.by, request.ids["id"], what, at, note)
    return None if taken is Taken.UNKNOWN else Told({"taken": str(taken)})


ROUTES: tuple[Route, ...] = (
    whole("/agents", "list_agents", "Agents, by name", AgentShown, lambda unit, request: outside.agents(unit)),
    single("/agents/{name}", "An agent: how they stand, and for which teams they are asked", AgentShown, _one),
    Route(
        "/agents/{name}",
        "change_agent",
        "An agent becomes available, or goes away",
        "Agent",
        _change,
        method="PATCH",
        body=STATE,
        scope=Scope.WRITE,
    ),
    Route(
        "/offers/{id}/disposition",
        "decide_talk",
        "How the talk of an offer went: it drives what we owe, as the agent's keys do",
        "Taken",
        _decide,
        method="POST",
        body=TALK,
        refuses=(Problem.DECLINED,),
        scope=Scope.WRITE,
    ),
)
