"""Calls for pages to show, made at the doors' own functions: nobody is phoned, and no time passes."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ivr.calendar import is_open, next_opening
from ivr.callflow.compiled import dump_flow
from ivr.line.inputs import Digits, Ring
from ivr.switchboard import calls, flows, turns
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Call
from tests.console.floor import Floor

NUMBER = "+12025550100"
NASRIN = "+8801712345678"
_sids = itertools.count(1)


def opens(floor: Floor) -> None:
    """It is so late that the shop is open, whenever this runs."""
    store, hours = floor.parts.store, floor.parts.board.library.business().schedules["shop"]
    now = store.now()
    opening = next_opening(hours, now)
    if not is_open(hours, now) or not is_open(hours, now + timedelta(hours=1)):
        assert opening is not None
        store.move_clock((opening + timedelta(minutes=10) - now).total_seconds())


def answers_by(floor: Floor, **changed: Any) -> None:
    """From now on calls are answered by the sample shop's flow with these fields changed."""
    found = floor.parts.board.library.flow_for(NUMBER)
    assert found is not None
    text = dump_flow(flow := replace(found[1], **changed))
    work(floor.parts.store, lambda unit: flows.publish(unit, flows.FLOW, flow.name, f"{len(text):064}", text))
    limit = time.monotonic() + 40
    while (live := floor.parts.board.library.flow_for(NUMBER)) and live[1] != flow:  # it looks once a second
        assert time.monotonic() < limit
        time.sleep(0.05)


def rings(floor: Floor, *keys: str, from_: str | None = NASRIN) -> Call:
    """Somebody rings and presses these keys; they are on the line."""
    board, sid = floor.parts.board, f"CA{next(_sids):032x}"
    turns.begin(board, Ring(sid, from_, NUMBER))
    for place, pressed in enumerate(keys):
        turns.next(board, _call(floor, sid).public_id, place + 1, sid, Digits(pressed))
    return _call(floor, sid)


def rang(floor: Floor, *keys: str, from_: str | None = NASRIN) -> Call:
    """The same, and hangs up."""
    call = rings(floor, *keys, from_=from_)
    store, board = floor.parts.store, floor.parts.board
    work(store, lambda unit: calls.end(unit, board, call, "left"), "carrier")
    return _call(floor, call.sid)


def _call(floor: Floor, sid: str) -> Call:
    with floor.parts.store.reading() as unit:
        call = unit.one(Call, sid=sid)
    assert call is not None
    return call
