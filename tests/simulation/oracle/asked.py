"""Who asked for a person, or heard a promise, is owed: once, and as the equation says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ivr.promise import callback, transfer
from ivr.simulator.exchange import Fact
from ivr.switchboard.rows import Call, Callback, Caller, Fate, Obligation, Source, Transfer
from tests.simulation import shop
from tests.simulation.oracle.truth import Leg

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

PROMISES = ("callback_promise", "callback_confirmed", "callback_moved", "wait_left")
"""What is said to a caller whom we shall phone, by the beginnings of the words."""


def waits(oracle: Oracle, fact: Fact, leg: Leg) -> None:
    """A caller stands in a queue: exactly one obligation of theirs says so."""
    public_id = fact.text.split("-")[1]
    found = oracle.rows(Obligation, source_key=public_id)
    oracle.hold(
        "L8 who asked is owed, once", len(found) == 1, f"{leg.sid} waits in {fact.text}: {len(found)} obligations"
    )
    owner = oracle.row(Caller, found[0].caller_id)
    own = owner.number == leg.number or owner.number is None
    oracle.hold("L8 who asked is owed, once", own, f"{leg.sid} waits, and somebody else is owed")
    call = oracle.row(Call, oracle.rows(Transfer, public_id=public_id)[0].call_id)
    oracle.hold("L8 who asked is owed, once", call.sid == leg.sid, f"{leg.sid} waits in a queue of {call.sid}")


def promised(oracle: Oracle, fact: Fact, leg: Leg) -> None:
    """A caller hears a promise: then it is owed."""
    word = shop.meant(fact.text)
    if not word.startswith(PROMISES):
        return
    calls = oracle.rows(Call, sid=leg.sid)
    debts = _theirs(oracle, calls[0].caller_id) if calls else []
    kept = any(debt.fate is not Fate.WAITING for debt in debts)
    oracle.hold("L8 what was promised is owed", kept, f"{leg.sid} heard {word}")


def _theirs(oracle: Oracle, caller_id: int) -> list[Obligation]:
    """What they asked for, and what others asked us to phone them for."""
    kept = (
        one for row in oracle.rows(Callback, caller_id=caller_id) for one in oracle.rows(Obligation, callback_id=row.id)
    )
    return [*oracle.rows(Obligation, caller_id=caller_id), *kept]


def audit(oracle: Oracle) -> None:
    """The equation, by rows; and every debt that waits has a caller who waits."""
    debts, transfers = oracle.every(Obligation).values(), oracle.every(Transfer).values()
    counts = Counter([_account(oracle, debt) for debt in debts])
    waiting = sum([row.state not in transfer.FINAL for row in transfers])
    equal = len(debts) == counts.total() and counts[Fate.WAITING] == waiting
    oracle.hold("L8 the equation", equal, (counts, waiting, "wait"))
    asked = sum([debt.source is Source.TRANSFER for debt in debts])
    oracle.hold("S2 one transfer, one obligation", asked == len(transfers), (asked, len(transfers)))
    for row in transfers:
        if row.state in transfer.FINAL:
            debt = oracle.row(Obligation, row.obligation_id)
            agrees = debt.fate == row.state or debt.fate is Fate.WAIVED
            oracle.hold("S2 one transfer, one obligation", agrees, (debt, row))


def _account(oracle: Oracle, debt: Obligation) -> str:
    """Under what the equation counts this debt."""
    if debt.fate is not Fate.CALLBACK:
        return debt.fate
    final = oracle.row(Callback, debt.callback_id or 0).state in callback.FINAL
    return "via_callback.final" if final else "via_callback.open"
