"""The months of the turns on PostgreSQL: made ahead, dropped whole, and no turn is refused for want of one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from ivr.store.retention import purge
from ivr.store.sql import months, schema
from ivr.store.sql.engine import make_engine
from ivr.store.sql.months import Month, Parts
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict, Held
from ivr.switchboard.rows import Turn
from tests.store import samples

MONTH = timedelta(days=31)


@pytest.fixture
def store(postgresql_url: str) -> Iterator[SqlStore]:
    engine = make_engine(postgresql_url)
    yield SqlStore(engine)
    engine.dispose()


def said(store: SqlStore, leg: str, at: datetime, n: int = 1) -> Turn:
    with store.unit() as unit:
        return unit.insert(Turn(0, leg, n, "said", "[]", at))


def where(store: SqlStore) -> dict[str, str]:
    """In which part each leg's turn stands."""
    with store.engine.connect() as on:
        found = on.execute(text("SELECT leg, tableoid::regclass::text AS part FROM turns"))
        return {row.leg: row.part for row in found}


def names(store: SqlStore) -> set[str]:
    with store.reading() as unit:
        return set(months.parts(unit).ends)


def test_a_month_is_counted_on_over_the_year() -> None:
    assert Month(2026, 11).later(2) == Month(2027, 1) and Month(2026, 1).later(-1) == Month(2025, 12)
    assert Month(2026, 12).part == "turns_2026_12"
    assert months.of(datetime.fromisoformat("2026-12-01T05:59+06:00")) == Month(2026, 11), "in UTC"


def test_what_is_said_now_and_next_month_has_a_part_from_the_start(store: SqlStore) -> None:
    this = months.of(store.now())
    said(store, "this", this.begins), said(store, "next", this.later(1).begins)
    said(store, "long ago", this.begins - timedelta(microseconds=1)), said(store, "some day", this.later(2).begins)
    rest = dict.fromkeys(("long ago", "some day"), "turns_rest")
    assert where(store) == {"this": this.part, "next": this.later(1).part} | rest


def test_the_purge_makes_the_months_that_come(store: SqlStore) -> None:
    this = months.of(store.now())
    for _ in range(3):
        store.move_clock((months.of(store.now()).later(1).begins - store.now()).total_seconds() + 3600)
        said(store, f"at {store.now()}", store.now())
        purge(store)
    assert sorted(where(store).values()) == [this.later(number).part for number in (1, 2, 3)]
    assert this.later(4).part in names(store)


def test_where_the_purge_was_away_the_rest_has_it_and_it_goes_on_with_the_next_month(store: SqlStore) -> None:
    this = months.of(store.now())
    store.move_clock((this.later(6).begins - store.now()).total_seconds() + 3600)
    lost = said(store, "unforeseen", store.now())
    said(store, "and ahead", this.later(7).begins)
    purge(store)
    with store.unit() as unit:
        assert unit.one(Turn, leg="unforeseen", n=1) == lost
    assert this.later(7).part not in names(store), "the rest has turns of it"
    store.move_clock((this.later(7).begins - store.now()).total_seconds() + 3600)
    purge(store)
    said(store, "on time", this.later(8).begins)
    assert where(store) == {"unforeseen": "turns_rest", "and ahead": "turns_rest", "on time": this.later(8).part}


def test_a_month_goes_whole_once_its_last_moment_is_old(store: SqlStore) -> None:
    this = months.of(store.now())
    last = this.later(1).begins - timedelta(seconds=1)
    said(store, "first", this.begins), said(store, "last", last), said(store, "next", this.later(1).begins)
    store.move_clock((last + timedelta(days=90) - store.now()).total_seconds())
    assert purge(store)[this.part] == 0 and len(where(store)) == 3
    store.move_clock(2.0)
    assert purge(store)[this.part] == 1
    assert where(store) == {"next": this.later(1).part} and this.part not in names(store)


def test_what_stands_in_no_month_goes_row_by_row(store: SqlStore) -> None:
    now = store.now()
    said(store, "old", now - timedelta(days=91)), said(store, "young", months.of(now).begins - timedelta(hours=1))
    assert purge(store)["turns"] == 1 and set(where(store)) == {"young"}


def test_whoever_reads_for_long_keeps_a_month_and_nobody_waits_for_it(store: SqlStore) -> None:
    this = months.of(store.now())
    said(store, "old", this.begins)
    store.move_clock((this.later(1).begins + timedelta(days=91) - store.now()).total_seconds())
    with store.engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM turns")).scalar_one()
        assert purge(store)[this.part] == 0
        said(store, "meanwhile", store.now())
    assert purge(store)[this.part] == 1


def test_a_turn_is_answered_once_in_its_month(store: SqlStore) -> None:
    at = store.now()
    said(store, "leg", at)
    with pytest.raises(Conflict):
        said(store, "leg", at + timedelta(microseconds=1))


def test_parts_say_which_months_are_missing() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert Parts({}).missing(now) == (), "one table"
    whole = Parts({"turns_before_2026_11": Month(2026, 11), "turns_2026_11": Month(2026, 12), "turns_rest": None})
    assert whole.missing(now) == (Month(2026, 12),)
    full = Parts({"turns_before_2027_01": Month(2027, 1), "turns_rest": None})
    assert full.missing(now) == () and full.missing(now + MONTH) == (Month(2027, 1),)
    assert whole.old(datetime(2026, 12, 1, tzinfo=UTC)) == ("turns_2026_11", "turns_before_2026_11")


def test_a_table_that_is_full_becomes_the_first_part_and_no_row_is_written_anew(
    store: SqlStore, postgresql_url: str
) -> None:
    schema.downgrade(postgresql_url, "0011")
    with store.unit() as unit:
        on = samples.call(unit, samples.caller(unit))
        before = [samples.turn(unit, on, n) for n in range(1, 6)]
        before.append(unit.insert(replace(before[0], leg="young", at=unit.now)))
    files = place(store.engine, "turns")
    schema.upgrade(postgresql_url)
    first = months.of(store.now()).later(2)
    assert place(store.engine, f"turns_before_{first.part[6:]}") == files
    with store.unit() as unit:
        assert list(unit.many(Turn, leg=on.public_id)) == before[:5]
        assert unit.insert(replace(before[0], leg="after")).id == before[-1].id + 1
    assert set(names(store)) == {f"turns_before_{first.part[6:]}", "turns_rest"}
    schema.downgrade(postgresql_url, "0011")
    assert set(where(store).values()) == {"turns"} and len(where(store)) == 3


def test_turns_are_written_while_it_happens(store: SqlStore, postgresql_url: str) -> None:
    schema.downgrade(postgresql_url, "0011")
    said(store, "first", store.now())
    over = threading.Event()
    with ThreadPoolExecutor() as pool:
        caller = pool.submit(goes_on, store, over)
        schema.upgrade(postgresql_url)
        over.set()
        written = caller.result(40)
    assert set(where(store)) == {"first", *written} and len(written) > 1


def goes_on(store: SqlStore, over: threading.Event) -> list[str]:
    """A caller who keys something again and again; whoever stands behind a lock for too long asks again."""
    written: list[str] = []
    while not over.wait(0.005) or len(written) < 2:
        with suppress(Held):
            said(store, leg := f"leg {len(written)}", store.now())
            written.append(leg)
    return written


def place(engine: Engine, table: str) -> int:
    """The file in which a table's rows are: another one as soon as they are written anew."""
    with engine.connect() as on:
        return int(on.execute(text(f"SELECT pg_relation_filenode('{table}')")).scalar_one())
