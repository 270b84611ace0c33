"""Calls: a list to look through, and each call with its time, its words, its documents and what was recorded in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request, url_for

from ivr import phone
from ivr.access import Action
from ivr.console import toasts
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, by_htmx, page
from ivr.console.ground import here
from ivr.console.navigation import PHONES
from ivr.console.nodes import called, flow_of
from ivr.console.pages import call_bar, call_told, days
from ivr.console.shown import language_name, typed, whole
from ivr.console.states import CALLBACKS, TRANSFERS, Sign, team_titles
from ivr.console.topics import topic_title
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.language import sought as seeking
from ivr.reports.call import course, recent
from ivr.reports.call.recent import Came, Sought
from ivr.reports.pages import Page
from ivr.reports.shop import trail
from ivr.switchboard.known import remarks
from ivr.switchboard.known.remarks import On
from ivr.switchboard.trail import seen

pages = Blueprint("calls", __name__, url_prefix="/calls")

LATELY = timedelta(days=30)
"""How far back is looked for what is rare, where no day is named."""
ONE_LISTENING = timedelta(minutes=10)
"""A player asks for a recording piece by piece: within this time that is one listening."""
SCRIPT_TYPE = "application/yaml"

CAME = {
    Came.LIVE: Sign(N_("on the line now"), "phone-call", "good"),
    Came.TALKED: Sign(N_("talked with somebody"), "circle-check", "good"),
    Came.OWED: Sign(N_("to be phoned back"), "phone-outgoing", "calm"),
    Came.ALONE: Sign(N_("asked for nobody"), "circle-check", "calm"),
}
"""What came of a call, as the list is narrowed."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which field of the filter could not be read."""

    day: bool = False
    caller: bool = False


@pages.get("")
@needs(Action.SEE_CALLS)
def index() -> Answer:
    """Calls, the newest first."""
    store = here().store
    with store.reading() as unit:
        viewer().now = unit.now
        sought, wrong = _sought()
        found = recent.page(unit, sought, store.engine.dialect.name) if wrong == Wrong() else Page((), None)
    kept = {name: value for name, value in request.args.items() if name in ("day", "team", "came", "caller") and value}
    return page(
        "calls.html", 422 if wrong != Wrong() else 200, found=found, sought=sought, wrong=wrong, asked=request.args,
        kept=kept, came=CAME, teams=team_titles(), states=TRANSFERS,
        lately=LATELY.days if sought.since is not None and "day" not in kept else 0,
    )  # fmt: skip


def _sought() -> tuple[Sought, Wrong]:
    asked = request.args
    try:
        day = days.bounds(asked.get("day"))
    except ValueError:
        return Sought(), Wrong(day=True)
    team = typed(asked.get("team")) if asked.get("team") in team_titles() else ""
    came = next((one for one in Came if one == asked.get("came")), None)
    number, name = _caller(typed(asked.get("caller"))[:100])
    if number is None:
        return Sought(), Wrong(caller=True)
    since, until = day or (None, None)
    if since is None and (team or came in (Came.TALKED, Came.OWED, Came.ALONE)):
        since = viewer().now - LATELY
    return Sought(since, until, team, came, number, name, whole(asked.get("before"))), Wrong()


def _caller(text: str) -> tuple[str | None, str]:
    """A number in E.164, or how a name begins. None: it is no number that there is."""
    if not text or not any(letter.isdigit() for letter in text):
        return "", seeking.key(text)
    read = phone.parse_number(text, _country())
    return (None if isinstance(read, phone.Refusal) else read), ""


def _country() -> str:
    """The country in which the business dials."""
    try:
        numbers = here().board.library.business().numbers
    except LookupError:
        return ""
    return next((country for number in numbers if (country := phone.country_of(number))), "")


@pages.get("/<id>")
@needs(Action.SEE_CALLS)
def call(id: str) -> Answer:
    """One call, as it is now. Who looked at it is written down; that the page draws itself anew is no look."""
    answer = _call(id)
    if not by_htmx():
        seen(here().store, the_person().by, Action.SEE_CALLS, f"call {id}")
    return answer


@pages.post("/<id>/remarks")
@needs(Action.REMARK)
def remark(id: str) -> Answer:
    """What struck somebody at a node to which this call came, for its author."""
    with here().store.reading() as unit:
        found = course.of(unit, id) or abort(404)
    node = request.form.get("node", "")
    if node not in call_told.nodes(found) or found.flow is None:
        abort(400)
    of = remarks.about(On.NODE, found.flow, node)
    if remarks.add(here().store, the_person().by, of, request.form.get("text", ""), found.id) is None:
        return _call(id, node)
    toasts.tell(_("Your remark is kept for whoever writes this."))
    return back(address(id))


def _call(id: str, empty: str = "") -> Answer:
    """The page. `empty`: the node of which nothing was said, though somebody was about to."""
    with here().store.reading() as unit:
        viewer().now = unit.now
        found = course.of(unit, id) or abort(404)
    flow = flow_of(found.edition)
    return page(
        "call.html", 422 if empty else 200, empty=empty, call=found,
        bar=call_bar.drawn(found), steps=call_told.told(found), states=TRANSFERS, callback_states=CALLBACKS,
        asking=call_told.ASKING, teams=team_titles(), replay=_replay(found), nodes=call_told.nodes(found),
        titles={node: called(flow, node) for node in flow.nodes} if flow else {},
        spoken=language_name(found.language, viewer().language), topic=found.topic and topic_title(found.topic),
    )  # fmt: skip


def _replay(found: course.Course) -> str:
    """Where the telephones are, with the same kind of caller and the keys that were pressed; empty: there are none."""
    if not here().simulated:
        return ""
    kind = "withheld" if found.number is None else "known" if found.name else "new"
    asked = {"from": kind, "to": found.dialled, "keys": ",".join(call_told.keys(found))}
    return f"{PHONES}#{urlencode(asked)}"


@pages.get("/<id>/script.yaml")
@needs(Action.SIMULATE)
def script(id: str) -> Answer:
    """The call as a call script, without anything of its caller."""
    with here().store.reading() as unit:
        found = course.of(unit, id) or abort(404)
    written = here().scribe(found.id)
    if written is None:
        toasts.tell(_("The script could not be written just now. Try once more."))
        return back(address(id))
    headers = {"Content-Disposition": f'attachment; filename="call-{found.id}.yaml"'}
    return Response(written, mimetype=SCRIPT_TYPE, headers=headers)


@pages.get("/<id>/recordings/<recording>.mp3")
@needs(Action.HEAR_RECORDING)
def hear(id: str, recording: str) -> Answer:
    """What the caller said, by way of us; whoever listens leaves a line in the trail."""
    ground, who = here(), the_person()
    subject = f"recording {recording}"
    with ground.store.reading() as unit:
        sid = course.sound(unit, id, recording)
        since = unit.now - ONE_LISTENING
        listening = any(
            one.action == Action.HEAR_RECORDING
            for one in trail.page(unit, trail.Sought(who.id, subject, since, limit=5)).rows
        )
    heard = ground.parts.media().recording(sid) if sid else None
    if heard is None:
        abort(404)
    if not listening:
        seen(ground.store, who.by, Action.HEAR_RECORDING, subject)
    answer = Response(heard.body, mimetype=heard.kind)
    answer.headers["Content-Disposition"] = "inline"
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(heard.body))


def address(id: str) -> str:
    """The page of a call."""
    return url_for("calls.call", id=id)
