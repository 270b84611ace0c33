"""Callbacks that the sample shop owes, for the pages that show them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ivr.promise.callback import State
from ivr.switchboard import callers
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Callback, CallState, Fate, Source
from tests.console.floor import Floor
from tests.store import samples

OURS = "+12025550100"
NASRIN, KARIM, RINA = "+8801712345678", "+8801812345679", "+8801912345670"
PROMISE = "আমরা আপনাকে ৩০ মিনিটের মধ্যে ফোন করব।"


def owed(floor: Floor, number: str | None = NASRIN, due: timedelta = timedelta(minutes=-5), **fields: Any) -> Callback:
    """A caller is owed a call: due since, or in, so long, and promised for half an hour later."""

    flow = floor.parts.board.library.flow_for(OURS)
    assert flow is not None

    def act(unit: Unit) -> Callback:
        person = callers.meet(unit, number)
        told: dict[str, Any] = {
            "team": "support", "language": "bn", "due_at": unit.now + due, "words": PROMISE,
            "promised_by": unit.now + due + timedelta(minutes=30), "dialled": OURS,
            "created_at": unit.now - timedelta(minutes=20), "asked_at": unit.now - timedelta(minutes=20),
            "state": State.DUE if due <= timedelta(0) else State.SCHEDULED, **fields,
        }  # fmt: skip
        told.setdefault("escalate_at", told["promised_by"] - timedelta(minutes=6))
        row = samples.callback_row(unit, person, **told)
        ended = {"state": CallState.ENDED, "deadline": None, "started_at": unit.now - timedelta(minutes=20)}
        call = samples.call(unit, person, flow=flow[0], **ended)
        samples.obligation(
            unit, person, source=Source.TRANSFER, fate=Fate.CALLBACK, callback_id=row.id, call_id=call.id
        )
        return row

    return work(floor.parts.store, act)


def over(floor: Floor, number: str, state: State) -> Callback:
    """One that is over."""
    return owed(floor, number, state=state, ended_at=floor.parts.store.now(), deadline=None, result=state)
