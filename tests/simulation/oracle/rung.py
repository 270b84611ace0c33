"""Whose phone rings: by a yes only, once at a time, at a civil hour, and never after the end."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from ivr.promise import callback
from ivr.switchboard.rows import Call, Callback, Caller, CustomerLeg, Obligation
from tests.simulation.oracle.talked import ROUNDING, conversation
from tests.simulation.oracle.truth import FROM_API, FROM_DIAL, Leg
from tests.simulation.world import places
from tests.simulation.world.faults import Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

CIVIL = (time(8, 59, 40), time(20))
LAST_WORDS = 20.0
"""Seconds that an agent is spoken to between the yes, which must be at a civil hour, and the ringing."""
TOLD = 60.0
"""Seconds before a talk from which on trouble may have made us miss it."""
UNTOLD = 10.0
"""Seconds that may be missing from a talk in our eyes, where neither the carrier tells its length nor the agent how it
was: what the caller hears before the bridge is no talk."""
DAY = 86_400.0
LATE_LEGS = 300.0
"""Seconds for which a leg that came after the quiet time may be taken for another one of that agent's."""


def agent_rung(oracle: Oracle, leg: Leg) -> None:
    """One phone of ours rings once at a time. What was placed after the quiet time, a process having been paused or a
    request having taken so long, is beyond what we assume of the network: it is counted apart."""
    legs = [one for one in oracle.centre.truth.live[leg.number].values() if one.direction == FROM_API]
    lately = min(one.created for one in legs) - LATE_LEGS
    seen = oracle.centre.truth.legs
    late = [seen[sid] for sid in oracle.centre.carrier.too_late if sid in seen]  # the tape may not have told of it yet
    beyond = any(one.number == leg.number and (one.ended is None or one.ended > lately) for one in late)
    oracle.hold("S4 one leg per agent", len(legs) <= 1 or beyond, (leg.number, "is rung", len(legs), "times at once"))
    if len(legs) > 1:
        oracle.centre.chance.count(Fault.PLACED_LATER, "an agent is rung twice")


def customer_rung(oracle: Oracle, leg: Leg) -> None:
    """A customer's phone is about to ring: once, by a yes of an agent, at a civil hour, for a callback that is open."""
    live = [one for one in oracle.centre.truth.live[leg.number].values() if one.direction == FROM_DIAL]
    oracle.hold("S4 one leg per customer", len(live) <= 1, f"{leg.number} is rung {len(live)} times at once")
    _not_on_the_line(oracle, leg)
    agent = oracle.centre.truth.legs[leg.parent or ""]
    oracle.hold(
        "S6 rung after a yes only",
        agent.pressed("1", agent.created, leg.created),
        f"{leg.number} is rung by nobody's yes",
    )
    caller = oracle.rows(Caller, number=leg.number)[0]
    attempts = [one for one in oracle.rows(CustomerLeg, caller_id=caller.id) if one.in_flight]
    oracle.hold("S8 nothing begins after the end", attempts, f"{leg.number} is rung by an attempt that we gave up")
    owed = oracle.row(Callback, attempts[0].callback_id)
    oracle.hold(
        "S8 nothing begins after the end", owed.state not in callback.FINAL, f"callback {owed.id} is {owed.state}"
    )
    # Whoever rang us a moment ago, and was missed by this agent, may be phoned by them at once.
    if not owed.chosen and not oracle.witnesses.agreed.for_the_line(attempts[0].offer_id):
        _civil(oracle, leg, owed)
    barred = oracle.centre.barred.get(leg.number)
    may = barred is None or leg.created < barred + LAST_WORDS
    oracle.hold("S9 not whom we must not", may, f"{leg.number} must not be rung")
    _not_again(oracle, leg, owed)


def _not_again(oracle: Oracle, leg: Leg, owed: Callback) -> None:
    """Whoever had their conversation is not phoned again. How long a leg lasted that we rang, the carrier can always
    tell; of a talk from the queue we may have heard nothing, where something went wrong meanwhile."""
    least = oracle.centre.policy(owed.team).minimum_talk.total_seconds() + 2 * ROUNDING
    asked = max(_asked(oracle, owed), oracle.decided.get(owed.id, 0.0))
    for one in oracle.centre.truth.legs.values():
        for talk in one.bridges if one.number == leg.number else ():
            if talk.start < asked or talk.end is None or _asked_elsewhere(oracle, owed, one):
                continue
            known = one.direction == FROM_DIAL and talk.end - talk.start >= least
            # Whether the key was written down, nobody can tell where the answer to it was lost.
            agent = oracle.centre.truth.legs[talk.dialler]
            known = known and not any(agent.pressed(key, talk.end) for key in "23")
            clear = conversation(oracle, talk, least + UNTOLD) and not oracle.centre.chance.troubled(talk.start - TOLD)
            oracle.hold("S5 who was served is not phoned again", not known and not clear, f"{leg.number}: {talk}")
    oracle.hold("S5 who was served is not phoned again", True)


def _asked(oracle: Oracle, owed: Callback) -> float:
    """When something was last asked for that this callback keeps."""
    return max(debt.at.timestamp() for debt in oracle.rows(Obligation, callback_id=owed.id))


def _asked_elsewhere(oracle: Oracle, owed: Callback, leg: Leg) -> bool:
    """Whether some of it was asked for on another line of theirs, which went on beside this one: two lines of a number
    may be two people, and what one of them waits for is not settled by a talk with the other."""
    debts = oracle.rows(Obligation, callback_id=owed.id)
    calls = {debt.source_key if debt.call_id is None else oracle.row(Call, debt.call_id).sid for debt in debts}
    others = [one for one in oracle.centre.truth.legs.values() if one.sid in calls and one is not leg]
    until = leg.ended if leg.ended is not None else oracle.now
    return any(one.created < until and (one.ended is None or one.ended > leg.created) for one in others)


def _not_on_the_line(oracle: Oracle, leg: Leg) -> None:
    """Whoever talks to us, or to our machine, is not rung; they may have rung in since the agent's yes."""
    here = [
        one
        for one in oracle.centre.truth.live[leg.number].values()
        if one.direction == "inbound" and one.answered is not None and one.answered < leg.created - LAST_WORDS
    ]
    oracle.hold("S4 not rung while on the line", not here, f"{leg.number} is on the line since {here}")


def _civil(oracle: Oracle, leg: Leg, owed: Callback) -> None:
    local = datetime.fromtimestamp(leg.created - LAST_WORDS, UTC).astimezone(places.zone(leg.number)).time()
    oracle.hold("S9 at a civil hour", CIVIL[0] <= local <= CIVIL[1], f"{leg.number} is rung at {local}")
    since = leg.created - DAY + LAST_WORDS
    earlier = [one for one in oracle.centre.truth.rung[leg.number] if one.rang and one.created > since]
    most = oracle.centre.policy(owed.team).attempts_a_day
    oracle.hold("S9 so many a day", len(earlier) < most, f"{leg.number} is rung {len(earlier) + 1} times in a day")
