"""Whose phone is never rung: toll fraud, our own people, emergency numbers; and too many rings wait, and are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr import phone
from ivr.authoring.folder import load_folder
from ivr.line.inputs import Ring
from ivr.promise.callback import State
from ivr.rehearsal.people import Person
from ivr.rehearsal.world import World
from ivr.simulator.exchange import answers
from ivr.switchboard import agents, rescue
from ivr.switchboard.rows import Callback, Caller, CustomerLeg, Entry, Message, Task
from tests.paths import ROOT

NUMBER = "+12025550100"
ASHA = "+12025550111"
MONDAY_NOON = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""In Dhaka, where the sample shop stands."""


@pytest.fixture
def world() -> World:
    found = load_folder(ROOT / "callflows")
    assert found.business is not None
    made = World(found.business, {flow.name: flow for flow in found.flows}, MONDAY_NOON)
    agents.add(made.store, "Asha", ASHA, ("support",))
    agents.available(made.store, "Asha")
    asha = Person(made, "Asha", ASHA)
    asha.behaves(answers(after=2, keys=((1.0, "1"), (50.0, "1")), leaves=60.0))
    return made


def missed(world: World, sid: int, number: str) -> None:
    """A call from this number that got no service."""
    rescue.missed(world.board, Ring(f"CA{sid:032}", phone.caller_number(number), NUMBER))


def rung(world: World) -> list[str]:
    """The numbers of customers that were ever rung."""
    legs = {fact.leg for fact in world.exchange.facts if fact.what in ("created", "rings")}
    return [leg.number for leg in map(world.exchange.leg, sorted(legs)) if leg.direction == "outbound-dial"]


def costly() -> Iterator[str]:
    """Numbers by whose ringing somebody earns: premium, shared cost, satellites, countries where we do not call."""
    for n in range(400):
        yield f"+1900555{n:04}"
        yield f"+44909879{n:04}"
        yield f"+88162{n:07}"
        yield f"+371900{n:05}"
        yield f"+9607{n:06}"


def test_two_thousand_requests_over_costly_ranges_ring_nobody(world: World) -> None:
    numbers = list(costly())
    assert len({*numbers}) == 2000
    assert sum(phone.caller_number(number) is not None for number in numbers) > 1500
    for n, number in enumerate(numbers):
        missed(world, n, number)
    Person(world, "Nasrin", "+8801712345678").behaves(answers(after=1, leaves=30.0))
    missed(world, 5000, "+8801712345678")
    world.run_for(2 * 24 * 3600)
    assert rung(world) == ["+8801712345678"]
    with world.store.reading() as unit:
        states = Counter(row.state for row in unit.many(Callback, state=tuple(State)))
        named = list(unit.many(Callback, state=State.BARRED))
        reasons = Counter(unit.many(Entry, entity="callback", entity_id=row.id)[-1].cause for row in named)
    assert states[State.BARRED] > 1500 and states[State.CONNECTED] == 1
    assert set(reasons) == {"bar: premium", "bar: satellite", "bar: country"}


def test_our_own_people_and_numbers_are_no_customers(world: World) -> None:
    for n, number in enumerate((ASHA, NUMBER)):
        missed(world, n, number)
    world.run_for(3600)
    with world.store.reading() as unit:
        rows = unit.many(Callback, state=State.BARRED)
        causes = [unit.many(Entry, entity="callback", entity_id=row.id)[-1].cause for row in rows]
    assert causes == ["bar: agent", "bar: own"] and not rung(world)


def test_a_caller_who_is_marked_as_not_to_be_called_is_not_and_the_ledger_says_why(world: World) -> None:
    with world.store.unit() as unit:
        unit.insert(Caller(0, "+8801712345678", do_not_call=True))
    missed(world, 1, "+8801712345678")
    world.run_for(3600)
    with world.store.reading() as unit:
        (row,) = unit.many(Callback, state=State.BARRED)
        assert unit.many(Entry, entity="callback", entity_id=row.id)[-1].cause == "bar: do_not_call"
    assert not rung(world)


def test_a_number_that_became_an_agents_is_not_rung_although_it_was_promised(world: World) -> None:
    agents.away(world.store, "Asha")
    missed(world, 1, "+8801712345678")
    world.run_for(60)
    agents.add(world.store, "Nasrin", "+8801712345678", ("repairs",))
    agents.available(world.store, "Asha")
    world.run_for(3600)
    with world.store.reading() as unit:
        assert len(unit.many(Callback, state=State.BARRED)) == 1
    assert not rung(world)


def test_the_last_look_is_after_the_agents_yes(world: World) -> None:
    missed(world, 1, "+8801712345678")
    world.run_for(3)
    with world.store.reading() as unit:
        assert unit.many(Callback, state=State.OFFERED)
    agents.add(world.store, "Nasrin", "+8801712345678", ("repairs",))
    world.run_for(3600)
    with world.store.reading() as unit:
        assert len(unit.many(Callback, state=State.BARRED)) == 1
    assert not rung(world)


def test_who_shows_a_costly_number_is_asked_for_another_one_and_is_promised_nothing_for_it(world: World) -> None:
    agents.away(world.store, "Asha")
    caller = Person(world, "Mallory", "+19005550123")
    caller.rings(NUMBER)
    caller.hears("For English")
    caller.presses("1")
    caller.hears("press 0")
    caller.presses("0")
    caller.hears("On which number")
    caller.presses("19005550124#")
    caller.hears("cannot call")
    caller.hangs_up()
    world.run_for(24 * 3600)
    assert not rung(world)


def test_too_many_rings_in_one_block_of_numbers_wait_and_the_owner_hears_of_it(world: World) -> None:
    numbers = [f"+88017123456{n:02}" for n in range(30)]
    for number in numbers:
        Person(world, "somebody", number).behaves(answers(after=1, leaves=30.0))
    for n, number in enumerate(numbers):
        missed(world, n, number)
    world.run_for(3600)
    assert world.board.rules.rings_an_hour == 20
    assert len(rung(world)) == 20
    with world.store.reading() as unit:
        tasks = [task for task in (unit.get(Task, id) for id in range(1, 40)) if task and task.reason == "too_many"]
        texts = [unit.get(Message, id) for id in range(1, 40)]
    assert 1 <= len(tasks) <= 2
    told = [text.text for text in texts if text and text.key.startswith("too_many")]
    assert told and not any(number in text for text in told for number in numbers)
    world.run_for(6 * 3600)
    assert {*rung(world)} == {*numbers}
    with world.store.reading() as unit:
        assert {row.state for row in unit.many(Callback, state=tuple(State))} == {State.CONNECTED}


def test_the_sum_of_a_day_can_be_limited_too(world: World) -> None:
    world.board = replace(world.board, rules=replace(world.board.rules, rings_a_day=2, rings_an_hour=None))
    numbers = [f"+8801{n}12345678" for n in range(3, 10)]
    for n, number in enumerate(numbers):
        Person(world, "somebody", number).behaves(answers(after=1, leaves=30.0))
        missed(world, n, number)
    world.run_for(6 * 3600)
    assert len(rung(world)) == 2
    with world.store.reading() as unit:
        first = min(leg.placed_at for leg in (unit.get(CustomerLeg, id) for id in (1, 2)) if leg)
    assert world.now() - first < timedelta(days=1)
