"""The call log says which keys lead where, and how often callers pressed them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from ivr.reports.shop.presses import presses
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Turn
from tests.store import samples


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    engine = make_engine(database_url)
    yield SqlStore(engine)
    engine.dispose()


def pressed(unit: Unit, on: Call, n: int, keys: str, meaning: str) -> None:
    events = [{"kind": "Silent", "node": "main"}, {"kind": "Pressed", "node": "main", "keys": keys, "meaning": meaning}]
    unit.insert(Turn(0, on.public_id, n, "said", json.dumps(events, separators=(",", ":")), unit.now))


def test_presses_are_counted_by_flow_node_key_and_where_it_led(store: SqlStore) -> None:
    with store.unit() as unit:
        flow = samples.published(unit, kind="flow", name="main")
        call = samples.call(unit, samples.caller(unit), flow=flow.id)
        samples.turn(unit, call, 1)
        pressed(unit, call, 2, "1", "person")
        pressed(unit, call, 3, "1#", "person")
        pressed(unit, call, 4, "9", "no_match")
        other = samples.call(unit, samples.caller(unit), flow=flow.id)
        pressed(unit, other, 1, "2", "bills")
    with store.reading() as unit:
        assert presses(unit) == {
            ("main", "main", "1", "person"): 2,
            ("main", "main", "9", "no_match"): 1,
            ("main", "main", "2", "bills"): 1,
        }
