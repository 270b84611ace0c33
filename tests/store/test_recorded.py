"""A turn is kept in one step with where it leaves the call: both or neither, in every store, and in few statements."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from ivr.store.memory.store import MemoryStore
from ivr.store.sql import schema
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict, Fenced, Unit
from ivr.switchboard.rows import Call, Caller, CallState, Entry, Turn
from tests.store import samples

AnyStore = MemoryStore | SqlStore


@pytest.fixture
def on(store: AnyStore) -> Call:
    """A call that waits for its first turn."""
    with store.unit() as unit:
        return samples.call(unit, samples.caller(unit), turn=1)


def told(unit: Unit, call: Call, n: int) -> Turn:
    return Turn(0, call.public_id, n, "[বলা]", '[{"kind":"Entered"}]', unit.now)


def test_the_call_goes_on_and_the_turn_is_kept(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        locked = unit.lock_call(on.public_id, 1)
        assert locked
        moved = unit.record(replace(locked.call, turn=2, position="the menu", topic="bills"), told(unit, on, 1))
        assert moved.fence == on.fence + 1
    with store.reading() as unit:
        assert unit.get(Call, on.id) == moved
        kept = unit.one(Turn, leg=on.public_id, n=1)
        assert kept and kept == replace(told(unit, on, 1), id=kept.id, at=kept.at)


def test_over_a_call_that_was_changed_meanwhile_nothing_is_kept(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        unit.save(replace(on, topic="delivery"))
    with pytest.raises(Fenced), store.unit() as unit:
        unit.record(replace(on, turn=2), told(unit, on, 1))
    with store.reading() as unit:
        assert unit.one(Turn, leg=on.public_id, n=1) is None


def test_a_turn_is_kept_once(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        on = unit.record(replace(on, turn=2), told(unit, on, 1))
    with pytest.raises(Conflict), store.unit() as unit:
        unit.record(replace(on, turn=3), told(unit, on, 1))
    with store.reading() as unit:
        assert unit.get(Call, on.id) == on


def test_a_call_that_ends_by_it_is_told_of(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        unit.lock_call(on.public_id, 1)
        unit.record(replace(on, turn=2, state=CallState.ENDED, deadline=None), told(unit, on, 1))
    with store.reading() as unit:
        lines = unit.many(Entry, entity="call", entity_id=on.id)
    assert [(line.from_state, line.to_state) for line in lines] == [("", "live"), ("live", "ended")]


def sent_by(store: SqlStore) -> list[str]:
    """The statements that it sends from here on."""
    sent: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    return sent


def test_what_a_turn_leaves_as_it_was_is_not_written(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        on = samples.call(unit, samples.caller(unit), turn=1)
    sent = sent_by(sql_store)
    with sql_store.unit() as unit:
        locked = unit.lock_call(on.public_id, 1)
        assert locked
        unit.record(replace(locked.call, turn=2, position="the menu"), told(unit, on, 1))
    (update,) = [text for text in sent if "UPDATE calls" in text]
    written = re.findall(r"(\w+)\s*=", update.partition(" SET ")[2].partition(" WHERE ")[0])
    assert sorted(written) == ["fence", "position", "turn"], "an index that learns nothing new is written all the same"


def test_all_of_a_row_is_written_where_the_unit_has_not_read_it(sql_store: SqlStore) -> None:
    """Of a kind whose life nobody tells: of all others the state before is read anyway."""
    with sql_store.unit() as unit:
        person = samples.caller(unit)
    with sql_store.unit() as unit:
        saved = unit.save(replace(person, name="Nila", language="bn"))
    with sql_store.reading() as unit:
        assert unit.get(Caller, person.id) == saved
    assert (saved.name, saved.language, saved.fence) == ("Nila", "bn", person.fence + 1)


def test_the_pages_of_one_turn_are_few_and_known_already(tmp_path: Path) -> None:
    """SQLite: three are written, and none is read again, for the connection that wrote last writes next."""
    store = SqlStore(make_engine(f"sqlite:///{tmp_path}/ivr.db"))
    schema.create(store.engine)
    with store.unit() as unit, store.reading() as beside:
        assert beside.now
        call = samples.call(unit, samples.caller(unit), turn=0)
    drivers: list[object] = []
    event.listen(store.engine, "checkout", lambda driver, record, proxy: drivers.append(driver))
    for n in range(4):
        written_before = written(tmp_path)
        with store.unit() as unit:
            locked = unit.lock_call(call.public_id, n)
            assert locked
            unit.record(replace(locked.call, turn=n + 1, position="the menu"), told(unit, call, n))
    assert written(tmp_path) - written_before == 3
    assert len(drivers) == 4 and len(set(map(id, drivers))) == 1
    store.engine.dispose()


def written(folder: Path) -> float:
    """The pages in SQLite's log, by its file format: a head of 32 bytes, and one of 24 before each page."""
    return ((folder / "ivr.db-wal").stat().st_size - 32) / (4096 + 24)


def test_what_is_written_is_heard_of_in_one_order(store: AnyStore, on: Call) -> None:
    heard: list[str] = []
    store.written = lambda row: heard.append(type(row).__name__)
    with store.unit() as unit:
        unit.record(replace(on, turn=2), told(unit, on, 1))
    assert heard == ["Call", "Turn"]


def test_a_unit_that_only_reads_keeps_none(store: AnyStore, on: Call) -> None:
    with pytest.raises(RuntimeError), store.reading() as unit:
        unit.record(replace(on, turn=2), told(unit, on, 1))
