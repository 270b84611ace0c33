"""A door has so many seconds in all: whatever the database does, who asks it knows by then."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from ivr.store.sql.engine import Limits, make_engine
from ivr.store.sql.haste import left, within
from ivr.store.sql.refusals import meaning
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Held, Unit, Unreachable, work
from ivr.switchboard.rows import Call, Caller
from tests.quickest import quickest
from tests.scenarios.outage import Proxy
from tests.store import samples
from tests.store.meanwhile import PATIENCE, Meanwhile


def is_refused_in(
    least: float,
    most: float,
    act: Callable[[], object],
    haste: float | None = None,
    why: type[Unreachable] = Unreachable,
) -> None:
    """Whoever asks is told that it cannot be, after so many real seconds at least, and at most. `haste`: in how many it
    asks to know."""

    def asks() -> None:
        with pytest.raises(why), within(haste) if haste else nullcontext():
            act()

    assert least <= quickest(most, asks) <= most


def begins(store: SqlStore) -> None:
    """A unit of work in which nothing is done."""
    with store.unit():
        pass


@pytest.fixture
def store(postgresql_url: str) -> Iterator[SqlStore]:
    """As the web has it."""
    engine = make_engine(postgresql_url)
    yield SqlStore(engine)
    engine.dispose()


def test_who_is_not_in_haste_has_all_the_time_and_who_is_has_what_is_left() -> None:
    assert left(7.0) == 7.0
    with within(0.5):
        assert left(7.0) <= 0.5 and left(0.1) == 0.1
        with within(3.0):
            assert left(7.0) <= 0.5, "never longer than somebody around it allows"
        with within(0.0):
            assert left(7.0) == 0.0
        assert 0.4 < left(7.0) <= 0.5
    assert left(7.0) == 7.0


def test_haste_is_of_one_thread() -> None:
    with within(0.1):
        assert Meanwhile(lambda: left(7.0)).end() == 7.0


def test_many_quick_statements_are_slow_in_all(store: SqlStore) -> None:
    """None of them takes a second; together they would take five."""

    def asks() -> None:
        with store.unit() as unit:
            for _ in range(20):
                unit.run(text("SELECT pg_sleep(0.25)"))

    is_refused_in(0.9, 2.0, asks, haste=1.0)
    with store.unit() as unit:
        assert samples.caller(unit)


def test_a_server_that_lets_nobody_in_is_given_up_in_a_second() -> None:
    """It takes the connection, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = make_engine(f"postgresql+psycopg://ivr@127.0.0.1:{silent.getsockname()[1]}/ivr")
        is_refused_in(0.9, 2.0, lambda: begins(SqlStore(engine)))
        is_refused_in(0.2, 1.0, lambda: begins(SqlStore(engine)), haste=0.3)
        engine.dispose()


def test_a_slow_line_is_given_up_in_time(postgresql_url: str) -> None:
    way = Proxy(postgresql_url)
    store = SqlStore(make_engine(way.url))
    assert store.now()
    way.slow(0.4)

    def asks() -> None:
        with store.unit() as unit:
            for _ in range(20):
                unit.many(Call, caller_id=1)

    is_refused_in(0.9, 2.0, asks, haste=1.0)
    way.mend()
    assert store.now()
    store.engine.dispose()
    way.close()


def test_another_program_that_writes_a_file_is_waited_for_as_long_as_there_is_time(sqlite_url: str) -> None:
    store = SqlStore(make_engine(sqlite_url))
    other = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)
    with store.unit() as unit:
        samples.caller(unit)
    other.execute("BEGIN IMMEDIATE")
    is_refused_in(0.2, 1.0, lambda: begins(store), haste=0.3)
    is_refused_in(0.9, 2.0, lambda: begins(store))
    other.close()
    store.engine.dispose()


def two_who_need_each_other(store: SqlStore, tries: int) -> list[str]:
    """Two callers of whom each keyed the other's number, at the same moment: each locks the own row first."""
    with store.unit() as unit:
        ids = [samples.caller(unit).id for _ in range(2)]
    both = threading.Barrier(2)

    def keyed(own: int, other: int) -> str:
        met: list[bool] = []

        def agree(unit: Unit) -> None:
            unit.lock(own)
            if not met:
                met.append(True)
                both.wait(PATIENCE)
            unit.lock(other)

        try:
            with within(1.5):
                work(store, agree, tries=tries)
        except Held:
            return "apology"
        return "answered"

    threads = [Meanwhile(lambda: keyed(*ids)), Meanwhile(lambda: keyed(*reversed(ids)))]
    return sorted(thread.end() for thread in threads)


def test_two_callers_who_key_each_others_number_are_both_answered_in_time(store: SqlStore) -> None:
    outcomes = []
    for _ in range(3):
        assert quickest(2.0, lambda: outcomes.append(two_who_need_each_other(store, tries=4))) <= 2.0
    assert outcomes.count(["answered", "answered"]) >= 3


def test_without_a_second_try_one_of_them_would_hear_an_apology(store: SqlStore) -> None:
    assert "apology" in two_who_need_each_other(store, tries=1)


def test_who_is_held_for_long_is_told_so_after_the_second_try(store: SqlStore) -> None:
    """And it is not taken for a database that is away: that would keep everybody out."""
    with store.unit() as unit:
        on = samples.caller(unit)
    inside, go = threading.Event(), threading.Event()

    def hold() -> None:
        with store.unit() as unit:
            unit.lock(on.id)
            inside.set()
            go.wait(PATIENCE)

    one = Meanwhile(hold)
    assert inside.wait(PATIENCE)
    is_refused_in(0.85, 2.0, lambda: work(store, lambda unit: unit.lock(on.id)), haste=1.5, why=Held)
    go.set()
    one.end()


def test_a_full_disk_is_a_database_that_is_away(tmp_path: Path, sqlite_url: str) -> None:
    store = SqlStore(make_engine(sqlite_url, Limits(pool=1)))
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Unreachable, match="full"), store.unit() as unit:
        for _ in range(50):
            samples.message(unit, text="x" * 5000)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
    with store.unit() as unit:
        assert samples.message(unit)
    store.engine.dispose()


def test_a_full_disk_of_postgresql_is_one_too() -> None:
    full = OperationalError("INSERT", None, psycopg.errors.DiskFull("no space left on device"))
    assert isinstance(meaning(full), Unreachable)


@pytest.mark.parametrize("setting", ["SET default_transaction_read_only = on", "PRAGMA query_only = ON"])
def test_a_database_that_only_reads_is_one_too(request: pytest.FixtureRequest, setting: str) -> None:
    url = request.getfixturevalue("sqlite_url" if setting.startswith("PRAGMA") else "postgresql_url")
    store = SqlStore(make_engine(url, Limits(pool=1)))
    with store.engine.connect() as connection:
        connection.exec_driver_sql(setting)
        connection.commit()
    with pytest.raises(Unreachable), store.unit() as unit:
        unit.insert(Caller(0, None))
    assert store.now()
    store.engine.dispose()
