"""L1, S5 and S6 on the way to an agent: whom nobody is asked for any more, when a caller is back in the queue, and when
a talk that nobody judged may be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.promise import callback, transfer
from ivr.promise.transfer import Event
from ivr.switchboard.rows import Call, Callback, Entry, Obligation, Offer, Transfer
from tests.simulation.oracle.truth import Leg
from tests.simulation.world import post
from tests.simulation.world.chance import Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

OUT_OF_TIME = (Fault.LATE, Fault.DOUBLED, Fault.REORDERED, Fault.SLOW_ANSWER, Fault.ATTACK, Fault.PAUSED)
"""Where a request may speak of what was: then a caller who has talked may seem to wait."""

GONE = 60.0
"""Seconds: a caller who was not heard of for 45 is asked after before anybody is asked for them (product: SILENT_LINE),
and what they last asked for, or what the carrier last said of them, may have been on its way for a while."""

UNBEGUN = (callback.State.SCHEDULED, callback.State.DUE, callback.State.OFFERED, callback.State.SUSPENDED)


class Sent:
    """Every agent who is asked for a waiting caller, and what becomes of the yes."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def line(self, entry: Entry) -> None:
        """A row has begun, or changed its state."""
        if entry.entity == "offer" and not entry.from_state:
            asked: Offer = self._oracle.row(Offer, entry.entity_id)
            if asked.transfer_id is not None:
                self._asked(self._oracle.row(Transfer, asked.transfer_id), entry)
        elif entry.entity == "transfer" and entry.cause == Event.AGENT_LOST:
            self._lost(self._oracle.row(Transfer, entry.entity_id))
        elif entry.entity == "transfer" and entry.from_state == transfer.State.TALKED:
            row: Transfer = self._oracle.row(Transfer, entry.entity_id)
            if entry.actor == "drive":
                self._settled(row)
            if entry.to_state == transfer.State.SERVED:
                self._served(row)

    def _asked(self, row: Transfer, entry: Entry) -> None:
        if row.state is not transfer.State.OFFERED:
            return  # by now it has gone on
        policy = self._oracle.centre.policy(row.team)
        within = row.rounds < policy.rounds and entry.at - row.waiting_since < policy.wait_limit
        told = f"transfer {row.id}: round {row.rounds}, since {row.waiting_since}"
        self._oracle.hold("L1 nobody is held for ever", within, told)
        owed = self._oracle.rows(Callback, caller_id=row.caller_id, state=callback.State.DIALLING)
        self._oracle.hold("S5 nobody is sent while one rings them", not owed, f"{entry}: {owed}")
        ended = self._leg(row).ended
        if ended is not None and not self._out_of_time(ended - post.LATEST):
            told = f"{entry}: they hung up at {ended}"
            self._oracle.hold("S15 nobody is asked for who has long gone", self._oracle.now - ended <= GONE, told)

    def _lost(self, row: Transfer) -> None:
        """Whoever is said to wait again has been heard of since that agent went, and has not talked."""
        yes = [one for one in self._oracle.rows(Offer, transfer_id=row.id) if one.accepted_at is not None]
        last = max(yes, key=lambda one: one.accepted_at, default=None)
        came = last is not None and last.sid is not None  # else no agent was ever on the line for them
        heard = last is None or not came or last.ended_at is None or row.seen_at > last.ended_at
        self._oracle.hold("S6 who waits again was heard of", heard, f"transfer {row.id}, since {last}")
        leg, since = self._leg(row), row.waiting_since.timestamp()
        if self._out_of_time(since - 300.0):
            return
        talked = [bridge for bridge in leg.bridges if bridge.start >= since]
        self._oracle.hold("S6 who waits again has not talked", not talked, f"transfer {row.id}: {talked}")

    def _out_of_time(self, since: float) -> bool:
        last = self._oracle.centre.chance.last
        return any(last.get(fault, 0.0) >= since for fault in OUT_OF_TIME)

    def _settled(self, row: Transfer) -> None:
        """While the agent's leg lives, the agent may still say how it was."""
        offer = self._oracle.row(Offer, row.offer_id) if row.offer_id else None
        leg = self._oracle.centre.truth.legs.get(offer.sid or "") if offer else None
        status = self._oracle.centre.exchange.leg(leg.sid).status if leg else ""
        told = f"transfer {row.id} {row.state}, and {leg and leg.sid} is {status}"
        self._oracle.hold("S6 settled when the agent has gone", status != "in-progress" or row.verdict, told)

    def _served(self, row: Transfer) -> None:
        """What they had asked for before that talk is settled by it; not what still waited on another line meanwhile,
        for two lines of one number may be two people."""
        talked_at = row.answered_at or row.asked_at
        for owed in self._oracle.rows(Callback, caller_id=row.caller_id, state=UNBEGUN):
            debts = self._oracle.rows(Obligation, callback_id=owed.id)
            newer = owed.created_at >= talked_at or any(debt.at > talked_at for debt in debts)
            self._oracle.hold("L8 who was served is owed nothing older", newer, f"callback {owed.id} {owed.state}")

    def _leg(self, row: Transfer) -> Leg:
        call: Call = self._oracle.row(Call, row.call_id)
        return self._oracle.centre.truth.legs[call.sid]
