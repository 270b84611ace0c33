"""The exchange's requests answered by the switchboard: a door's name and the fields of the form, as one call each.

It reads the carrier's words for itself, apart from the web's own reading, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import parse_qsl

from ivr import phone
from ivr.callflow.looking_up import Inquiry, Reply
from ivr.line.inputs import Digits, Input, NoInput, Recorded, Ring, Spoken
from ivr.line.instructions import Answer
from ivr.line.outcomes import HoldResult, LegReport, LegState, Outcome, RecordingReport, TalkReport
from ivr.switchboard import calls, customers, holding, lookups, offers, recordings, shown, talks, turns
from ivr.switchboard.board import Board
from ivr.switchboard.crew import proving
from ivr.switchboard.ports import Systems

Form = Mapping[str, str]

STATES = {
    "queued": LegState.QUEUED,
    "initiated": LegState.QUEUED,
    "ringing": LegState.RINGING,
    "in-progress": LegState.IN_PROGRESS,
}
OUTCOMES = {
    "completed": Outcome.ANSWERED,
    "answered": Outcome.ANSWERED,
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
    "failed": Outcome.FAILED,
    "canceled": Outcome.CANCELLED,
}
RESULTS = {
    "bridged": HoldResult.BRIDGED,
    "leave": HoldResult.LEFT,
    "hangup": HoldResult.HUNG_UP,
    "system-error": HoldResult.HUNG_UP,
    "redirected": HoldResult.MOVED,
    "redirected-from-bridged": HoldResult.MOVED,
}


class Nobody:
    """Fills `ports.Systems` where a business has no system, or it is away."""

    def ask(self, inquiry: Inquiry) -> Reply:
        return Reply(0)


NOBODY = Nobody()


def answer(board: Board, url: str, form: Form, systems: Systems = NOBODY) -> Answer:
    """What the switchboard says to one request; the url is a door's address, or `door:incoming`, `door:status`."""
    name, ids = _read(url)
    if name == "lookup":
        return lookups.go_on(board, systems, ids["call"], int(ids["n"]), form["CallSid"])
    return DOORS[name](board, ids, form)


@lru_cache(maxsize=1024)  # a leg is reported of several times, and who waits asks again and again
def _read(url: str) -> tuple[str, Form]:
    name, _, query = url.removeprefix("door:").partition("?")
    return name, dict(parse_qsl(query))


def _ring(form: Form) -> Ring:
    return Ring(form["CallSid"], phone.caller_number(form.get("From")), form["To"])


def _given(form: Form) -> Input:
    keys = form.get("Digits", "")
    if sid := form.get("RecordingSid"):
        hung_up = keys == "hangup"
        return Recorded(sid, _number(form, "RecordingDuration"), "" if hung_up else keys, hung_up)
    if said := form.get("SpeechResult", ""):
        return Spoken(said)
    return Digits(keys) if keys else NoInput()


def _number(form: Form, name: str) -> int | None:
    return int(form[name]) if form.get(name, "").isdigit() else None


def leg(form: Form) -> LegReport | None:
    """A status report; None where it says nothing that is known here."""
    status = form["CallStatus"]
    if status not in STATES and status not in OUTCOMES:
        return None
    state = STATES.get(status, LegState.ENDED)
    ended = state is LegState.ENDED
    return LegReport(
        form["CallSid"],
        state,
        OUTCOMES[status] if ended else None,
        _number(form, "CallDuration"),
        ended_at=parsedate_to_datetime(form["Timestamp"]) if ended else None,
        parent=form.get("ParentCallSid"),
    )


def _kept(form: Form) -> RecordingReport:
    kept = form["RecordingStatus"] == "completed"
    return RecordingReport(form["RecordingSid"], kept, _number(form, "RecordingDuration") if kept else None)


def _talk(form: Form) -> TalkReport:
    """The Dial action: what is missing is the unsafe value."""
    bridged = form.get("DialBridged") == "true" or form.get("DequeueResult") == "bridged"
    seconds = _number(form, "DequeuedCallDuration")
    return TalkReport(
        bridged,
        seconds if seconds is not None else _number(form, "DialCallDuration"),
        OUTCOMES.get(form.get("DialCallStatus", "")),
        form.get("DialCallSid"),
    )


def _left(board: Board, ids: Form, form: Form) -> Answer:
    result = RESULTS.get(form.get("QueueResult", ""), HoldResult.FAILED)
    return holding.left(board, ids["transfer"], int(ids["round"]), form["CallSid"], result, form.get("QueueSid"))


def _reported(form: Form, act: Callable[[LegReport], Answer]) -> Answer:
    said = leg(form)
    return act(said) if said else Answer(())


DOORS: dict[str, Callable[[Board, Form, Form], Answer]] = {
    "incoming": lambda b, ids, f: turns.begin(b, _ring(f)),
    "agent": lambda b, ids, f: shown.arrive(b, f.get("offer", ""), f["CallSid"], f["From"]),
    "agent_status": lambda b, ids, f: _reported(f, lambda said: shown.report(b, said)),
    "status": lambda b, ids, f: _reported(f, lambda said: calls.report(b, said, _ring(f))),
    "turn": lambda b, ids, f: turns.next(b, ids["call"], int(ids["n"]), f["CallSid"], _given(f)),
    "wait": lambda b, ids, f: holding.wait(b, ids["transfer"], int(ids["round"]), f["CallSid"], f.get("QueueSid")),
    "key": lambda b, ids, f: holding.key(b, ids["transfer"], int(ids["round"]), f["CallSid"], _given(f)),
    "left": _left,
    "joining": lambda b, ids, f: talks.joining(b, ids["offer"], f["CallSid"]),
    "brief": lambda b, ids, f: offers.brief(b, ids["offer"], f["CallSid"]),
    "reply": lambda b, ids, f: offers.reply(b, ids["offer"], f["CallSid"], _given(f)),
    "phone": lambda b, ids, f: offers.phone(b, ids["offer"], f["CallSid"]),
    "over": lambda b, ids, f: talks.over(b, ids["offer"], ids["after"], f["CallSid"], _talk(f)),
    "verdict": lambda b, ids, f: talks.verdict(b, ids["offer"], f["CallSid"], _given(f)),
    "gone": lambda b, ids, f: talks.gone(b, ids["offer"], f["CallSid"], _given(f)),
    "prove": lambda b, ids, f: proving.picked_up(b, ids["change"], f["CallSid"]),
    "code": lambda b, ids, f: proving.code(b, ids["change"], int(ids["n"]), f["CallSid"], _given(f)),
    "proving": lambda b, ids, f: _reported(f, lambda said: proving.report(b, ids["change"], said)),
    "leg": lambda b, ids, f: _reported(f, lambda said: offers.report(b, ids["offer"], said)),
    "customer": lambda b, ids, f: _reported(f, lambda said: customers.report(b, ids["offer"], said)),
    "lookup": lambda b, ids, f: lookups.go_on(b, NOBODY, ids["call"], int(ids["n"]), f["CallSid"]),
    "recorded": lambda b, ids, f: recordings.report(b, ids["recording"], f["CallSid"], _kept(f)),
    "written": lambda b, ids, f: recordings.written(b, ids["recording"], f["CallSid"], f.get("TranscriptionText", "")),
}
