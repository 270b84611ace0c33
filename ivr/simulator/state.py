"""What the simulated network looks like now, and what truly happened, as JSON for the page and for tests."""

from __future__ import annotations

from dataclasses import asdict

from ivr.simulator import transcript
from ivr.simulator.carrier import Carrier
from ivr.simulator.exchange import Exchange, Leg

Json = dict[str, object]
LATEST = 20
"""complaints and notifications shown at once"""


def show(carrier: Carrier, since: int) -> Json:
    """The present, and all transcript lines from a cursor on; the answer's `cursor` is the next one.

    A negative cursor begins so many facts before the end. An answer below the cursor that was asked for is of another
    exchange: whoever follows begins anew.
    """
    shown = carrier.act(lambda exchange: _exchange(exchange, since))
    return {
        **shown,
        "mode": carrier.mode,
        "in_flight": carrier.sender.in_flight,
        "next_event": carrier.next_event(),
        "faults": [asdict(fault) for fault in carrier.faults.ordered],
    }


def _exchange(exchange: Exchange, since: int) -> Json:
    legs = exchange.live()
    phones: dict[str, list[Json]] = {}
    for leg in legs:
        phones.setdefault(leg.number, []).append(_leg(leg))
    facts = exchange.facts[since:]
    return {
        "now": exchange.now,
        "cursor": len(exchange.facts),
        "lines": [asdict(line) for line in transcript.lines(exchange, facts)],
        "phones": phones,
        "ringing": {number: exchange.ringing_at(number) for number in phones if exchange.ringing_at(number)},
        "bridges": [asdict(bridge) for bridge in exchange.bridges if bridge.end is None],
        "numbers": [asdict(number) for number in exchange.list_numbers()],
        "complaints": list(exchange.complaints[-LATEST:]),
        "notifications": list(exchange.notifications[-LATEST:]),
    }


def _leg(leg: Leg) -> Json:
    return {**asdict(leg), "hears": asdict(leg.hears) if leg.hears else None}


def truth(exchange: Exchange) -> Json:
    """Every fact and every conversation since the start."""
    return {
        "now": exchange.now,
        "facts": [fact._asdict() for fact in exchange.facts],
        "bridges": [asdict(bridge) for bridge in exchange.bridges],
        "messages": [asdict(message) for message in reversed(exchange.list_messages())],
        "complaints": list(exchange.complaints),
        "notifications": list(exchange.notifications),
    }


def transcripts(exchange: Exchange) -> Json:
    """For each leg its lines, in order of the legs' beginnings."""
    legs = dict.fromkeys(fact.leg for fact in exchange.facts)
    return {sid: [line.text for line in transcript.lines(exchange, exchange.transcript(sid))] for sid in legs}
