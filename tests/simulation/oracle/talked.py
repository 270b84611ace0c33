"""Who talked with whom: what counts as a conversation, and what we claim of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.promise import callback, transfer
from ivr.simulator.exchange import Bridge
from ivr.switchboard.rows import Call, Callback, Caller, CallState, CustomerLeg, Entry, Obligation, Offer, Transfer
from tests.simulation.oracle.truth import FROM_DIAL, Leg
from tests.simulation.people.machines import BEHAVIOURS
from tests.simulation.world.chance import Fault
from tests.simulation.world.faults import NOTHING_WRITTEN
from tests.simulation.world.post import LATEST

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

ROUNDING = 1.0
"""Seconds: the carrier tells whole ones."""


def talks(oracle: Oracle, leg: Leg) -> None:
    """Nobody is in two conversations, nor has two of our people. What is said to a machine of theirs is none."""
    live = oracle.centre.truth.live[leg.number].values()
    open_ = [one for one in live if one.bridges and one.bridges[-1].end is None and one.mood not in BEHAVIOURS]
    # Who rings us on two lines at once is two people to us, as is who rings in while we talk on a line of ours; and so
    # are all who show no number.
    rings_in = [one.created for one in live if one.direction == "inbound"]
    phoned = [one.answered for one in live if one.direction == FROM_DIAL and one.answered is not None]
    most = max(1, len(rings_in) + any(at < since for at in phoned for since in rings_in))
    oracle.hold("S5 one conversation", len(open_) <= most, f"{leg.number} is in {len(open_)} conversations")
    dialler = oracle.centre.truth.legs[leg.bridges[-1].dialler]
    _not_after_leaving(oracle, leg)
    yes = dialler.pressed("1", dialler.created, leg.bridges[-1].start)
    oracle.hold("S6 a talk after a yes only", yes, f"{leg.sid} talks with somebody who never said yes")


def _not_after_leaving(oracle: Oracle, leg: Leg) -> None:
    """Leaving the queue by key and an agent's yes never both win."""
    if leg.queue:
        (row,) = oracle.rows(Transfer, public_id=leg.queue.split("-")[1])
        gone = row.state in transfer.FINAL
        oracle.hold("S5 no talk after leaving", not gone, f"{leg.sid} talks, transfer {row.id} is {row.state}")


def not_for_nobody(oracle: Oracle, leg: Leg, limit: float) -> None:
    """Nobody's phone goes on ringing for a caller who is not to be had any more, unless we could not know."""
    if leg.answered is not None or not leg.rang or oracle.centre.carrier.ending[leg.sid]:
        return
    offers = oracle.rows(Offer, sid=leg.sid)
    gone = _gone_since(oracle, offers[0]) if offers else None
    late = (
        gone is not None
        and oracle.now - max(gone, leg.created) > limit
        and not oracle.centre.chance.troubled(gone - limit)
        and not _late(oracle, offers[0], gone)
    )
    oracle.hold("S15 no phone rings for nobody", not late, f"{leg.number} rings since {gone}")


def _late(oracle: Oracle, asked: Offer, gone: float) -> bool:
    """Whether a request of before they had gone may have come to us after it, and be believed: we have not heard yet
    that their call has ended."""
    if asked.transfer_id is None or asked.id in oracle.withdrawn:
        return False
    unheard = oracle.row(Call, oracle.row(Transfer, asked.transfer_id).call_id).state is CallState.LIVE
    return unheard and oracle.centre.chance.last.get(Fault.LATE, 0.0) > gone - LATEST


def _gone_since(oracle: Oracle, asked: Offer) -> float | None:
    """Since when there is nobody for whom this agent is asked."""
    if asked.transfer_id is None or asked.id in oracle.withdrawn:
        return oracle.withdrawn.get(asked.id)
    call = oracle.row(Call, oracle.row(Transfer, asked.transfer_id).call_id)
    return oracle.centre.truth.legs[call.sid].ended


def not_too_long(oracle: Oracle, leg: Leg, margin: float) -> None:
    """Nobody is held longer than the team's limit says."""
    if leg.waits_since is None:
        return
    (row,) = oracle.rows(Transfer, public_id=leg.queue.split("-")[1])
    limit = oracle.centre.policy(row.team).wait_limit.total_seconds() + margin
    # Nobody can be asked, and no promise be written down, while the store is away: music goes on meanwhile.
    waited = oracle.now - leg.waits_since - oracle.centre.chance.lasted(NOTHING_WRITTEN, leg.waits_since)
    oracle.hold("L1 nobody is held for ever", waited <= limit, f"{leg.sid} waits for {waited:.0f} s")


def not_alone(oracle: Oracle, leg: Leg, limit: float) -> None:
    """An agent is on the line with a caller, or not for long."""
    if leg.answered is None or (leg.bridges and leg.bridges[-1].end is None):
        return
    since = leg.bridges[-1].end if leg.bridges else leg.answered
    oracle.hold("S15 no agent alone on a line", oracle.now - (since or 0) <= limit, f"{leg.number} since {since}")


def conversation(oracle: Oracle, bridge: Bridge, least: float) -> bool:
    """A yes, a bridge, and then: done by key, or talked long enough and not judged otherwise."""
    agent = oracle.centre.truth.legs[bridge.dialler]
    end = bridge.end if bridge.end is not None else oracle.now
    if not agent.pressed("1", agent.created, bridge.start):
        return False
    if agent.pressed("1", end):
        return True
    # A key whose request never reached us is as good as silence.
    heard = oracle.verdicts.get(agent.sid, "")
    return heard not in ("2", "3") and end - bridge.start >= least - ROUNDING


def _talked(oracle: Oracle, number: str | None, since: float, team: str, direction: str) -> bool:
    least = oracle.centre.policy(team).minimum_talk.total_seconds()
    legs = [leg for leg in oracle.centre.truth.legs.values() if leg.is_of(number) and leg.direction == direction]
    return any(conversation(oracle, bridge, least) for leg in legs for bridge in leg.bridges if bridge.start >= since)


def served(oracle: Oracle, entry: Entry) -> None:
    """Served: the caller of this very call had a conversation."""
    row = oracle.row(Transfer, entry.entity_id)
    leg = oracle.centre.truth.legs[oracle.row(Call, row.call_id).sid]
    least = oracle.centre.policy(row.team).minimum_talk.total_seconds()
    proof = any(conversation(oracle, bridge, least) for bridge in leg.bridges)
    oracle.hold("S6 served is proved", proof, f"transfer {row.id} ({row.verdict}, {row.talk_seconds} s): {leg.bridges}")


def connected(oracle: Oracle, entry: Entry) -> None:
    """Connected: the number of this callback was rung, and there was a conversation."""
    row = oracle.row(Callback, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    proof = _talked(oracle, number, row.created_at.timestamp(), row.team, FROM_DIAL)
    oracle.hold("S6 connected is proved", proof, f"callback {row.id} by {entry.cause}")


def came_in(oracle: Oracle, entry: Entry) -> None:
    """Came in: we talked with the caller after all that they had asked for, on a call of their own, or of ours that was
    for something else."""
    row = oracle.row(Callback, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    asked = max(debt.at.timestamp() for debt in oracle.rows(Obligation, callback_id=row.id))
    proof = any(_talked(oracle, number, asked, row.team, way) for way in ("inbound", FROM_DIAL))
    oracle.hold("S6 came in is proved", proof or _reached(oracle, row, asked), f"callback {row.id}")


def _reached(oracle: Oracle, row: Callback, asked: float) -> bool:
    """Whether they were phoned since for something else, or served on a call of their own, which was proved when it was
    claimed: a key that an agent pressed and that came too late for that claim changes nothing of it."""
    served = oracle.rows(Transfer, caller_id=row.caller_id, state=transfer.State.SERVED)
    if any(oracle.row(Call, one.call_id).started_at.timestamp() >= asked for one in served):
        return True
    others = oracle.rows(Callback, caller_id=row.caller_id, state=callback.State.CONNECTED)
    legs = [one for other in others for one in oracle.rows(CustomerLeg, offer_id=other.offer_id)]
    return any(leg.placed_at.timestamp() >= asked for leg in legs)
