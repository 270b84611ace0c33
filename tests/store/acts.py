"""Random acts of a unit of work: rows that are mostly lawful, mostly point at something, and sometimes collide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from ivr.line.outcomes import LegState, Outcome
from ivr.promise import callback, offer, transfer
from ivr.store.rules.kinds import LIVES
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import (
    FINALS,
    RUNG,
    TAKEN,
    Agent,
    AgentState,
    Call,
    Callback,
    Caller,
    CallState,
    CustomerLeg,
    Fate,
    Membership,
    Obligation,
    Offer,
    Row,
    Source,
    Transfer,
)
from tests.store.samples import NOON

IDS = st.sampled_from([1, 1, 1, 2, 2, 2, 3])
WORDS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
SELDOM = st.sampled_from([False] * 19 + [True])
DAYS = st.integers(-3, 3).map(lambda days: NOON + timedelta(days=days))
SECONDS = st.integers(0, 90).map(lambda seconds: timedelta(seconds=seconds))
MAYBE = st.one_of(st.none(), IDS)


def lawful(row: Any) -> Any:
    """The same row with what its state asks for."""
    changes: dict[str, Any] = {}
    if isinstance(row, Offer) and (row.transfer_id is None) == (row.callback_id is None):
        changes |= {"transfer_id": None, "callback_id": row.callback_id or 1}
    if isinstance(row, Offer | CustomerLeg):
        ended = (row.leg_state if isinstance(row, Offer) else row.state) is LegState.ENDED
        changes["in_flight"] = row.in_flight and not ended
    if isinstance(row, Transfer | Callback) and row.state in TAKEN | RUNG and row.offer_id is None:
        changes["offer_id"] = row.id or 1
    if isinstance(row, Transfer) and row.state is transfer.State.SERVED:
        changes["bridged"] = True
    if isinstance(row, Obligation) and row.fate is Fate.CALLBACK:
        changes["callback_id"] = row.callback_id or 1
    row = replace(row, **changes)
    if type(row) in FINALS:
        settled = row.state in FINALS[type(row)] and not getattr(row, "in_flight", False)
        row = replace(row, deadline=None if settled else row.deadline or NOON)
    return row


@dataclass(frozen=True)
class Insert:
    row: Row
    odd: bool

    def __call__(self, unit: Unit) -> object:
        return unit.insert(self.row if self.odd else lawful(self.row), "because")


@dataclass(frozen=True)
class Move:
    """A row of any kind goes to any state: by the table or not, stale or not."""

    kind: type
    id: int
    state: int
    odd: bool
    stale: bool

    def __call__(self, unit: Unit) -> object:
        row: Any = unit.get(self.kind, self.id)
        if row is None:
            return None
        field = LIVES[self.kind][1]
        states = sorted(type(getattr(row, field)))
        row = replace(row, **{field: states[self.state % len(states)]}, fence=row.fence - self.stale)
        if "in_flight" in {one.name for one in fields(row)}:
            row = replace(row, in_flight=not self.odd)
        return unit.save(row if self.odd else lawful(row), "because")


@dataclass(frozen=True)
class Change:
    """A caller's number changes: the only unique key that ever does."""

    id: int
    number: str | None

    def __call__(self, unit: Unit) -> object:
        row = unit.get(Caller, self.id)
        return row and unit.save(replace(row, number=self.number))


def insertion(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[Callable[[Unit], object]]:
    return st.builds(Insert, rows, SELDOM)


CALLERS = st.builds(lambda number: Caller(0, number), st.one_of(st.none(), WORDS))
CALLS = st.builds(
    lambda sid, of, state, at: Call(0, f"p{sid}", sid, of, "n", 1, "en", "[]", 1, state, NOON, at),
    WORDS, IDS, st.sampled_from(CallState), DAYS,
)  # fmt: skip
OBLIGATIONS = st.builds(
    lambda key, of, fate, kept_by, at: Obligation(0, Source.REQUEST, key, of, at, None, kept_by, fate),
    WORDS, IDS, st.sampled_from(Fate), MAYBE, DAYS,
)  # fmt: skip
TRANSFERS = st.builds(
    lambda word, of, on, debt, turn, state, yes, wait, at: Transfer(
        0, word, on, of, debt, turn, "team", "", "en", state, NOON, NOON - wait, NOON, at, offer_id=yes,
        answered_at=NOON if yes else None,
    ),
    WORDS, IDS, IDS, IDS, st.integers(1, 2), st.sampled_from(transfer.State), MAYBE, SECONDS, DAYS,
)  # fmt: skip
CALLBACKS = st.builds(
    lambda word, of, state, yes, at: Callback(
        0, word, of, "team", "", "en", "n", state, NOON, NOON, NOON, NOON, NOON, at, offer_id=yes
    ),
    WORDS, IDS, st.sampled_from(callback.State), MAYBE, DAYS,
)  # fmt: skip
AGENTS = st.builds(
    lambda name, address, state, cool: Agent(0, name, address, state, NOON, cool_off_until=cool),
    WORDS, WORDS, st.sampled_from(AgentState), st.one_of(st.none(), DAYS),
)  # fmt: skip
MEMBERSHIPS = st.builds(lambda agent: Membership(0, agent, "team"), IDS)
OFFERS = st.builds(
    lambda word, to, of, state, on, for_, flying, leg, at: Offer(
        0, word, to, of, state, NOON, at, on, for_, in_flight=flying, leg_state=leg
    ),
    WORDS, IDS, IDS, st.sampled_from(offer.State), MAYBE, MAYBE, st.booleans(),
    st.one_of(st.none(), st.sampled_from(LegState)), DAYS,
)  # fmt: skip
LEGS = st.builds(
    lambda yes, for_, of, state, flying, outcome, at: CustomerLeg(
        0, yes, for_, of, at, state=state, in_flight=flying, outcome=outcome
    ),
    IDS, IDS, IDS, st.sampled_from(LegState), st.booleans(), st.one_of(st.none(), st.sampled_from(Outcome)), DAYS,
)  # fmt: skip

KINDS = (CALLERS, CALLS, OBLIGATIONS, TRANSFERS, CALLBACKS, AGENTS, MEMBERSHIPS, OFFERS, LEGS)
MOVES = st.builds(
    Move, st.sampled_from(sorted(LIVES, key=lambda kind: kind.__name__)), IDS, st.integers(0, 20), SELDOM, SELDOM
)
ACTS = st.one_of(*map(insertion, KINDS), MOVES, MOVES, MOVES, st.builds(Change, IDS, st.one_of(st.none(), WORDS)))
