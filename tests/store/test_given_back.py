"""A connection goes back to the pool with nothing open on it, however its unit ended: nobody asks it once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from psycopg.pq import TransactionStatus

from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict
from ivr.switchboard.rows import Caller
from tests.store import samples


def kept(store: SqlStore) -> None:
    with store.unit() as unit:
        samples.caller(unit)


def looked_at(store: SqlStore) -> None:
    with store.reading() as unit:
        unit.get(Caller, 1)


def asked_outside_a_unit(store: SqlStore) -> None:
    store.now(), store.late()


def given_up(store: SqlStore) -> None:
    with pytest.raises(KeyError), store.unit() as unit:
        samples.caller(unit)
        raise KeyError


def refused(store: SqlStore) -> None:
    with pytest.raises(Conflict), store.unit() as unit:
        one = samples.caller(unit)
        samples.caller(unit, number=one.number)


def let_go(store: SqlStore) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")


ENDS = [kept, looked_at, asked_outside_a_unit, given_up, refused, let_go]


@pytest.mark.parametrize("end", ENDS)
def test_nothing_is_open_on_what_was_given_back(sql_store: SqlStore, end: Callable[[SqlStore], None]) -> None:
    end(sql_store)
    with sql_store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        if sql_store.engine.dialect.name == "sqlite":
            assert driver is not None and not driver.in_transaction
        else:
            assert driver is not None and driver.info.transaction_status is TransactionStatus.IDLE
    kept(sql_store)
    assert sql_store.reader.pool.checkedout() == 0  # type: ignore[attr-defined]
