"""L8: what callers say is heeded: a no, hanging up while a time is agreed on, a call of which only the end is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from ivr.promise.callback import Event, State
from ivr.simulator.exchange import Fact, WebRequest
from ivr.switchboard.change import can
from ivr.switchboard.rows import Call, Callback, Entry, Fate, Obligation, Turn
from tests.simulation import shop
from tests.simulation.oracle.truth import Leg

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

AGREEING = ("callback_choose", "callback_choose_hour", "callback_hour_readback")
AT_ONCE = 1.0
"""Seconds in which an answer is one of now, and not a stored one."""
OVER = ("completed", "busy", "failed", "no-answer", "canceled")


class Wishes:
    """What every caller heard last, and what came of what they said."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._heard: dict[str, str] = {}

    def fact(self, fact: Fact, leg: Leg) -> None:
        """A caller hears something."""
        if fact.what == "hears" and fact.other == "say" and leg.direction == "inbound":
            self._heard[leg.sid] = shop.meant(fact.text)

    def line(self, entry: Entry) -> None:
        """A call has ended: who went while we agreed on a time is owed."""
        if entry.entity != "call" or not entry.from_state:
            return
        call: Call = self._oracle.row(Call, entry.entity_id)
        if self._heard.get(call.sid, "") in AGREEING:
            owed = self._oracle.rows(Obligation, call_id=call.id) or self._moved(call)
            told = f"{call.sid} hung up after {self._heard[call.sid]}"
            self._oracle.hold("L8 who agreed on a time is owed", owed, told)

    def _moved(self, call: Call) -> bool:
        """Whether there was another callback during this call, of which another time was being agreed on."""
        theirs = self._oracle.rows(Callback, caller_id=call.caller_id)
        return any(one.ended_at is None or one.ended_at >= call.started_at for one in theirs)

    def answered(self, request: WebRequest) -> None:
        """A request was answered: what it said of a call is written down."""
        form = dict(request.params)
        if request.url.startswith("door:status") and form.get("CallStatus") in OVER:
            sid = form["CallSid"]
            known = self._oracle.rows(Call, sid=sid) or self._oracle.rows(Obligation, source_key=sid)
            self._oracle.hold("L8 a call that we never saw is owed", known, sid)
        elif request.url.startswith("door:turn"):
            self._declined(request)

    def _declined(self, request: WebRequest) -> None:
        """Who says no is owed nothing for this call, unless somebody phones them already, or it is owed for another."""
        ids = parse_qs(urlsplit(request.url).query)
        turns: tuple[Turn, ...] = self._oracle.rows(Turn, leg=ids["call"][0], n=int(ids["n"][0]))
        if not turns or '"Declined"' not in turns[0].events or turns[0].at.timestamp() < self._oracle.now - AT_ONCE:
            return  # asked again, it may be about another debt: a talk has been judged meanwhile
        (call,) = self._oracle.rows(Call, public_id=ids["call"][0])
        for row in self._oracle.rows(Callback, caller_id=call.caller_id):
            if row.state is State.CANCELLED and row.ended_at == turns[0].at:
                others = [debt for debt in self._oracle.rows(Obligation, callback_id=row.id) if debt.call_id != call.id]
                self._oracle.hold("L8 a no is to this call's debts", not others, f"{call.sid} said no: {others}")
        for debt in self._oracle.rows(Obligation, call_id=call.id):
            if debt.fate is Fate.CALLBACK and debt.at <= turns[0].at:
                row: Callback = self._oracle.row(Callback, debt.callback_id)
                shared = any(one.call_id != call.id for one in self._oracle.rows(Obligation, callback_id=row.id))
                kept = can(row, Event.CANCEL) and row.state is not State.REVIEW and not shared
                self._oracle.hold("L8 a no is heard", not kept, f"{call.sid} said no, callback {row.id} {row.state}")
