"""Two at once, a database that is slow or away: who wins, who waits, and who is told so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from ivr.store.engine import Limits, make_engine
from ivr.store.sql import SqlStore
from ivr.switchboard.ports import Conflict, Unit, Unreachable, work
from ivr.switchboard.rows import Call, Caller
from tests.store import samples

PATIENCE = 10.0


class Meanwhile:
    """Something done in another thread; `end()` gives its result or raises its exception."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._result: Any = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(act,), daemon=True)
        self._thread.start()

    def _run(self, act: Callable[[], Any]) -> None:
        try:
            self._result = act()
        except BaseException as error:
            self._error = error

    def end(self) -> Any:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        if self._error is not None:
            raise self._error
        return self._result


@pytest.fixture
def impatient(database_url: str) -> Iterator[SqlStore]:
    engine = make_engine(database_url, Limits(wait=0.2, statement=0.2, pool=2))
    yield SqlStore(engine, wait=0.2)
    engine.dispose()


def a_call(store: SqlStore, **fields: Any) -> Call:
    with store.unit() as unit:
        return samples.call(unit, samples.caller(unit), **fields)


def test_nothing_is_lost_between_threads_that_write_one_row(sql_store: SqlStore) -> None:
    on = a_call(sql_store, turn=0)

    def count() -> None:
        for _ in range(20):
            with sql_store.unit() as unit:
                locked = unit.lock_call(on.public_id, 0)
                assert locked
                unit.save(replace(locked.call, turn=locked.call.turn + 1))

    for thread in [Meanwhile(count) for _ in range(4)]:
        thread.end()
    with sql_store.reading() as unit:
        found = unit.get(Call, on.id)
        assert found and (found.turn, found.fence) == (80, 80)


def test_who_waited_for_a_lock_hears_the_answer_that_was_given_meanwhile(sql_store: SqlStore) -> None:
    on = a_call(sql_store, turn=1)
    inside, go = threading.Event(), threading.Event()

    def first() -> None:
        with sql_store.unit() as unit:
            locked = unit.lock_call(on.public_id, 1)
            assert locked and locked.answer is None
            inside.set()
            go.wait(PATIENCE)
            samples.turn(unit, on, 1, "good morning")
            unit.save(replace(locked.call, turn=2))

    def second() -> Any:
        with sql_store.unit() as unit:
            return unit.lock_call(on.public_id, 1)

    one = Meanwhile(first)
    assert inside.wait(PATIENCE)
    two = Meanwhile(second)
    time.sleep(0.1)
    go.set()
    one.end()
    locked = two.end()
    assert locked.call.turn == 2 and locked.answer == "good morning"


def test_two_that_insert_the_same_are_one_and_a_conflict_and_doing_it_again_is_right(sql_store: SqlStore) -> None:
    both = threading.Barrier(2)

    def meet(unit: Unit) -> Caller:
        known = unit.one(Caller, number="+12025550100")
        if known is not None:
            return known
        if sql_store.engine.dialect.name != "sqlite":
            with suppress(threading.BrokenBarrierError):
                both.wait(1.0)
        return unit.insert(Caller(0, "+12025550100"))

    threads = [Meanwhile(lambda: work(sql_store, meet)) for _ in range(2)]
    assert threads[0].end() == threads[1].end()


def test_two_workers_who_ask_one_agent_are_one_who_asks(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        samples.agent(unit)
        rows = [samples.transfer_row(unit, samples.caller(unit)) for _ in range(2)]

    def ask(row: Any) -> bool:
        try:
            with sql_store.unit() as unit:
                unit.lock(row.caller_id)
                for agent in unit.free_agents("support"):
                    samples.offer_row(unit, agent, row)
                    return True
        except Conflict:
            pass
        return False

    asked = [Meanwhile(lambda row=row: ask(row)) for row in rows]  # type: ignore[misc]
    assert sorted(one.end() for one in asked) == [False, True]


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
    with pytest.raises(Unreachable), impatient.unit() as unit:
        unit.lock_call(on.public_id, 1)
    assert time.monotonic() - began < 1.0
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
        for ask in (store.now, lambda store=store: store.due(Call, 1), lambda store=store: store.unit().__enter__()):
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
        unit.read(text("SELECT pg_terminate_backend(pg_backend_pid())"))
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
