"""A database that is slow, full of others, or away: who is told so, and how soon."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from ivr.store.sql.engine import Limits, make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict, Held, Unreachable
from ivr.switchboard.rows import Call
from tests.store import samples
from tests.store.meanwhile import PATIENCE, Meanwhile


@pytest.fixture
def impatient(database_url: str) -> Iterator[SqlStore]:
    engine = make_engine(database_url, Limits(wait=0.2, statement=0.2, pool=2))
    yield SqlStore(engine, wait=0.2)
    engine.dispose()


def a_call(store: SqlStore, **fields: Any) -> Call:
    with store.unit() as unit:
        return samples.call(unit, samples.caller(unit), **fields)


def test_who_cannot_have_the_lock_is_told_so_in_time(impatient: SqlStore) -> None:
    on = a_call(impatient)
    inside, go = threading.Event(), threading.Event()

    def hold() -> None:
        with impatient.unit() as unit:
            unit.lock(on.caller_id)
            inside.set()
            go.wait(PATIENCE)

    one = Meanwhile(hold)
    assert inside.wait(PATIENCE)
    began = time.monotonic()
    with pytest.raises(Unreachable) as raised, impatient.unit() as unit:
        unit.lock_call(on.public_id, 1)
    assert time.monotonic() - began < PATIENCE / 2
    # Where everybody writes through one gate, who is kept out of it cannot tell whether anybody gets in.
    assert isinstance(raised.value, Held) is (impatient.engine.dialect.name == "postgresql")
    go.set()
    one.end()
    with impatient.unit() as unit:
        unit.lock(on.caller_id)


def test_a_reader_waits_for_nobody_and_sees_one_moment(impatient: SqlStore) -> None:
    on = a_call(impatient)
    with impatient.reading() as reader:
        assert reader.get(Call, on.id) == on
        with impatient.unit() as unit:
            unit.lock(on.caller_id)
            unit.save(replace(on, topic="orders"))
            assert reader.get(Call, on.id) == on
        assert reader.get(Call, on.id) == on
    with impatient.reading() as reader:
        assert reader.get(Call, on.id) == replace(on, topic="orders", fence=1)


def test_another_program_that_writes_is_waited_for_no_longer_than_allowed(impatient: SqlStore) -> None:
    on = a_call(impatient)
    other = create_engine(impatient.engine.url)
    with other.connect() as connection:
        if other.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(text("UPDATE callers SET fence = fence + 1"))
        with pytest.raises(Unreachable), impatient.unit() as unit:
            unit.save(replace(unit.lock(on.caller_id), name="Nila"))
    other.dispose()


def test_a_pool_that_is_used_up_is_a_store_that_is_away(impatient: SqlStore) -> None:
    with impatient.reading() as one, impatient.reading() as two:
        assert one.now and two.now
        with pytest.raises(Unreachable), impatient.unit():
            pass
        with pytest.raises(Unreachable):
            impatient.now()


def test_a_database_that_is_not_there_is_unreachable(tmp_path: Any) -> None:
    for url in (f"sqlite:///{tmp_path}/nowhere/ivr.db", "postgresql+psycopg://nobody@127.0.0.1:1/ivr"):
        store = SqlStore(make_engine(url))
        for ask in (
            store.now,
            store.late,
            lambda store=store: store.due(Call, 1),
            lambda store=store: store.unit().__enter__(),
        ):
            with pytest.raises(Unreachable):
                ask()
        with pytest.raises(Unreachable):
            store.unit().__enter__()  # the writers' queue was left behind in order
        store.engine.dispose()


def test_connections_that_died_unused_do_not_cost_a_call(postgresql_url: str) -> None:
    store = SqlStore(make_engine(postgresql_url))
    on = a_call(store)
    other = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                 " AND datname = current_database()")
        )  # fmt: skip
    with store.unit() as unit:
        assert unit.lock(on.caller_id)
    other.dispose()
    store.engine.dispose()


def test_a_connection_that_dies_within_a_unit_is_unreachable(postgresql_url: str) -> None:
    store = SqlStore(make_engine(postgresql_url))
    on = a_call(store)
    with pytest.raises(Unreachable), store.unit() as unit:
        unit.lock(on.caller_id)
        unit.run(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    store.engine.dispose()


def test_two_that_wait_for_each_other_are_not_both_lost(postgresql_url: str) -> None:
    store = SqlStore(make_engine(postgresql_url, Limits(wait=5.0, statement=5.0)))
    with store.unit() as unit:
        ids = [samples.caller(unit).id for _ in range(2)]
    both = threading.Barrier(2)

    def cross(first: int, second: int) -> str:
        try:
            with store.unit() as unit:
                unit.lock(first)
                both.wait(PATIENCE)
                unit.lock(second)
            return "done"
        except Conflict:
            return "again"

    threads = [Meanwhile(lambda: cross(*ids)), Meanwhile(lambda: cross(*reversed(ids)))]
    assert sorted(thread.end() for thread in threads) == ["again", "done"]
    store.engine.dispose()


def test_a_table_that_is_not_there_is_a_bug_and_not_an_outage(tmp_path: Any) -> None:
    store = SqlStore(make_engine(f"sqlite:///{tmp_path}/empty.db"))
    with pytest.raises(Exception, match="no such table") as raised:
        store.now()
    assert not isinstance(raised.value, Unreachable)
    store.engine.dispose()


def test_the_clock_can_be_moved_on_for_everybody(sql_store: SqlStore) -> None:
    before = sql_store.now()
    sql_store.move_clock(3600)
    with sql_store.unit() as unit:
        assert 3600 <= (unit.now - before).total_seconds() < 3660
        with pytest.raises(RuntimeError):
            sql_store.move_clock(1)
    with pytest.raises(ValueError):
        sql_store.move_clock(-1)
    assert (sql_store.now() - before).total_seconds() >= 3600


def test_a_file_that_another_program_keeps_to_itself_is_unreachable_even_while_connecting(tmp_path: Any) -> None:
    path = tmp_path / "ivr.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE of_another (x)")
    other.execute("BEGIN EXCLUSIVE")
    store = SqlStore(make_engine(f"sqlite:///{path}", Limits(wait=0.1)))
    with pytest.raises(Unreachable):
        store.now()
    with pytest.raises(Unreachable), store.unit():
        pass
    other.close()
    store.engine.dispose()


def test_a_server_that_dies_under_a_unit_hides_neither_what_was_read_nor_what_was_raised(postgresql_url: str) -> None:
    engine = make_engine(postgresql_url, Limits(pool=2))
    store, other = SqlStore(engine), create_engine(postgresql_url)
    on = a_call(store)
    with store.reading() as unit:
        read = unit.get(Call, on.id)
        _let_die(other)
    assert read == on
    with pytest.raises(ZeroDivisionError), store.unit() as unit:
        unit.lock(on.caller_id)
        _let_die(other)
        raise ZeroDivisionError
    with pytest.raises(Unreachable), store.unit() as unit:
        unit.lock(on.caller_id)
        _let_die(other)
        unit.get(Call, on.id)
    with store.reading() as unit:
        assert unit.get(Call, on.id) == on
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    engine.dispose()
    other.dispose()


def _let_die(other: Engine) -> None:
    """Every connection to this database but the one that says so."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with other.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}"))
