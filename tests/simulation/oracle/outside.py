"""L8 and S11 at the doors to the outside: whoever heard that a message may be left is owed a call, be it left or not;
and a text message is sent once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Fact
from ivr.switchboard.rows import Call, Caller, Message, Obligation
from tests.simulation import shop
from tests.simulation.oracle.truth import Leg

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

INBOUND = "inbound"


class Outside:
    """Who was asked to leave a message."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def fact(self, fact: Fact, leg: Leg) -> None:
        """The words before the tone begin: the debt stands already."""
        if leg.direction == INBOUND and shop.meant(fact.text) == shop.MESSAGE:
            owed = [debt for call in self._oracle.rows(Call, sid=leg.sid) for debt in self._debts(call)]
            self._oracle.hold("L8 a message is owed", owed, leg.sid)

    def _debts(self, call: Call) -> tuple[Obligation, ...]:
        return self._oracle.rows(Obligation, call_id=call.id)

    def end(self) -> None:
        """By what the carrier has: no more than we meant to send."""
        meant: Counter[tuple[str, str]] = Counter()
        for row in self._oracle.every(Message).values():
            if row.caller_id is not None:
                person: Caller = self._oracle.row(Caller, row.caller_id)
                meant[person.number or "", row.text] += 1
        for (number, text), rows in meant.items():
            sent = sum(one.body == text for one in self._oracle.centre.exchange.list_messages({"To": number}))
            self._oracle.hold("S11 a text is sent once", sent <= rows, (text, sent, rows))
