"""Whether anything was lost: the carrier's tape against our books, after everything came to its end.

The tape is believed; our rows only in what they claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import text

from ivr.app.parts import Parts
from ivr.language import APOLOGIES, Word
from ivr.promise.policy import Policy
from ivr.reports.equation.audit import audit
from ivr.simulator.exchange import Bridge, Exchange, Fact
from ivr.switchboard.rows import Call, Callback, Caller, Fate, Obligation, Transfer
from tests.simulation import shop
from tests.simulation.oracle.asked import PROMISES
from tests.simulation.oracle.truth import FROM_API, FROM_DIAL, Leg, Truth

SORRY = frozenset(said[Word.APOLOGY] for said in APOLOGIES.values())
"""The apology of a web that has not read the shop's own words yet."""
ROUNDING = 1.0
"""Seconds: the carrier tells whole ones."""


@dataclass
class Verdict:
    """`broken` is what must never be, in words; `lost` are callers who were owed and are not in our books."""

    broken: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    asked: int = 0
    """Callers who waited for a person, or heard a promise."""
    unanswered: int = 0
    """Callers whom nobody answered: who are owed since the carrier's log was read."""


class Judge:
    """Each look is at what happened since the last one: what was final then has stayed so, or the books say it."""

    def __init__(self, parts: Parts, exchange: Exchange, truth: Truth, policies: dict[str, Policy]) -> None:
        self._parts, self._exchange, self._truth, self._policies = parts, exchange, truth, policies
        self._read = 0
        self._claimed = {"transfers": 0, "callbacks": 0}

    def look(self) -> Verdict:
        """After everything has come to its end."""
        found, truth = Verdict(), self._truth
        facts = self._exchange.facts[self._read :]
        self._read += len(facts)
        legs = [truth.legs[fact.leg] for fact in facts if fact.what == "created"]
        found.broken += _books(self._parts)
        found.broken += [f"{leg.sid} is still live" for leg in self._exchange.live()]
        found.broken += [f"the carrier complains: {one}" for one in self._exchange.complaints]
        found.broken += _rung_twice(legs)
        found.broken += [f"{id} of {table} is {words}" for table, id, words in self._claims()]
        for sid, waited, heard in _asked(facts, truth):
            found.asked += 1
            if why := _without_fate(self._parts, truth.legs[sid], waited, heard):
                found.lost.append(f"{sid} of {truth.legs[sid].number}: {why}")
        for leg in legs:
            if leg.direction == "inbound":
                self._answered(leg, found)
        return found

    def _answered(self, leg: Leg, found: Verdict) -> None:
        """A call that never reached us is owed all the same."""
        with self._parts.store.reading() as unit:
            debt = unit.one(Obligation, source_key=leg.sid)
            found.unanswered += debt is not None
            if debt is None and unit.one(Call, sid=leg.sid) is None:
                found.lost.append(f"{leg.sid} of {leg.number}: nobody answered, and nothing is owed")

    def _claims(self) -> Iterator[tuple[str, int, str]]:
        """Whom we claim to have served talked with somebody who had said yes."""
        truth, policies = self._truth, self._policies
        with self._parts.store.reading() as unit:
            for id in self._new("transfers", "served"):
                row = unit.get(Transfer, id)
                call = unit.get(Call, row.call_id) if row else None
                if row and call and not _talked([truth.legs[call.sid]], truth, 0.0, policies[row.team]):
                    yield "transfers", id, "served, and its caller talked with nobody"
            for id in self._new("callbacks", "connected"):
                kept = unit.get(Callback, id)
                caller = unit.get(Caller, kept.caller_id) if kept else None
                legs = truth.rung.get(caller.number or "", []) if caller else []
                if kept and not _talked(legs, truth, kept.created_at.timestamp(), policies[kept.team]):
                    yield "callbacks", id, "connected, and its caller talked with nobody"

    def _new(self, table: str, state: str) -> list[int]:
        after, query = (
            self._claimed[table],
            f"SELECT id FROM {table} WHERE state = '{state}' AND id > :after ORDER BY id",
        )
        with self._parts.store.engine.connect() as connection:
            found = list(connection.execute(text(query), {"after": after}).scalars())
        self._claimed[table] = max([after, *found])
        return found


def _books(parts: Parts) -> Iterator[str]:
    """Balanced, nothing overdue, nobody waits, nothing is open."""
    books = audit(parts.store, parts.board.rules.sweep_period)
    if not books.balanced or books.overdue:
        yield f"the books: {books.as_text()}: {books.findings}"
    if books.waiting or books.open:
        yield f"not at its end: {books.as_text()}"
    spool = parts.settings.var_dir / "spool" / "missed.jsonl"
    if spool.exists() and spool.read_text().strip():
        yield f"the spool still holds {spool.read_text().strip()}"


def _rung_twice(legs: Iterable[Leg]) -> Iterator[str]:
    """Nobody's phone is rung by us while it is being rung by us, neither a customer's nor an agent's."""
    by_number: dict[str, list[Leg]] = {}
    for leg in legs:
        if leg.direction in (FROM_API, FROM_DIAL):
            by_number.setdefault(leg.number, []).append(leg)
    for number, rung in by_number.items():
        rung.sort(key=lambda leg: leg.created)
        for first, second in pairwise(rung):
            if first.ended is None or second.created < first.ended:
                yield f"{number} was rung twice at once: {first.sid} and {second.sid}"


def _talked(legs: list[Leg], truth: Truth, since: float, policy: Policy) -> bool:
    least = policy.minimum_talk.total_seconds()
    return any(bridge.start >= since and _proved(bridge, truth, least) for leg in legs for bridge in leg.bridges)


def _proved(bridge: Bridge, truth: Truth, least: float) -> bool:
    """A yes, a bridge, and then: done by key, or talked long enough."""
    agent = truth.legs[bridge.dialler]
    if bridge.end is None or not agent.pressed("1", agent.created, bridge.start):
        return False
    return agent.pressed("1", bridge.end) or bridge.end - bridge.start >= least - ROUNDING


def _asked(facts: Iterable[Fact], truth: Truth) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Inbound legs that waited for a person, with the transfers' public ids, or that heard a promise."""
    waited: dict[str, list[str]] = {}
    heard: set[str] = set()
    for fact in facts:
        if fact.what == "enqueued":
            waited.setdefault(fact.leg, []).append(fact.text.split("-")[1])
        elif fact.what == "hears" and truth.legs[fact.leg].direction == "inbound" and _promises(fact.text):
            heard.add(fact.leg)
    for sid in {**waited, **dict.fromkeys(sorted(heard))}:
        yield sid, tuple(waited.get(sid, ())), sid in heard


def _promises(words: str) -> bool:
    meant = shop.meant(words)
    return meant.startswith(PROMISES) or meant == Word.APOLOGY or words in SORRY


def _without_fate(parts: Parts, leg: Leg, waited: tuple[str, ...], heard: bool) -> str:
    """Why this caller is forgotten; empty where they are not."""
    with parts.store.reading() as unit:
        for public_id in waited:
            debts = unit.many(Obligation, source_key=public_id)
            if len(debts) != 1 or debts[0].fate is Fate.WAITING:
                return f"waited in t-{public_id}, and {len(debts)} obligations say so"
        if not heard or waited:
            return ""
        call = unit.one(Call, sid=leg.sid)
        caller = unit.one(Caller, number=leg.number) if call is None else unit.get(Caller, call.caller_id)
        own = unit.many(Obligation, source_key=leg.sid)
        debts = own or (unit.many(Obligation, caller_id=caller.id) if caller else ())
        return "" if any(debt.fate is not Fate.WAITING for debt in debts) else "heard a promise, and nothing is owed"
