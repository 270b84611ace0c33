"""What is asked across many rows: the same answers from memory, SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ivr.line.outcomes import LegState, Outcome
from ivr.promise import callback, offer, transfer
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Claimant
from ivr.switchboard.rows import (
    AgentState,
    CallState,
    CustomerLeg,
    Fate,
)
from tests.store import samples

AnyStore = MemoryStore | SqlStore


def test_who_is_free_to_be_asked(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        waiting = samples.transfer_row(unit, person)
        free = samples.agent(unit)
        rested = samples.agent(unit, cool_off_until=unit.now - timedelta(seconds=1))
        samples.agent(unit, team="repairs")
        samples.agent(unit, state=AgentState.AWAY)
        samples.agent(unit, cool_off_until=unit.now + timedelta(minutes=1))
        busy = samples.agent(unit)
        samples.offer_row(unit, busy, waiting)
        declined = samples.agent(unit)
        samples.offer_row(unit, declined, waiting, state=offer.State.DECLINED, in_flight=False, deadline=None)
        assert unit.free_agents("support") == (free, rested, declined)
        assert unit.free_agents("nobody") == ()


def test_who_waits_for_an_agent(store: AnyStore) -> None:
    with store.unit() as unit:
        hour = timedelta(hours=1)
        second = samples.transfer_row(unit, samples.caller(unit), vip=True, asked_at=samples.NOON)
        samples.transfer_row(unit, samples.caller(unit), team="repairs")
        samples.transfer_row(unit, samples.caller(unit), state=transfer.State.OFFERED)
        first = samples.callback_row(
            unit, samples.caller(unit), state=callback.State.DUE, asked_at=samples.NOON - hour, escalate_at=samples.NOON
        )
        samples.callback_row(unit, samples.caller(unit))
        assert unit.claimants("support") == (
            Claimant("callback", first.id, samples.NOON - hour, False, samples.NOON),
            Claimant("transfer", second.id, samples.NOON, True, None),
        )


def test_who_has_no_use_for_an_agent_now_does_not_wait_for_one(store: AnyStore) -> None:
    """A callback between two rounds, and one whose caller is on the line by themselves."""
    with store.unit() as unit:
        due, minute = callback.State.DUE, timedelta(minutes=1)
        samples.callback_row(unit, samples.caller(unit), state=due, rounds=1, deadline=unit.now + minute)
        again = samples.callback_row(unit, samples.caller(unit), state=due, rounds=1, deadline=unit.now)
        on_the_line, hung_up = samples.caller(unit), samples.caller(unit)
        samples.call(unit, on_the_line)
        samples.call(unit, hung_up, state=CallState.ENDED, deadline=None)
        samples.callback_row(unit, on_the_line, state=due)
        free = samples.callback_row(unit, hung_up, state=due, deadline=unit.now + minute)
        assert [one.id for one in unit.claimants("support")] == [again.id, free.id]


def test_how_long_the_last_twenty_answered_callers_waited(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        for wait in range(25):
            answered = samples.NOON + timedelta(minutes=wait)
            samples.transfer_row(
                unit, person, waiting_since=answered - timedelta(seconds=wait), answered_at=answered,
                state=transfer.State.CALLBACK, deadline=None,
            )  # fmt: skip
        samples.transfer_row(unit, person)
        assert unit.waits("support") == tuple(float(wait) for wait in range(24, 4, -1))
        assert unit.waits("repairs") == ()


def test_how_many_legs_may_be_alive(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        promise = samples.callback_row(unit, person)
        samples.call(unit, person)
        samples.call(unit, person, state=CallState.ENDED, deadline=None)
        asked = samples.offer_row(unit, samples.agent(unit), promise)
        leg = samples.customer_leg(unit, asked)
        assert unit.legs_in_flight() == 3
        unit.save(replace(leg, state=LegState.ENDED, in_flight=False, outcome=Outcome.BUSY))
        assert unit.legs_in_flight() == 2


def test_how_often_a_customer_was_rung(store: AnyStore) -> None:
    with store.unit() as unit:
        person, now = samples.caller(unit), unit.now
        promise = samples.callback_row(unit, person)

        def rung(at: timedelta = timedelta(0), **fields: object) -> CustomerLeg:
            ended = {"state": LegState.ENDED, "in_flight": False, "placed_at": now + at} | fields
            asked = samples.offer_row(
                unit, samples.agent(unit), promise, state=offer.State.MISSED, in_flight=False, deadline=None
            )
            return samples.customer_leg(unit, asked, **ended)

        rung(outcome=Outcome.NO_ANSWER)
        rung(-timedelta(hours=1), outcome=Outcome.BUSY)
        rung(-timedelta(hours=30), outcome=Outcome.ANSWERED)
        rung(outcome=Outcome.FAILED)
        rung(state=LegState.QUEUED)
        rung(state=LegState.QUEUED, in_flight=True)  # may ring any moment
        assert unit.attempts_since(person.id, now - timedelta(hours=1)) == 3
        assert unit.attempts_since(person.id, now - timedelta(days=2)) == 4
        assert unit.attempts_since(person.id + 1, now - timedelta(days=2)) == 0


def test_how_often_another_number_was_keyed(store: AnyStore) -> None:
    with store.unit() as unit:
        person, other = samples.caller(unit), samples.caller(unit)
        own, keyed = samples.callback_row(unit, person), samples.callback_row(unit, other)
        for promise in (own, keyed):
            samples.obligation(unit, person, fate=Fate.CALLBACK, callback_id=promise.id)
        samples.obligation(unit, person)
        assert unit.requests_since(person.id, unit.now) == 1
        assert unit.requests_since(person.id, unit.now + timedelta(seconds=1)) == 0
        assert unit.requests_since(other.id, unit.now) == 0


def test_tokens_are_short_plain_and_different(store: AnyStore) -> None:
    with store.unit() as unit:
        tokens = {unit.token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 16 and set(token) <= set("abcdefghijklmnopqrstuvwxyz234567") for token in tokens)
