"""Two at once, a database that is slow or away: who wins, who waits, and who is told so."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ivr.store.sql.engine import Limits, make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict, Unit, work
from ivr.switchboard.rows import Call, Caller
from tests.store import samples
from tests.store.meanwhile import PATIENCE, Meanwhile


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


def test_two_programs_that_write_one_row_of_a_file_take_turns(sqlite_url: str) -> None:
    """A transaction that begins by reading and then writes fails at once where another one wrote meanwhile."""
    stores = [SqlStore(make_engine(sqlite_url, Limits(wait=PATIENCE))) for _ in range(2)]
    on = a_call(stores[0], turn=0)

    def count(store: SqlStore) -> None:
        for _ in range(25):
            with store.unit() as unit:
                locked = unit.lock_call(on.public_id, 0)
                assert locked
                time.sleep(0.001)
                unit.save(replace(locked.call, turn=locked.call.turn + 1))

    for thread in [Meanwhile(lambda store=store: count(store)) for store in stores]:  # type: ignore[misc]
        thread.end()
    with stores[0].reading() as unit:
        found = unit.get(Call, on.id)
        assert found and found.turn == 50
    for store in stores:
        store.engine.dispose()


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
