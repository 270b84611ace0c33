"""What no row may be: stuck, dangling, or alive again after its end; the same in every store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ivr.line.outcomes import LegState
from ivr.promise import callback, offer, transfer
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Broken, Unit
from ivr.switchboard.rows import CallState, Fate, MessageState, QueueState
from tests.store import samples

AnyStore = MemoryStore | SqlStore

DECLINED = {"state": offer.State.DECLINED, "in_flight": False, "deadline": None}
ACCEPTED = {"state": offer.State.ACCEPTED}


def asked(unit: Unit, **fields: Any) -> Any:
    return samples.offer_row(unit, samples.agent(unit), samples.callback_row(unit, samples.caller(unit)), **fields)


def _call_without_a_next_look(unit: Unit) -> None:
    samples.call(unit, samples.caller(unit), deadline=None)


def _ended_call_that_is_looked_at(unit: Unit) -> None:
    unit.save(replace(samples.call(unit, samples.caller(unit)), state=CallState.ENDED))


def _transfer_without_a_next_look(unit: Unit) -> None:
    samples.transfer_row(unit, samples.caller(unit), deadline=None)


def _conversation_with_nobody(unit: Unit) -> None:
    samples.transfer_row(unit, samples.caller(unit), state=transfer.State.TALKING)


def _served_without_a_bridge(unit: Unit) -> None:
    samples.transfer_row(unit, samples.caller(unit), state=transfer.State.SERVED, deadline=None, offer_id=1)


def _customer_rung_by_nobody(unit: Unit) -> None:
    samples.callback_row(unit, samples.caller(unit), state=callback.State.DIALLING)


def _callback_that_does_not_exist(unit: Unit) -> None:
    samples.obligation(unit, samples.caller(unit), fate=Fate.CALLBACK)


def _callback_that_is_not_there(unit: Unit) -> None:
    samples.obligation(unit, samples.caller(unit), callback_id=99)


def _call_of_nobody(unit: Unit) -> None:
    unit.save(replace(samples.call(unit, samples.caller(unit)), caller_id=99))


def _offer_of_nothing(unit: Unit) -> None:
    asked(unit, callback_id=None)


def _live_leg_that_has_ended(unit: Unit) -> None:
    asked(unit, leg_state=LegState.ENDED)


def _declined_offer_whose_leg_is_forgotten(unit: Unit) -> None:
    asked(unit, **{**DECLINED, "in_flight": True})


def _task_that_never_alerts(unit: Unit) -> None:
    samples.task(unit, deadline=None)


def _sent_message_that_is_looked_at(unit: Unit) -> None:
    samples.message(unit, state=MessageState.SENT)


def _queue_that_is_forgotten(unit: Unit) -> None:
    samples.queue(unit, samples.transfer_row(unit, samples.caller(unit)), state=QueueState.OPEN, deadline=None)


def _served_debt_that_waits_again(unit: Unit) -> None:
    row = samples.obligation(unit, samples.caller(unit), fate=Fate.SERVED)
    unit.save(replace(row, fate=Fate.WAITING))


def _debt_taken_from_its_callback(unit: Unit) -> None:
    promise = samples.callback_row(unit, samples.caller(unit))
    row = samples.obligation(unit, samples.caller(unit), fate=Fate.CALLBACK, callback_id=promise.id)
    unit.save(replace(row, fate=Fate.SERVED))


def _callback_that_rises_again(unit: Unit) -> None:
    row = samples.callback_row(unit, samples.caller(unit), state=callback.State.EXHAUSTED, deadline=None)
    unit.save(replace(row, state=callback.State.DUE, deadline=samples.LATER))


def _final_transfer_that_ends_otherwise(unit: Unit) -> None:
    row = samples.transfer_row(unit, samples.caller(unit), state=transfer.State.CALLBACK, deadline=None)
    unit.save(replace(row, state=transfer.State.WAIVED))


BROKEN = [
    value
    for name, value in list(globals().items())
    if name.startswith("_") and callable(value) and not name.startswith("__")
]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_may_never_be_is_refused(store: AnyStore, broken: Callable[[Unit], None]) -> None:
    with pytest.raises(Broken), store.unit() as unit:
        broken(unit)


def test_a_final_row_may_still_learn_what_belongs_to_it(store: AnyStore) -> None:
    with store.unit() as unit:
        row = samples.transfer_row(unit, samples.caller(unit), state=transfer.State.CALLBACK, deadline=None)
        unit.save(replace(row, verdict="again"))
        yes = asked(unit, **ACCEPTED)
        unit.save(replace(yes, in_flight=False, deadline=None))
