"""What the pass of the webhooks reads is found by an index: the next lines of the ledger, what is to be sent now."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.reports.pages import Which
from ivr.reports.shop import outside
from ivr.store import outbox
from ivr.store.sql.store import SqlStore
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Delivery, DeliveryState, Endpoint
from tests.reports.test_reading_plans import looked_through
from tests.store import samples
from tests.store.test_plans import Sent, sent

__all__ = ["sent"]


def endpoint(unit: SqlUnit, live: bool = True) -> Endpoint:
    url = "https://shop.example/"
    return unit.insert(Endpoint(0, unit.token(), url, "whsec_x", "call.ended", 0, unit.now, live))


def delivery(unit: SqlUnit, to: Endpoint, line: int, seconds: float = 0.0) -> Delivery:
    at = unit.now + timedelta(seconds=seconds)
    row = Delivery(0, unit.token(), to.id, line, "call.ended", "x", "{}", DeliveryState.WAITING, unit.now, at)
    return unit.insert(row)


def test_what_is_due_is_sent_in_its_order_and_nothing_else(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        on, off = endpoint(unit), endpoint(unit, live=False)
        late, later = delivery(unit, on, 1, -5), delivery(unit, on, 2, -10)
        delivery(unit, on, 3, 60), delivery(unit, off, 1, -60)
        done = delivery(unit, on, 4)
        unit.save(replace(done, state=DeliveryState.DELIVERED, next_at=None, ended_at=unit.now))
    with sql_store.reading() as unit:
        assert outbox.due(unit, 10, 10) == ((later.id, on.id), (late.id, on.id))
        assert outbox.due(unit, 1, 10) == ((later.id, on.id),)


def test_the_ledger_is_read_from_where_one_stood(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        assert outbox.last_line(unit) == 0
        samples.call(unit, samples.caller(unit))
    with sql_store.unit() as unit:
        samples.call(unit, samples.caller(unit))
    with sql_store.reading() as unit:
        every = outbox.lines(unit, 0, 10)
        assert [line.id for line in every] == sorted(line.id for line in every) and len(every) >= 2
        assert outbox.lines(unit, every[0].id, 1) == every[1:2]
        assert outbox.last_line(unit) == every[-1].id and outbox.lines(unit, every[-1].id, 10) == ()


def test_nothing_big_is_read_from_end_to_end(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        delivery(unit, endpoint(unit), 1)
    with sql_store.reading() as unit:
        outbox.last_line(unit), outbox.lines(unit, 1, 10), outbox.due(unit, 10, 3)
        outside.deliveries(unit, Which(before=5))
    assert looked_through(sql_store, sent) >= 4
