"""The figures say what the audit says, and what there is to do, without naming anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.promise import callback, transfer
from ivr.reports.equation.audit import audit
from ivr.reports.shop import figures
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard import agents, pulses
from ivr.switchboard.rows import Fate
from tests.api.worlds import SqlWorld, owed, served
from tests.store import samples

PERIOD = timedelta(seconds=2)


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    engine = make_engine(database_url)
    yield SqlStore(engine)
    engine.dispose()


def read(store: SqlStore) -> dict[str, float]:
    """By name, with the label behind a colon."""
    found = figures.gather(store, PERIOD)
    shown = {f"{one.name}:{one.label[1]}" if one.label else one.name: one.value for one in found}
    assert len(shown) == len(found), "each figure once"
    assert {one.name for one in found} <= set(figures.MEANING)
    return shown


def test_of_an_empty_house_everything_is_zero(store: SqlStore) -> None:
    found = read(store)
    assert set(found.values()) == {0}
    fates = {"waiting", "served", "callback_open", "callback_final", "waived"}
    assert {name for name in found if name.startswith("obligations:")} == {f"obligations:{fate}" for fate in fates}
    open_states = {state for state in callback.State if state not in callback.FINAL}
    assert {f"callbacks:{state}" for state in open_states} <= set(found)


def test_they_say_what_the_audit_says(store: SqlStore) -> None:
    world = SqlWorld(store)
    served(world)
    owed(world, "+8801812345678")
    agents.away(store, "Asha")
    found, books = read(store), audit(store)
    told = [found[f"obligations:{fate}"] for fate in ("waiting", "served", "callback_open", "callback_final", "waived")]
    assert told == [books.waiting, books.served, books.open, books.final, books.waived] == [0, 1, 1, 0, 0]
    assert sum(value for name, value in found.items() if name.startswith("callbacks:")) == 1


def test_what_is_overdue_late_and_told_is_counted(store: SqlStore) -> None:
    with store.unit() as unit:
        who = samples.caller(unit)
        row = samples.callback_row(unit, who, deadline=unit.now, promised_by=unit.now, escalated=True)
        samples.obligation(unit, who, fate=Fate.CALLBACK, callback_id=row.id)
        samples.transfer_row(unit, samples.caller(unit), state=transfer.State.WAITING)
        samples.task(unit, reason="escalated"), samples.task(unit, reason="review")
        done = samples.task(unit, reason="review")
        unit.save(replace(done, done_at=unit.now, deadline=None))
        samples.message(unit)
    store.move_clock(30)
    found = read(store)
    assert (found["overdue"], found["late"], found["escalated"]) == (1, 1, 1)
    assert 30 <= found["oldest_deadline_seconds"] < 40
    assert found[f"transfers:{transfer.State.WAITING}"] == 1
    assert (found["tasks:escalated"], found["tasks:review"], found["messages"]) == (1, 1, 1)


def test_agents_are_counted_by_team_as_far_as_they_can_be_asked(store: SqlStore) -> None:
    people = (("Asha", "support"), ("Babul", "support"), ("Chitra", "sales"), ("Dipa", "support"))
    for number, (name, team) in enumerate(people):
        agents.add(store, name, f"+1202555010{number}", (team,))
        agents.available(store, name)
    agents.away(store, "Chitra")
    with store.unit() as unit:
        by_name = {one.name: one for one in unit.free_agents("support")}
        unit.save(replace(by_name["Babul"], cool_off_until=unit.now + timedelta(minutes=10)))
        unit.save(replace(by_name["Dipa"], wrap_up_until=unit.now + timedelta(minutes=20)))
    found = read(store)
    assert (found["agents_available:support"], found["agents_available:sales"]) == (1, 0)
    store.move_clock(601)
    assert read(store)["agents_available:support"] == 2


def test_what_passed_last_is_told_by_its_age(store: SqlStore) -> None:
    pulses.beat(store, pulses.SWEEP)
    pulses.beat(store, pulses.RECONCILE, 3)
    store.move_clock(20)
    found = read(store)
    assert 20 <= found["pass_age_seconds:sweep"] < 30 and found["amiss:sweep"] == 0
    assert found["amiss:reconcile"] == 3
