"""What no store accepts: two of a kind where there may be one, rows that are stuck, lives that go backwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ivr.line.outcomes import LegState
from ivr.promise import callback, offer, transfer
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict, Unit
from ivr.switchboard.rows import Budget, Membership, Pulse
from tests.store import samples

AnyStore = MemoryStore | SqlStore

DECLINED = {"state": offer.State.DECLINED, "in_flight": False, "deadline": None}
ACCEPTED = {"state": offer.State.ACCEPTED}


def asked(unit: Unit, **fields: Any) -> Any:
    return samples.offer_row(unit, samples.agent(unit), samples.callback_row(unit, samples.caller(unit)), **fields)


def _two_callers_with_a_number(unit: Unit) -> None:
    samples.caller(unit, number="+12025550100"), samples.caller(unit, number="+12025550100")


def _two_calls_with_a_sid(unit: Unit) -> None:
    person = samples.caller(unit)
    samples.call(unit, person, sid="CA1"), samples.call(unit, person, sid="CA1")


def _two_answers_to_one_turn(unit: Unit) -> None:
    on = samples.call(unit, samples.caller(unit))
    samples.turn(unit, on, 1), samples.turn(unit, on, 1)


def _two_debts_of_one_source(unit: Unit) -> None:
    person = samples.caller(unit)
    samples.obligation(unit, person, source_key="x"), samples.obligation(unit, person, source_key="x")


def _two_transfers_of_one_turn(unit: Unit) -> None:
    person = samples.caller(unit)
    on = samples.call(unit, person)
    samples.transfer_row(unit, person, on, state=transfer.State.WAIVED, deadline=None)
    samples.transfer_row(unit, person, on)


def _two_live_transfers_of_one_call(unit: Unit) -> None:
    person = samples.caller(unit)
    on = samples.call(unit, person)
    samples.transfer_row(unit, person, on, turn=1), samples.transfer_row(unit, person, on, turn=2)


def _two_transfers_of_one_debt(unit: Unit) -> None:
    row = samples.transfer_row(unit, samples.caller(unit))
    on = samples.call(unit, samples.caller(unit))
    unit.insert(replace(row, public_id="other", call_id=on.id))


def _two_callers_with_one_agent(unit: Unit) -> None:
    for _ in range(2):
        samples.transfer_row(unit, samples.caller(unit), state=transfer.State.ACCEPTED, offer_id=1)


def _two_open_callbacks_of_one_caller(unit: Unit) -> None:
    person = samples.caller(unit)
    samples.callback_row(unit, person), samples.callback_row(unit, person, state=callback.State.REVIEW)


def _two_offers_to_one_agent(unit: Unit) -> None:
    first = asked(unit)
    unit.insert(replace(first, public_id="other", sid=None))


def _a_leg_that_lives_beyond_its_offer_and_another_one(unit: Unit) -> None:
    first = asked(unit, **{**DECLINED, "in_flight": True, "deadline": samples.LATER})
    unit.insert(replace(first, public_id="other", state=offer.State.INTENDED))


def _two_agents_with_one_caller(unit: Unit) -> None:
    row = samples.callback_row(unit, samples.caller(unit))
    for _ in range(2):
        samples.offer_row(unit, samples.agent(unit), row, **ACCEPTED)


def _two_agents_with_one_waiting_caller(unit: Unit) -> None:
    row = samples.transfer_row(unit, samples.caller(unit))
    for _ in range(2):
        samples.offer_row(unit, samples.agent(unit), row, **ACCEPTED)


def _two_rings_of_one_customer(unit: Unit) -> None:
    row = samples.callback_row(unit, samples.caller(unit))
    for _ in range(2):
        samples.customer_leg(unit, samples.offer_row(unit, samples.agent(unit), row))


def _two_rings_of_one_yes(unit: Unit) -> None:
    row = asked(unit)
    samples.customer_leg(unit, row, state=LegState.ENDED, in_flight=False), samples.customer_leg(unit, row)


def _two_agents_with_one_name(unit: Unit) -> None:
    samples.agent(unit, name="Ada"), samples.agent(unit, name="Ada")


def _two_agents_with_one_phone(unit: Unit) -> None:
    samples.agent(unit, address="client:ada"), samples.agent(unit, address="client:ada")


def _twice_in_one_team(unit: Unit) -> None:
    unit.insert(Membership(0, samples.agent(unit).id, "support"))


def _two_tasks_for_one_reason(unit: Unit) -> None:
    samples.task(unit, key="x"), samples.task(unit, key="x")


def _two_messages_for_one_reason(unit: Unit) -> None:
    samples.message(unit, key="x"), samples.message(unit, key="x")


def _two_live_editions(unit: Unit) -> None:
    samples.published(unit, name="main"), samples.published(unit, name="main")


def _two_budgets_of_one_account(unit: Unit) -> None:
    for _ in range(2):
        unit.insert(Budget(0, "AC1", 1.0, samples.NOON))


def _two_pulses_of_one_name(unit: Unit) -> None:
    for _ in range(2):
        unit.insert(Pulse(0, "sweep", samples.NOON))


DOUBLED = [value for name, value in list(globals().items()) if name.startswith(("_two_", "_a_leg_", "_twice_"))]


@pytest.mark.parametrize("doubled", DOUBLED)
def test_there_are_never_two_of_what_there_may_be_one(store: AnyStore, doubled: Callable[[Unit], None]) -> None:
    with pytest.raises(Conflict), store.unit() as unit:
        doubled(unit)


def test_a_place_that_was_left_can_be_taken_again(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        over = samples.callback_row(unit, person)
        unit.save(replace(over, state=callback.State.CANCELLED, deadline=None))
        promise = samples.callback_row(unit, person)
        ada = samples.agent(unit)
        asked_before = samples.offer_row(unit, ada, promise)
        unit.save(replace(asked_before, **DECLINED))
        yes = samples.offer_row(unit, ada, promise, **ACCEPTED)
        leg = samples.customer_leg(unit, yes)
        unit.save(replace(leg, state=LegState.ENDED, in_flight=False))
        unit.save(replace(yes, in_flight=False, deadline=None))
        samples.customer_leg(unit, samples.offer_row(unit, ada, promise, **ACCEPTED))
        samples.caller(unit, number=None), samples.caller(unit, number=None)
        edition = samples.published(unit, name="main")
        unit.save(replace(edition, live=False))
        samples.published(unit, name="main")
