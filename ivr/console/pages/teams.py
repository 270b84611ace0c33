"""Teams: who is in them, who answers for them, when they work and why; what stands in the business's file is only read.

A moment can be tried out: is it open then, and by which rule?
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, request, url_for

from ivr.access import Action
from ivr.calendar import Day, Hours, Why, day_of, to_local, to_utc, why
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, page
from ivr.console.ground import here
from ivr.console.pages import weeks
from ivr.console.pages.people_words import of_agent
from ivr.console.preferences import own_page
from ivr.console.shown import language_name, latin
from ivr.console.states import team_titles
from ivr.console.toasts import tell
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.promise.business import Business
from ivr.promise.policy import Team
from ivr.reports.crew import people
from ivr.reports.crew.people import AgentShown
from ivr.switchboard.crew import shifts
from ivr.switchboard.crew.shifts import is_expected

pages = Blueprint("teams", __name__)

AHEAD = 28
"""Days that the calendar shows."""
NO_MOMENT = N_("This is no time. Write a day and a time.")


@dataclass(frozen=True, slots=True)
class Calendar:
    """One schedule of the business, and the teams that keep it."""

    name: str
    teams: tuple[str, ...]
    now: Why
    days: tuple[Day, ...]
    tried: Why | None


@dataclass(frozen=True, slots=True)
class TeamShown:
    team: Team
    members: tuple[AgentShown, ...]
    others: tuple[AgentShown, ...]


@pages.get("/teams")
@needs(Action.SEE_TEAMS)
def index() -> Answer:
    """All teams and their hours."""
    return _show()


@pages.post("/teams/<team>/join")
@needs(Action.EDIT_TEAMS)
def join(team: str) -> Answer:
    """Somebody is asked for this team's callers from now on."""
    if here().business is None or not shifts.join(here().board, the_person().by, _agent(), team):
        abort(404)
    return _after(_("Kept."))


@pages.post("/teams/<team>/leave")
@needs(Action.EDIT_TEAMS)
def leave(team: str) -> Answer:
    """No more."""
    shifts.leave(here().board, the_person().by, _agent(), team)
    return _after(_("Kept."))


def _agent() -> int:
    text = latin(request.form.get("agent"))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else abort(404)


def _after(said: str) -> Answer:
    tell(said)
    onward = request.form.get("next", "")
    return back(own_page(onward) if onward else url_for("teams.index"))


def _show() -> Answer:
    business = here().business
    if business is None:
        return page("teams_none.html", file=_file())
    at, wrong = _asked(business)
    with here().store.reading() as unit:
        viewer().now = unit.now
        everyone = people.everyone_asked(unit)
    shown = [_team(team, everyone) for team in business.teams.values()]
    return page(
        "teams.html",
        422 if wrong else 200,
        shown=shown,
        calendars=[_calendar(business, name, at) for name in business.schedules],
        wrong=wrong,
        at=at,
        titles=team_titles(),
        asked=request.args.get("at", ""),
        spoken={code: language_name(code, viewer().language) for code in business.voices},
        expected=lambda agent: is_expected(agent, business.zone, viewer().now),
        state_of=lambda one: of_agent(one, viewer().now),
        hours_of=lambda agent: [(day, shifts.read(agent.week).get(day, ())) for day, _name in weeks.days()],
        zone=business.zone,
        clock=replace(viewer().shown, zone=business.zone),
        weeks=weeks,
        file=_file(),
    )


def _file() -> str:
    """Where to change what stands in the business's file."""
    return f"{here().settings.callflows_dir}/business.yaml"


def _team(team: Team, everyone: tuple[AgentShown, ...]) -> TeamShown:
    members = tuple(one for one in everyone if team.name in one.teams)
    return TeamShown(team, members, tuple(one for one in everyone if team.name not in one.teams))


def _asked(business: Business) -> tuple[datetime | None, str]:
    """The moment that somebody wants to try, by the business's clock; and what is wrong with it."""
    text = latin(request.args.get("at"))
    if not text:
        return None, ""
    try:
        return to_utc(datetime.fromisoformat(text).replace(tzinfo=None), business.zone), ""
    except (ValueError, OverflowError):
        return None, NO_MOMENT


def _calendar(business: Business, name: str, at: datetime | None) -> Calendar:
    hours = business.schedules[name]
    teams = tuple(team.name for team in business.teams.values() if team.hours == name)
    return Calendar(name, teams, why(hours, viewer().now), _days(hours), why(hours, at) if at else None)


def _days(hours: Hours) -> tuple[Day, ...]:
    first: date = to_local(viewer().now, hours.zone).date()
    return tuple(day_of(hours, first + timedelta(days=ahead)) for ahead in range(AHEAD))
