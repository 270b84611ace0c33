"""The house for programs: who signs in, teams and who is in them, knowledge cards, what people are to do."""

from __future__ import annotations

from dataclasses import replace

from ivr.api.problems import Problem
from ivr.api.route import Request, Route, Source, Told
from ivr.api.routes.reading import listed, single, whole
from ivr.reports.crew import accounts
from ivr.reports.crew.accounts import AccountShown
from ivr.reports.shop import house
from ivr.reports.shop.house import Doing, KnowledgeCardShown, TaskShown
from ivr.reports.shown import as_json
from ivr.switchboard import tasks
from ivr.switchboard.crew import shifts
from ivr.switchboard.rows import Agent, Scope


def _teams(source: Source, request: Request) -> Told:
    business = source.business()
    with source.store.reading() as unit:
        return Told({"data": as_json(house.teams(unit, business)), "next_cursor": None})


def _join(source: Source, request: Request) -> Told | None:
    return _member(source, request, joins=True)


def _leave(source: Source, request: Request) -> Told | None:
    return _member(source, request, joins=False)


def _member(source: Source, request: Request, joins: bool) -> Told | None:
    """Said twice it is as said once: nobody joins what they are in, or leaves what they are not in."""
    business, team = source.business(), request.ids["team"]
    with source.store.reading() as unit:
        agent = unit.one(Agent, name=request.ids["name"])
    if agent is None or team not in business.teams:
        return None
    (shifts.join if joins else shifts.leave)(source.board, request.by, agent.id, team)
    with source.store.reading() as unit:
        return Told(as_json(next(one for one in house.teams(unit, business) if one.name == team)))


def _finish(source: Source, request: Request) -> Told | None:
    id = request.ids["id"]
    if not (id.isascii() and id.isdigit() and len(id) < 16):
        return None
    tasks.finish(source.store, int(id), request.by)
    with source.store.reading() as unit:
        shown = house.task(unit, int(id))
    return Told(as_json(shown)) if shown else None


_MEMBER = "/teams/{team}/agents/{name}"

ROUTES: tuple[Route, ...] = (
    replace(
        whole(
            "/accounts",
            "list_accounts",
            "Who signs in, and as what; a token that may write is needed",
            AccountShown,
            lambda unit, request: accounts.everybody(unit),
        ),
        scope=Scope.WRITE,
    ),
    Route(
        "/teams",
        "list_teams",
        "Teams: who is in them, whether they are open, how many wait for them",
        "Team",
        _teams,
        pages=True,
        refuses=(Problem.CONFLICT,),
    ),
    Route(_MEMBER, "join_team", "An agent is asked for a team's callers", "Team", _join, "PUT", scope=Scope.WRITE),
    Route(_MEMBER, "leave_team", "Not any more", "Team", _leave, "DELETE", scope=Scope.WRITE),
    whole("/cards", "list_cards", "Knowledge cards", KnowledgeCardShown, lambda unit, request: house.knowledge(unit)),
    single("/cards/{name}", "A knowledge card, in every language", KnowledgeCardShown, house.card),
    listed("/tasks", TaskShown, house.tasks, ("state",), Doing),
    Route(
        "/tasks/{id}/done",
        "finish_task",
        "What was to be done is done; said twice it is as said once",
        "Task",
        _finish,
        method="POST",
        scope=Scope.WRITE,
    ),
)
