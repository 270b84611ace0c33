"""What is done about a callback at its page: each form is one verb of the switchboard, and what it answers in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import abort, request, url_for

from ivr.access import Action
from ivr.calendar import to_local, to_utc
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back
from ivr.console.ground import here
from ivr.console.pages import callback_words as said
from ivr.console.pages.callbacks import address, draw, midnight, read_seen, team_asked
from ivr.console.pages.callbacks import pages as pages
from ivr.console.shown import latin, typed, whole
from ivr.console.states import team_titles
from ivr.console.there import there
from ivr.console.toasts import offer_undo, tell, undone
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports.callback import lists as lists
from ivr.reports.callback.lists import Listed, Sought, Tab
from ivr.switchboard.deeds import by_hand, claims
from ivr.switchboard.deeds.by_hand import Why
from ivr.switchboard.deeds.claims import Edited, Taken
from ivr.switchboard.deeds.glances import Changed
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.known import notes
from ivr.switchboard.rows import Agent, Callback

FARTHEST = timedelta(days=366)
"""Nobody is promised a call for later than that."""
NO_AGENT = N_("Your account belongs to no agent, so nobody can be phoned by you. The owner can change that.")
OWN_AWAY = N_("You are not available just now. Say that you are, then try again.")


@pages.post("/<public_id>/claim")
@needs(Action.CLAIM_CALLBACK)
def claim(public_id: str) -> Answer:
    """Mine, for five minutes."""
    return _by_agent(public_id, claims.claim, N_("It is yours for five minutes: it is offered to nobody else."))


@pages.post("/<public_id>/call")
@needs(Action.CALL_CALLBACK)
def call(public_id: str) -> Answer:
    """Mine, and now: I am asked first, then they are phoned."""
    return _by_agent(public_id, by_hand.call_now, N_("You are asked in a moment. Say yes, and they are phoned."))


def _by_agent(public_id: str, verb: Callable[..., claims.Answer], done: str, undo: str = "claim") -> Answer:
    who = the_person()
    if who.agent_id is None:
        return draw(public_id, 409, refused=_(NO_AGENT))
    answer = verb(here().board, who.by, public_id, who.agent_id)
    if answer is Hindrance.AWAY:
        return draw(public_id, 409, refused=_(OWN_AWAY))
    return _answered(public_id, answer, _(done), undo)


@pages.post("/<public_id>/release")
@needs(Action.CLAIM_CALLBACK)
def release(public_id: str) -> Answer:
    """Everybody's again."""
    return _by_agent(public_id, claims.release, N_("It is free again."), undo="")


@pages.post("/<public_id>/move")
@needs(Action.MOVE_CALLBACK)
def move(public_id: str) -> Answer:
    """Another time: in an hour, tomorrow morning, or a day and an hour."""
    seen, (at, wrong) = read_seen(), _time(_row(public_id))
    if at is None:
        return draw(public_id, 422, wrong={"move": wrong})
    agreed = bool(request.form.get("agreed"))
    answer = by_hand.move(here().board, the_person().by, public_id, at, agreed=agreed, seen=seen)
    text = ""
    if isinstance(answer, Callback):
        text = _("Moved: they are phoned from %(when)s on.", when=viewer().shown.exact(answer.due_at))
        if answer.due_at - at > timedelta(minutes=1):
            text = _("Moved to %(when)s: earlier they may not be phoned.", when=viewer().shown.exact(answer.due_at))
    return _answered(public_id, answer, text, undo="put")


def _time(row: Listed) -> tuple[datetime | None, str]:
    """The moment that was chosen, by the reader's clock; else what is wrong with it."""
    now, choice = here().store.now(), request.form.get("when", "")
    if choice == "hour":
        return now + timedelta(hours=1), ""
    if choice == "morning":
        return morning(row, now), ""
    if choice != "at" or not typed(request.form.get("at")):
        return None, _("Choose when.")
    try:
        wall = datetime.fromisoformat(latin(request.form.get("at")).replace(" ", "T")).replace(tzinfo=None)
        at = to_utc(wall, viewer().shown.zone)
    except (ValueError, OverflowError):
        return None, _("This is no day and hour. Write it such as 2026-11-23 17:30.")
    if not now < at < now + FARTHEST:
        return None, _("This moment is over.") if at <= now else _("This is more than a year away.")
    return at, ""


def morning(row: Listed, now: datetime) -> datetime:
    """Tomorrow, as soon as one may phone them where they are."""
    place = there(row.number, row.zone, row.team)
    zone = place.zone if place else viewer().shown.zone
    business = here().board.library.business()
    team = business.teams.get(row.team) or next(iter(business.teams.values()))
    tomorrow = to_local(now, zone).date() + timedelta(days=1)
    return to_utc(datetime.combine(tomorrow, team.policy.window.start), zone)


@pages.post("/<public_id>/hand-over")
@needs(Action.HAND_OVER_CALLBACK)
def hand_over(public_id: str) -> Answer:
    """To another team, to one agent, or both."""
    seen, team, agent_id = read_seen(), request.form.get("team", ""), whole(request.form.get("agent"))
    row = _row(public_id)
    if agent_id is None and team in ("", row.team):
        return draw(public_id, 422, wrong={"hand_over": _("Choose a team or an agent.")})
    answer = by_hand.hand_over(here().board, the_person().by, public_id, team, agent_id, seen)
    return _answered(public_id, answer, _("Handed over."), undo="put")


@pages.post("/<public_id>/cancel")
@needs(Action.CANCEL_CALLBACK)
def cancel(public_id: str) -> Answer:
    """Called off, with the reason."""
    seen, why = read_seen(), request.form.get("why", "")
    if why not in set(Why):
        return draw(public_id, 422, wrong={"cancel": _("Say why.")})
    answer = by_hand.cancel(here().board, the_person().by, public_id, Why(why), seen)
    return _answered(public_id, answer, _("Called off: nobody phones them."), undo="put")


@pages.post("/<public_id>/resolve")
@needs(Action.CANCEL_CALLBACK)
def resolve(public_id: str) -> Answer:
    """Settled without a call of ours; on to whoever waits most."""
    answer = by_hand.cancel(here().board, the_person().by, public_id, Why.SETTLED, read_seen())
    return _answered(public_id, answer, _("Settled: nobody phones them."), undo="put", onward=_next(public_id))


def _next(public_id: str) -> str:
    """The most pressing one that is nobody else's; the list, where there is none."""
    mine, team = the_person().agent_id, team_asked()
    with here().store.reading() as unit:
        rows = lists.listed(unit, Sought(Tab.DUE, midnight(unit.now), team))
    for row in rows:
        free = row.holder is None or row.holder.agent_id == mine
        if row.public_id != public_id and free and row.cancel_at is None:
            return address(row.public_id)
    return url_for("callbacks.index", team=team or None)


@pages.post("/<public_id>/note")
@needs(Action.NOTE_CALLBACK)
def note(public_id: str) -> Answer:
    """A note, about this callback and its caller."""
    row = _row(public_id)
    written = notes.add(here().store, the_person().by, row.caller_id, request.form.get("note", ""), callback_id=row.id)
    if written is None:
        return draw(public_id, 422, wrong={"note": _("Nothing is written in it.")})
    offer_undo(_("The note is kept."), _undo_address(public_id), deed="note", note=written.public_id)
    return back(address(public_id))


@pages.post("/<public_id>/undo")
@needs(Action.MOVE_CALLBACK)
def undo(public_id: str) -> Answer:
    """The last deed is taken back, if it is not too late."""
    what, who, board = undone(), the_person(), here().board
    answer: object = Hindrance.TOO_LATE
    if what is not None and what["deed"] == "note":
        answer = notes.withdraw(here().store, who.by, what["note"])
    elif what is not None and what["deed"] == "claim":
        answer = claims.release(board, who.by, public_id, who.agent_id)
    elif what is not None:
        answer = by_hand.undo(board, who.by, public_id)
    tell(_("Taken back.") if not isinstance(answer, Hindrance | Taken) else _(said.HINDERED[Hindrance.TOO_LATE]))
    if isinstance(answer, Callback):
        here().bell.ring([("callback", answer.id)])
    return back(url_for("callbacks.one", public_id=public_id))


def _answered(public_id: str, answer: Edited, done: str, undo: str = "", onward: str = "") -> Answer:
    """Done: on with a word, and for ten seconds a way back. Not done: the page as it is now, saying why."""
    match answer:
        case Callback():
            here().bell.ring([("callback", answer.id)])
            if undo:
                offer_undo(done, _undo_address(public_id), deed=undo)
            else:
                tell(done)
            return back(onward or address(public_id))
        case Taken():
            until = viewer().shown.clock(answer.until)
            text = _("%(name)s was quicker, and has it until %(until)s.", name=answer.name, until=until)
            return draw(public_id, 409, refused=text)
        case Changed():
            return draw(
                public_id, 409, refused=_("Meanwhile it has changed. Nothing was done."), changed=_changes(answer)
            )
    if answer is Hindrance.UNKNOWN:
        abort(404)
    return draw(public_id, 409, refused=_(said.HINDERED[answer]))


def _undo_address(public_id: str) -> str:
    return url_for("callbacks.undo", public_id=public_id)


def _changes(answer: Changed) -> tuple[str, ...]:
    """What has changed, a sentence for each."""
    now = answer.now
    with here().store.reading() as unit:
        agent = unit.get(Agent, now.holder) if now.holder is not None else None
    values = {
        "promised_by": viewer().shown.exact(now.promised_by),
        "team": team_titles().get(now.team, now.team),
        "holder": agent.name if agent else "",
    }
    return tuple(_(said.CHANGED[name], value=values.get(name, "")) for name in answer.names)


def _row(public_id: str) -> Listed:
    with here().store.reading() as unit:
        row = lists.one(unit, public_id)
    if row is None:
        abort(404)
    return row
