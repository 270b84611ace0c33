"""Each claim and its proof in the truth: who asked, who said yes, who talked with whom, who pressed what."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ivr.promise import callback, transfer
from ivr.simulator.exchange import Bridge, Fact
from ivr.switchboard.rows import Call, Callback, Caller, CustomerLeg, Entry, Fate, Obligation, Source, Transfer
from tests.simulation import shop
from tests.simulation.truth import FROM_API, FROM_DIAL, Leg

if TYPE_CHECKING:
    from tests.simulation.oracle import Oracle

ZONES = {"+88": ZoneInfo("Asia/Dhaka"), "+12": ZoneInfo("America/New_York")}
CIVIL = (time(8, 59, 40), time(20))
ROUNDING = 1.0
"""Seconds: the carrier tells whole ones."""
A_WHILE = 300.0
"""Seconds by which a request may have been late."""
LAST_WORDS = 20.0
"""Seconds that an agent is spoken to between the yes, which must be at a civil hour, and the ringing."""
TOLD = 60.0
"""Seconds before a talk from which on trouble may have made us miss it."""
DAY = 86_400.0
PROMISES = ("callback_promise", "callback_confirmed", "callback_moved", "wait_left", "apology")


# Who asked

def waits(oracle: Oracle, fact: Fact, leg: Leg) -> None:
    """A caller stands in a queue: exactly one obligation of theirs says so."""
    public_id = fact.text.split("-")[1]
    found = oracle.rows(Obligation, source_key=public_id)
    oracle.hold("L8 who asked is owed, once", len(found) == 1, f"{leg.sid} waits in {fact.text}: {len(found)} obligations")
    owner = oracle.row(Caller, found[0].caller_id)
    own = owner.number == leg.number or owner.number is None
    oracle.hold("L8 who asked is owed, once", own, f"{leg.sid} waits, and somebody else is owed")
    call = oracle.row(Call, oracle.rows(Transfer, public_id=public_id)[0].call_id)
    oracle.hold("L8 who asked is owed, once", call.sid == leg.sid, f"{leg.sid} waits in a queue of {call.sid}")


def promised(oracle: Oracle, fact: Fact, leg: Leg) -> None:
    """A caller hears a promise: then it is owed."""
    word = shop.meant(fact.text)
    if not word.startswith(PROMISES) or word == "apology":
        return
    calls = oracle.rows(Call, sid=leg.sid)
    debts = oracle.rows(Obligation, caller_id=calls[0].caller_id) if calls else ()
    kept = any(debt.fate is not Fate.WAITING for debt in debts)
    oracle.hold("L8 what was promised is owed", kept, f"{leg.sid} heard {word}")


def audit(oracle: Oracle) -> None:
    """The equation, by rows; and every debt that waits has a caller who waits."""
    counts: Counter[str] = Counter()
    for debt in oracle.every(Obligation).values():
        if debt.fate is Fate.CALLBACK:
            final = oracle.row(Callback, debt.callback_id).state in callback.FINAL
            counts["via_callback.final" if final else "via_callback.open"] += 1
        else:
            counts[debt.fate] += 1
    total = len(oracle.every(Obligation))
    waiting = sum(row.state not in transfer.FINAL for row in oracle.every(Transfer).values())
    oracle.hold("audit: the equation", total == sum(counts.values()) and counts[Fate.WAITING] == waiting, f"{counts}, {waiting} wait")
    sources = Counter(debt.source for debt in oracle.every(Obligation).values())
    oracle.hold("S2 one transfer, one obligation", sources[Source.TRANSFER] == len(oracle.every(Transfer)), f"{sources}")
    fates = {row.obligation_id: row.state for row in oracle.every(Transfer).values()}
    for debt in oracle.every(Obligation).values():
        state = fates.get(debt.id)
        agrees = state is None or state not in transfer.FINAL or state == debt.fate or debt.fate is Fate.WAIVED
        oracle.hold("S2 one transfer, one obligation", agrees, f"obligation {debt.id} {debt.fate}, transfer {state}")


# Who is rung

def agent_rung(oracle: Oracle, leg: Leg) -> None:
    """One phone of ours rings once at a time."""
    legs = [one for one in oracle.centre.truth.live[leg.number].values() if one.direction == FROM_API]
    oracle.hold("S4 one leg per agent", len(legs) <= 1, f"{leg.number} is rung {len(legs)} times at once")


def customer_rung(oracle: Oracle, leg: Leg) -> None:
    """A customer's phone is about to ring: once, by a yes of an agent, at a civil hour, for a callback that is open."""
    live = [one for one in oracle.centre.truth.live[leg.number].values() if one.direction == FROM_DIAL]
    oracle.hold("S4 one leg per customer", len(live) <= 1, f"{leg.number} is rung {len(live)} times at once")
    agent = oracle.centre.truth.legs[leg.parent or ""]
    oracle.hold("S6 rung after a yes only", agent.pressed("1", agent.created, leg.created), f"{leg.number} is rung by nobody's yes")
    caller = oracle.rows(Caller, number=leg.number)[0]
    attempts = [one for one in oracle.rows(CustomerLeg, caller_id=caller.id) if one.in_flight]
    oracle.hold("S8 nothing begins after the end", attempts, f"{leg.number} is rung by an attempt that we gave up")
    owed = oracle.row(Callback, attempts[0].callback_id)
    oracle.hold("S8 nothing begins after the end", owed.state not in callback.FINAL, f"callback {owed.id} is {owed.state}")
    _civil(oracle, leg, caller, owed)
    _not_again(oracle, leg, owed)


def _not_again(oracle: Oracle, leg: Leg, owed: Callback) -> None:
    """Whoever had their conversation is not phoned again, unless something that could tell us of it went astray."""
    least = oracle.centre.policy(owed.team).minimum_talk.total_seconds()
    legs = [one for one in oracle.centre.truth.legs.values() if one.number == leg.number and one is not leg]
    talks = [talk for one in legs for talk in one.bridges if talk.start > owed.created_at.timestamp()]
    for talk in talks:
        clear = not oracle.centre.chance.troubled(talk.start - TOLD)
        if clear and talk.end and _conversation(oracle, talk, least + 2 * ROUNDING):
            oracle.hold("S5 who was served is not phoned again", False, f"{leg.number} talked at {talk}")
    oracle.hold("S5 who was served is not phoned again", True)


def _civil(oracle: Oracle, leg: Leg, caller: Caller, owed: Callback) -> None:
    if not owed.chosen:
        local = datetime.fromtimestamp(leg.created - LAST_WORDS, UTC).astimezone(ZONES[leg.number[:3]]).time()
        oracle.hold("S9 at a civil hour", CIVIL[0] <= local <= CIVIL[1], f"{leg.number} is rung at {local}")
        # Who asks anew is phoned anew: what was tried for an earlier debt does not count against this one.
        since = max(leg.created - DAY, owed.created_at.timestamp())
        earlier = [one for one in oracle.centre.truth.rung[leg.number] if one.rang and one.created > since]
        most = oracle.centre.policy(owed.team).attempts_a_day
        oracle.hold("S9 so many a day", len(earlier) < most, f"{leg.number} is rung {len(earlier) + 1} times in a day")
    barred = oracle.centre.barred.get(leg.number)
    oracle.hold("S9 not whom we must not", barred is None or leg.created < barred + 2, f"{leg.number} must not be rung")


# Who talks

def talks(oracle: Oracle, leg: Leg) -> None:
    """Nobody is in two conversations, nor has two of our people."""
    live = oracle.centre.truth.live[leg.number].values()
    open_ = [one for one in live if one.bridges and one.bridges[-1].end is None]
    withheld = leg.direction == "inbound" and not leg.number.startswith("+")
    oracle.hold("S5 one conversation", len(open_) <= 1 or withheld, f"{leg.number} is in {len(open_)} conversations")
    dialler = oracle.centre.truth.legs[leg.bridges[-1].dialler]
    yes = dialler.pressed("1", dialler.created, leg.bridges[-1].start)
    oracle.hold("S6 a talk after a yes only", yes, f"{leg.sid} talks with somebody who never said yes")


def not_alone(oracle: Oracle, leg: Leg, limit: float) -> None:
    """An agent is on the line with a caller, or not for long."""
    if leg.answered is None or (leg.bridges and leg.bridges[-1].end is None):
        return
    since = leg.bridges[-1].end if leg.bridges else leg.answered
    oracle.hold("S15 no agent alone on a line", oracle.now - (since or 0) <= limit, f"{leg.number} since {since}")


def _conversation(oracle: Oracle, bridge: Bridge, least: float) -> bool:
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
    legs = [leg for leg in oracle.centre.truth.legs.values() if leg.number == number and leg.direction == direction]
    return any(_conversation(oracle, bridge, least) for leg in legs for bridge in leg.bridges if bridge.start >= since)


def served(oracle: Oracle, entry: Entry) -> None:
    """Served: the caller of this very call had a conversation."""
    row = oracle.row(Transfer, entry.entity_id)
    leg = oracle.centre.truth.legs[oracle.row(Call, row.call_id).sid]
    least = oracle.centre.policy(row.team).minimum_talk.total_seconds()
    proof = any(_conversation(oracle, bridge, least) for bridge in leg.bridges)
    oracle.hold("S6 served is proved", proof, f"transfer {row.id} ({row.verdict}, {row.talk_seconds} s): {leg.bridges}")


def connected(oracle: Oracle, entry: Entry) -> None:
    """Connected: the number of this callback was rung, and there was a conversation."""
    row = oracle.row(Callback, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    proof = _talked(oracle, number, row.created_at.timestamp(), row.team, FROM_DIAL)
    oracle.hold("S6 connected is proved", proof, f"callback {row.id} by {entry.cause}")


def came_in(oracle: Oracle, entry: Entry) -> None:
    """Came in: the caller was served on a call of their own."""
    row = oracle.row(Callback, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    proof = _talked(oracle, number, row.created_at.timestamp(), row.team, "inbound")
    oracle.hold("S6 came in is proved", proof, f"callback {row.id}")


# Who said no

def _pressed_lately(oracle: Oracle, number: str | None, direction: str) -> bool:
    return any(
        leg.direction == direction and any(where == "gather" and at > oracle.now - A_WHILE for at, _, where in leg.presses)
        for leg in oracle.centre.truth.legs.values()
        if leg.number == number or (number is None and not leg.number.startswith("+"))
    )


def waived(oracle: Oracle, entry: Entry) -> None:
    """Waived: the caller pressed a key."""
    row = oracle.row(Transfer, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    oracle.hold("S6 waived by a key", _pressed_lately(oracle, number, "inbound"), f"transfer {row.id}")


def cancelled(oracle: Oracle, entry: Entry) -> None:
    """Cancelled: a caller to whom it was owed pressed a key."""
    row = oracle.row(Callback, entry.entity_id)
    askers = {row.caller_id} | {debt.caller_id for debt in oracle.rows(Obligation, callback_id=row.id)}
    proof = any(_pressed_lately(oracle, oracle.row(Caller, asker).number, "inbound") for asker in askers)
    oracle.hold("S6 cancelled by a key", proof, f"callback {row.id}")


def closed(oracle: Oracle, entry: Entry) -> None:
    """Closed by an agent: one pressed 3."""
    pressed = any(
        leg.direction == FROM_API and leg.pressed("3", oracle.now - A_WHILE) for leg in oracle.centre.truth.legs.values()
    )
    oracle.hold("S6 closed by a key", pressed, f"callback {entry.entity_id}")


# What cannot be

def exhausted(oracle: Oracle, entry: Entry) -> None:
    """Exhausted: the phone was rung as often as we promise to try."""
    row = oracle.row(Callback, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    rung = oracle.centre.truth.rung.get(number or "", ())
    tried = sum(leg.created >= row.created_at.timestamp() for leg in rung)
    most = oracle.centre.policy(row.team).attempts
    oracle.hold("S6 exhausted is true", tried >= most, f"callback {row.id}: {tried} of {most} attempts in truth")


def barred(oracle: Oracle, entry: Entry) -> None:
    """Barred: somebody said so."""
    row = oracle.row(Callback, entry.entity_id)
    oracle.hold("S6 barred is true", oracle.row(Caller, row.caller_id).do_not_call, f"callback {row.id}")


def unreachable(oracle: Oracle, entry: Entry) -> None:
    """Unreachable: no number, or another callback keeps all that this one was for."""
    row = oracle.row(Callback, entry.entity_id)
    moved = not oracle.rows(Obligation, callback_id=row.id)
    number = oracle.row(Caller, row.caller_id).number
    oracle.hold("S6 unreachable is true", number is None or moved, f"callback {row.id}")
