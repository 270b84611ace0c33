"""Callbacks: the lists, and one of them whole. What is done about one stands in callback_deeds."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, request, url_for

from ivr.access import Action
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, by_htmx, page
from ivr.console.ground import here
from ivr.console.keys import Key
from ivr.console.nodes import crumb, flow_of, topic_title
from ivr.console.pages import callback_words as said
from ivr.console.pages.desk import called
from ivr.console.shown import language_name, whole
from ivr.console.states import CALLBACKS, Sign, team_titles
from ivr.console.there import There, there
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.promise.callback import FINAL
from ivr.reports.callback import callbacks as shown
from ivr.reports.callback import lists as lists
from ivr.reports.callback import story as story
from ivr.reports.callback.lists import LONGEST, Listed, Sought, Tab
from ivr.reports.crew import brief as briefs
from ivr.switchboard import trail
from ivr.switchboard.deeds.glances import Glance
from ivr.switchboard.rows import Callback

pages = Blueprint("callbacks", __name__, url_prefix="/callbacks")

LIST_KEYS = (Key("c", "KeyC", N_("Take it"), "main .callback:focus-within [data-claim]"),)
ONE_KEYS = (
    Key("c", "KeyC", N_("Take it"), "#deeds [data-claim]"),
    Key("p", "KeyP", N_("Phone them now"), "#deeds [data-call]"),
    Key("r", "KeyR", N_("Settled; to the next one"), "#deeds [data-resolve]"),
    Key("m", "KeyM", N_("Another time"), "#move > summary"),
    Key("h", "KeyH", N_("Hand over"), "#hand-over > summary"),
    Key("x", "KeyX", N_("Call it off"), "#cancel > summary"),
    Key("n", "KeyN", N_("Write a note"), "label[for=note]"),
    Key("u", "KeyU", N_("Back to the list"), "#back"),
)
CALLED_OFF = Sign(N_("is being called off"), "circle-x", "warn")


@pages.get("")
@needs(Action.SEE_CALLBACKS)
def index() -> Answer:
    """The list of one tab, of one team or of all."""
    skip, team = whole(request.args.get("skip")) or 0, team_asked()
    with here().store.reading() as unit:
        viewer().now = unit.now
        sought = Sought(_tab(), midnight(unit.now), team, skip)
        counts, rows = lists.counts(unit, sought), lists.listed(unit, sought)
    further = skip + LONGEST if counts[sought.tab] > skip + LONGEST else None
    return page(
        "callbacks.html", keys=LIST_KEYS, tab=sought.tab, tabs=said.TABS, counts=counts, rows=rows, skip=skip,
        further=further, team=team, earlier=max(skip - LONGEST, 0), there=_there, longest=LONGEST, **around(),
    )  # fmt: skip


@pages.get("/<public_id>")
@needs(Action.SEE_CALLBACKS)
def one(public_id: str) -> Answer:
    """One callback: the brief, what was tried, what was written, and what can be done."""
    answer = draw(public_id)
    if not by_htmx():
        trail.seen(here().store, the_person().by, Action.SEE_CALLBACKS, f"callback {public_id}")
    return answer


def draw(public_id: str, status: int = 200, **more: Any) -> Answer:
    """The page of one callback; `more`: what is wrong with what was typed (`wrong`), why nothing was done (`refused`),
    both in the reader's words. What was typed stays. 404 where there is no such callback."""
    with here().store.reading() as unit:
        viewer().now = unit.now
        row, callback = lists.one(unit, public_id), shown.one(unit, public_id)
        target = unit.one(Callback, public_id=public_id)
        if row is None or callback is None or target is None:
            abort(404)
        brief = briefs.of(unit, target)
        flow = flow_of(brief.flow) if brief.flow is not None else None
        notes, history = story.notes(unit, row.caller_id, row.id), story.history(unit, row.id)
        colleagues = lists.colleagues(unit)
    asked = {"wrong": {}, "refused": "", "changed": (), "typed": request.form, **more}
    return page(
        "callback.html", status, keys=ONE_KEYS, row=row, callback=callback.brief, attempts=callback.attempts,
        brief=brief, told=[(called(one), one.value) for one in brief.told], notes=notes, history=history,
        way=[crumb(flow, step.node, step.keys) for step in brief.path],
        colleagues=colleagues, place=_there(row), over=row.state in FINAL, glance=glance(row),
        mine=row.holder is not None and row.holder.agent_id == the_person().agent_id, lived=said.lived,
        actor=said.actor, outcomes=said.OUTCOMES, whys=said.WHYS, team=team_asked(), own_address=address(public_id),
        **around(), **asked,
    )  # fmt: skip


def around() -> dict[str, Any]:
    """What both pages need to write a callback."""
    return {
        "teams": team_titles(), "sources": said.SOURCES, "sign": sign, "topic_of": topic_title, "tries_of": _tries,
        "late": lambda row: row.ended_at is None and row.promised_by < viewer().now,
        "language_called": lambda code: language_name(code, viewer().language), "agent_id": the_person().agent_id,
    }  # fmt: skip


def team_asked() -> str:
    """The team of which the address speaks; empty: of all."""
    team = request.args.get("team", "")
    return team if team in team_titles() else ""


def _tab() -> Tab:
    asked = request.args.get("tab", Tab.DUE)
    return Tab(asked) if asked in set(Tab) else Tab.DUE


def midnight(now: datetime) -> datetime:
    """When today ends, by the reader's clock."""
    zone = ZoneInfo(viewer().shown.zone)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)


def sign(row: Listed) -> Sign:
    """How it stands."""
    return CALLED_OFF if row.cancel_at is not None else CALLBACKS[row.state]


def _tries(team: str) -> int | None:
    """How often they are tried at the most."""
    try:
        teams = here().board.library.business().teams
    except LookupError:
        return None
    return (teams.get(team) or next(iter(teams.values()))).policy.attempts


def _there(row: Listed) -> There | None:
    return there(row.number, row.zone, row.team, row.chosen)


def glance(row: Listed) -> str:
    """What a form carries of what its reader saw."""
    holder = row.holder.agent_id if row.holder and row.holder.until else None
    found = Glance(row.promised_by, row.team, row.attempts, row.cancel_at is not None, holder)
    return json.dumps(asdict(found), default=datetime.isoformat, separators=(",", ":"))


def read_seen() -> Glance:
    """The same as it came back. 400 where a form carries something else."""
    try:
        told = json.loads(request.form.get("seen", ""))
        return Glance(**{**told, "promised_by": datetime.fromisoformat(told["promised_by"])})
    except (ValueError, KeyError, TypeError):
        abort(400)


def address(public_id: str) -> str:
    """Of one callback, in the list of the same team."""
    return url_for("callbacks.one", public_id=public_id, team=team_asked() or None)
