"""The first page: what an agent has open all day; for who runs it all, how the books stand and what everybody does."""

from __future__ import annotations

from flask import Blueprint, request

from ivr.access import Action, Role
from ivr.console.door import Person, needs, the_person
from ivr.console.frame import Answer, by_htmx, page
from ivr.console.ground import here
from ivr.console.pages import desk
from ivr.console.policy import HEARS, TELEPHONE
from ivr.console.states import CALLBACKS, DOINGS, TRANSFERS, team_titles
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports.callback import owed
from ivr.reports.crew import floor
from ivr.reports.equation import fates
from ivr.store.sql.unit import SqlUnit

pages = Blueprint("home", __name__)

MOST = 20
"""Rows of each list; the pages of callbacks and calls have the rest."""
FATES = {
    fates.WAITING: N_("wait on the line"),
    fates.SERVED: N_("served"),
    fates.CALLBACK_OPEN: N_("to be phoned back"),
    fates.CALLBACK_FINAL: N_("phoned back"),
    fates.WAIVED: N_("wanted no more"),
}
"""The terms of the equation: every request for a person is in exactly one of them."""


@pages.get("/")
@needs(Action.SEE_HOME)
def index() -> Answer:
    """My page."""
    return show()


def show(status: int = 200, **more: object) -> Answer:
    """The page; `more` is what a form says again that was refused."""
    ground, who = here(), the_person()
    part = request.args.get("part") if by_htmx() else None
    with ground.store.reading() as unit:
        viewer().now = unit.now
        values = desk.values(unit, who) if answers(who) and part != "now" else {"desk": None}
        if part != "desk" and (runs(who) or not answers(who)):
            values |= _overview(unit)
    answer = page("home.html", status, desk.KEYS if values["desk"] else (), **values, **more)
    if getattr(values.get("telephone"), "kind", "") == "twilio":
        answer.headers["Content-Security-Policy"] = TELEPHONE
        answer.headers["Permissions-Policy"] = HEARS
    return answer


def answers(who: Person) -> bool:
    """Whether they have an agent's page at all."""
    return who.agent_id is not None and viewer().may(Action.ANSWER)


def runs(who: Person) -> bool:
    """Whether they look after all of it; where nobody is an agent, that is all there is to see."""
    return who.role is not Role.AGENT


def _overview(unit: SqlUnit) -> dict[str, object]:
    counted = fates.counted(unit)
    waiting, promised = owed.waiting(unit, MOST), owed.owed(unit, MOST)
    return {
        "fates": [(name, words, counted.terms[name]) for name, words in FATES.items()],
        "total": counted.total,
        "since": counted.since,
        "seats": floor.seats(unit),
        "waiting": waiting,
        "promised": promised,
        "late": sum(one.promised_by < viewer().now for one in promised),
        "teams": team_titles(),
        "callback_states": CALLBACKS,
        "transfer_states": TRANSFERS,
        "doings": DOINGS,
    }
