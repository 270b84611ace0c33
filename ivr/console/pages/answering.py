"""What an agent does at their page: available or away, yes or no to a caller, how the talk went; and being there.

Everything is the switchboard's to decide: a click is the same compare-and-set as a key on a telephone.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, jsonify, request
from werkzeug import Response

from ivr.access import Action
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, Stale, _, back
from ivr.console.ground import here
from ivr.console.pages import home
from ivr.console.pages.desk import telephone
from ivr.console.shown import latin, typed
from ivr.console.toasts import tell
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports.crew import desk as reports
from ivr.reports.mark import mark
from ivr.switchboard import agents, shown, trail, wrap_up
from ivr.switchboard.deeds import dispositions
from ivr.switchboard.deeds.dispositions import Disposition, Taken
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Agent, Offer
from ivr.switchboard.shown import Click, Clicked
from ivr.twilio.voice_token import Signer, voice_token

pages = Blueprint("answering", __name__, url_prefix="/desk")

CLICKS = {
    Click.DECLINED: N_("Declined. Others are asked now."),
    Click.TOO_LATE: N_("Somebody else was quicker, or the caller has gone."),
}
TAKEN = {
    Taken.DECIDED: N_("It is written down."),
    Taken.ANEW: N_("A new callback is promised."),
    Taken.LATE: N_("It was decided when the call ended, or by key; what you wrote is kept."),
    Taken.UNKNOWN: N_("Nobody said yes to this caller."),
}


@pages.post("/state/<wanted>")
@needs(Action.OWN_STATUS)
def state(wanted: str) -> Answer:
    """Available (ready again, where they were writing up), away, or some more time to write."""
    agent, ground, by = me(), here(), the_person().by
    if wanted == "available":
        agents.available(ground.store, agent.name, by.actor)
        with ground.store.reading() as unit:
            due = agents.waiting_for(unit, agent.id)
        ground.bell.ring(due)
    elif wanted == "away":
        agents.away(ground.store, agent.name, by.actor)
    elif wanted == "ready":
        ground.bell.ring(wrap_up.finish(ground.board, by, agent.id))
    elif wanted != "longer":
        abort(404)
    elif wrap_up.longer(ground.board, by, agent.id) is None:
        tell(_("There is no more time to be had."))
    return _to_the_desk()


@pages.post("/offers/<offer>/<yes>")
@needs(Action.ANSWER)
def answer(offer: str, yes: str) -> Answer:
    """The caller who is shown: taken, or declined."""
    if yes not in ("accept", "decline"):
        abort(404)
    act = shown.accept if yes == "accept" else shown.decline
    clicked: Clicked = act(here().board, offer, me().id)
    here().bell.ring(clicked.due)
    if clicked.click is Click.UNKNOWN:
        abort(404)
    _noted(offer, clicked.click)
    if words := CLICKS.get(clicked.click):
        tell(_(words))
    return _to_the_desk()


def _noted(offer: str, click: Click) -> None:
    by = the_person().by
    work(here().store, lambda unit: trail.note(unit, by, Action.ANSWER, f"offer {offer}", after={"click": click}))


@pages.post("/said/<offer>")
@needs(Action.ANSWER)
def say(offer: str) -> Answer:
    """How the talk went, and a note of it. `at`: when to call again, in the reader's zone."""
    agent, form = me(), request.form
    with here().store.reading() as unit:
        row, now = unit.one(Offer, public_id=offer), unit.now
    if row is None or row.agent_id != agent.id:
        abort(404)
    try:
        what = Disposition(form.get("what", ""))
    except ValueError:
        abort(400)
    at, fault = moment(form.get("at"), now)
    if fault and what is Disposition.CALL_AGAIN:
        return home.show(422, fault=_(fault), typed={"at": form["at"], "note": form.get("note", "")})
    again = at if what is Disposition.CALL_AGAIN else None
    taken = dispositions.decide(here().board, the_person().by, offer, what, again, form.get("note", ""))
    tell(_(TAKEN[taken]))
    return _to_the_desk()


def moment(text: str | None, now: datetime) -> tuple[datetime | None, str]:
    """The moment that was typed, and what is wrong with it; neither where nothing was."""
    said = latin(typed(text))
    if not said:
        return None, ""
    try:
        at = datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(viewer().shown.zone))
    except ValueError:
        return None, N_("This is no time. Write a day and a time.")
    return (at, "") if at > now else (None, N_("This time is over. Choose a later one."))


@pages.post("/beat")
@needs(Action.OWN_STATUS, counts=False)
def beat() -> Response:
    """The page is open. Says who is asked of this agent now, and the mark, so that hidden windows hear of it too."""
    agent, store = me(), here().store
    here().bell.ring(agents.seen(store, agent.id))
    with store.reading() as unit:
        return jsonify(asked=reports.asked(unit, agent.id), mark=mark(unit))


@pages.post("/token")
@needs(Action.ANSWER, counts=False)
def token() -> Response:
    """What Twilio's library needs to call our door, and nothing else. 404 where this page is no telephone of theirs."""
    settings = here().settings
    with here().store.reading() as unit:
        found = reports.desk(unit, me().id)
    line = telephone(found) if found else None
    if line is None or line.kind != "twilio":
        abort(404)
    assert settings.twilio_account_sid and settings.twilio_api_key
    assert settings.twilio_api_secret and settings.twilio_app_sid
    secret = settings.twilio_api_secret.reveal()
    signer = Signer(settings.twilio_account_sid, settings.twilio_api_key, secret, settings.twilio_app_sid)
    return jsonify(token=voice_token(signer, line.identity))


def me() -> Agent:
    """Who asks, on the telephone; refused where their account belongs to no agent."""
    id = the_person().agent_id
    with here().store.reading() as unit:
        found = unit.get(Agent, id) if id is not None else None
    if found is None:
        raise Stale(_("Your account belongs to no agent. The owner can change that."))
    return found


def _to_the_desk() -> Answer:
    return back("/?part=desk")
