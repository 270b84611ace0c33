"""One person's page: who they are, what we owe them, and all that ever was between us, by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask import abort, current_app, request, url_for
from markupsafe import Markup

from ivr import phone
from ivr.access import Action
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, by_htmx, page
from ivr.console.ground import here
from ivr.console.keys import Key
from ivr.console.nodes import Crumb, crumb, flow_of, topic_title
from ivr.console.pages.callers import words
from ivr.console.pages.callers.listed import languages, pages
from ivr.console.shown import language_name
from ivr.console.states import CALLBACKS, TRANSFERS, team_titles
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports.caller import persons, timeline
from ivr.reports.caller.persons import PersonShown
from ivr.reports.caller.stories import Story
from ivr.reports.caller.timeline import Kind, Told
from ivr.switchboard import trail

ID = "/<int(max=9007199254740991):id>"
KEYS = (
    Key("n", "KeyN", N_("Write a note"), "#write-note"),
    Key("e", "KeyE", N_("Change what is known"), "#change-facts"),
)
AMISS = Markup('aria-invalid="true" aria-describedby="wrong-{}"')
"""Of a field beside which stands what is wrong with it."""
OFTEN = 3
"""Calls within seven days: then something is not solved."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was on one day, by the reader's clock."""

    at: datetime
    entries: tuple[Told, ...]


@pages.get(ID)
@needs(Action.SEE_CALLERS)
def one(id: int) -> Answer:
    """The page; of a row that another one stands for, that one's. Looking at it is a deed."""
    with here().store.reading() as unit:
        whose = persons.representative(unit, id)
    if whose is not None and whose != id:
        return back(url_for("callers.one", id=whose))
    answer = draw(id)
    if not by_htmx():
        trail.seen(here().store, the_person().by, Action.SEE_CALLERS, f"caller {id}")
    return answer


def draw(id: int, status: int = 200, **more: Any) -> Answer:
    """The page as it is now. `more`: what is wrong with what was typed (`wrong`, by field), and what somebody else has
    changed meanwhile (`stale`); what was typed stays. 404 where there is no such caller."""
    kind, after = _asked()
    with here().store.reading() as unit:
        viewer().now = unit.now
        person = persons.one(unit, id) or abort(404)
        stretch = timeline.page(unit, person.ids, (kind,) if kind else frozenset(Kind), after)
    told = {"wrong": {}, "stale": (), "typed": request.form, **more}
    return page(
        "caller.html", status, keys=KEYS, who=person, days=_days(stretch.entries), next=stretch.next, kind=kind,
        paged=after is not None, kinds=words.KINDS, often=OFTEN, words=words, crumbs=crumbs, clock=_clock(person),
        live=any(isinstance(one.what, Story) and one.what.ended_at is None for one in stretch.entries),
        teams=team_titles(), topic=topic_title, callback_states=CALLBACKS, transfer_states=TRANSFERS,
        spoken={code: language_name(code, viewer().language) for code in languages()}, seconds=_seconds,
        title=_title(person), editable=viewer().may(Action.EDIT_CALLER) and person.erased_at is None,
        endpoints=current_app.view_functions, amiss=lambda name: AMISS.format(name) if name in told["wrong"] else "",
        **told,
    )  # fmt: skip


def _title(person: PersonShown) -> str:
    """Who they are, as far as we know."""
    if person.name or person.known:
        return person.name or viewer().shown.phone(person.known[0])
    return _("Forgotten caller") if person.erased_at else _("withheld number")


def _asked() -> tuple[Kind | None, timeline.Place | None]:
    asked = request.args
    kind = asked.get("kind")
    return Kind(kind) if kind in set(Kind) else None, timeline.read(asked.get("after", ""))


def _days(entries: Iterable[Told]) -> tuple[Day, ...]:
    shown = viewer().shown
    each = (tuple(those) for _day, those in groupby(entries, lambda one: shown.local(one.at).date()))
    return tuple(Day(those[0].at, those) for those in each)


def crumbs(story: Story) -> tuple[Crumb, ...]:
    """The way through the menus, and where the caller is now."""
    flow = flow_of(story.flow)
    way = tuple(crumb(flow, step.node, step.keys) for step in story.way)
    if story.at and (not story.way or story.way[-1].node != story.at):
        return (*way, crumb(flow, story.at, now=True))
    return (*way[:-1], replace(way[-1], here=True)) if way and story.ended_at is None else way


def _seconds(story: Story) -> timedelta:
    """How long the call was, or is by now."""
    return (story.ended_at or viewer().now) - story.started_at


def _clock(person: PersonShown) -> str:
    """What time it is where they are; empty where it is the reader's own."""
    number = next(iter(person.known), None)
    zone = person.zone or (phone.zone_of(number) if number else None) or here().zone
    shown, now = viewer().shown, viewer().now
    theirs = replace(shown, zone=zone)
    return theirs.clock(now) if theirs.local(now).utcoffset() != shown.local(now).utcoffset() else ""
