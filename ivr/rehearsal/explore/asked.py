"""What a caller has asked for in an explored call and has not had yet: judged by what was done and what was noted."""

from __future__ import annotations

from ivr.callflow import run
from ivr.callflow.ahead import exits
from ivr.callflow.asking import NO_MATCH
from ivr.callflow.collect import REFUSED
from ivr.callflow.events import (
    CallbackAsked,
    Change,
    Declined,
    Event,
    OpenCallbackChanged,
    Pressed,
    TransferAsked,
)
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Callback
from ivr.callflow.position import Position
from ivr.line.inputs import Digits, NoInput, Recorded, Returned, Spoken
from ivr.rehearsal.explore.moments import Moment, Open
from ivr.rehearsal.explore.tries import Try


def after(flow: Callflow, moment: Moment, one: Try | None, turn: run.Turn) -> tuple[Open, bool]:
    """What is still open for the caller once this has happened, and whether a call is owed."""
    open_, owed = moment.open, moment.owed
    if one and moment.position:
        open_ = _by_what_was_done(flow, moment.position, moment.open, one, turn)
    for event in turn.events:
        match event:
            case TransferAsked():
                open_ = Open.A_PERSON
            case CallbackAsked():
                open_, owed = Open.NOTHING, True
            case Declined():
                open_, owed = Open.NOTHING, False
            case OpenCallbackChanged(change=change) if change is not Change.THROUGH_NOW:
                open_, owed = Open.NOTHING, change is Change.MOVE
    return open_, owed


def _by_what_was_done(flow: Callflow, position: Position, before: Open, one: Try, turn: run.Turn) -> Open:
    if isinstance(one.given, Returned):
        return Open.NOTHING if one.given.result == "done" else before
    node = flow.nodes[position.node]
    leads_on = turn.position is None or turn.position.node != position.node
    if leads_on and isinstance(node, Callback):
        return Open.NOTHING  # whoever keys no number on which they can be called has been asked for one
    if not (leads_on and len(set(exits(node))) > 1) or before is Open.A_PERSON:
        return before
    if isinstance(one.given, NoInput) or _means_nothing(turn.events):
        return Open.A_CHOICE
    return Open.NOTHING if isinstance(one.given, Digits | Recorded | Spoken) else before


def _means_nothing(events: tuple[Event, ...]) -> bool:
    """Keys that mean nothing are as silence."""
    return any(isinstance(event, Pressed) and event.meaning in (NO_MATCH, REFUSED) for event in events)
