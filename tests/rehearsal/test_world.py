"""A world in a box: its time, its people, its carrier; the same seed is the same world to the letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ivr.line.outcomes import Done, Gone, LegReport, LegState, PlaceCall, Placed, Refused
from ivr.promise.callback import State
from ivr.rehearsal.people import Person, Silence
from ivr.rehearsal.world import World
from ivr.simulator.exchange import answers, no_answer
from ivr.switchboard import agents, doors
from ivr.switchboard.rows import Callback, Entry
from tests.switchboard.sample import sample_library

NUMBER = "+12025550100"
MORNING = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""Noon in Dhaka, where the sample shop stands."""


def a_world(seed: int = 0) -> World:
    library = sample_library()
    _, flow = library.flow_for(NUMBER)
    world = World(library.business(), {flow.name: flow}, MORNING, seed)
    agents.add(world.store, "Asha", "+12025550111", ("support",))
    return world


@pytest.fixture
def world() -> World:
    return a_world()


def a_day(world: World) -> None:
    """Nobody comes, the caller is promised a call, and gets it."""
    agents.available(world.store, "Asha")
    asha, nasrin = Person(world, "Asha", "+12025550111"), Person(world, "Nasrin", "+8801712345678")
    asha.behaves(no_answer())
    nasrin.behaves(answers(after=3, leaves=40.0))
    nasrin.rings(NUMBER)
    nasrin.hears("For English")
    nasrin.presses("1")
    nasrin.hears("press 0")
    nasrin.presses("0")
    world.run_for(30)
    nasrin.hangs_up()
    world.run_for(1200)
    asha.behaves(answers(after=2, keys=((1.0, "1"), (60.0, "1")), leaves=90.0))
    world.run_for(3600)


def heard(world: World) -> list[tuple[float, str, str, str]]:
    return [(fact.at, fact.leg, fact.what, fact.text) for fact in world.exchange.facts]


def told(world: World) -> list[Entry]:
    with world.store.reading() as unit:
        return [entry for entry in (unit.get(Entry, id) for id in range(1, 200)) if entry]


def test_the_same_seed_is_the_same_day_to_the_letter() -> None:
    first, second = a_world(seed=7), a_world(seed=7)
    for world in (first, second):
        a_day(world)
    assert heard(first) == heard(second)
    assert told(first) == told(second)
    with first.store.reading() as unit:
        assert unit.get(Callback, 1).state is State.CONNECTED


def test_another_seed_draws_other_ids() -> None:
    first, second = a_world(seed=7), a_world(seed=8)
    for world in (first, second):
        a_day(world)
    with first.store.reading() as here, second.store.reading() as there:
        assert here.get(Callback, 1).public_id != there.get(Callback, 1).public_id


def test_time_stands_where_it_was_told_to_whatever_happened_on_the_way(world: World) -> None:
    a_day(world)
    before = world.now()
    world.run_for(17.5)
    assert world.now() == before + timedelta(seconds=17.5)
    assert world.store.clock() == world.now()


def test_time_never_goes_back(world: World) -> None:
    world.run_for(60)
    world.run_until(MORNING)
    assert world.now() == MORNING + timedelta(seconds=60)
    with pytest.raises(ValueError, match="never goes back"):
        world.exchange.advance(MORNING.timestamp())


def test_whoever_waits_in_vain_says_for_what_and_what_they_heard_instead(world: World) -> None:
    nasrin = Person(world, "Nasrin", "+8801712345678")
    nasrin.rings(NUMBER)
    nasrin.hears("For English")
    with pytest.raises(Silence, match=r"Nasrin waited 5 s for hears 'winning the lottery'; heard last: .*English"):
        nasrin.hears("winning the lottery", within=5)
    assert world.now() - MORNING >= timedelta(seconds=5)


def test_what_was_heard_before_is_not_heard_again(world: World) -> None:
    nasrin = Person(world, "Nasrin", "+8801712345678")
    nasrin.rings(NUMBER)
    nasrin.hears("For English")
    nasrin.presses("1")
    with pytest.raises(Silence):
        nasrin.hears("For English", within=1)


def test_who_is_on_no_line_can_press_nothing(world: World) -> None:
    asha = Person(world, "Asha", "+12025550111")
    for act in (lambda: asha.presses("1"), asha.picks_up, asha.hangs_up):
        with pytest.raises(Silence, match="Asha is not on the phone"):
            act()


def test_a_phone_that_is_never_rung_is_waited_for_in_vain(world: World) -> None:
    with pytest.raises(Silence, match="waited 30 s for rings"):
        Person(world, "Asha", "+12025550111").is_rung(within=30)


def test_the_carrier_of_the_box_says_what_became_of_a_leg(world: World) -> None:
    carrier = world.carrier
    Person(world, "Asha", "+12025550111").behaves(no_answer())
    placed = carrier.place(PlaceCall("+12025550111", NUMBER, doors.brief("x"), doors.leg("x"), 20, 60))
    assert isinstance(placed, Placed)
    (found,) = carrier.find("+12025550111", NUMBER)
    assert found.sid == placed.sid
    assert isinstance(carrier.place(PlaceCall("nonsense", NUMBER, doors.brief("x"), doors.leg("x"), 20, 60)), Refused)
    assert [carrier.end(placed.sid), carrier.end(placed.sid)] == [Done(), Done()]
    said = carrier.fetch(placed.sid)
    assert isinstance(said, LegReport) and said.state is LegState.ENDED
    assert [carrier.fetch("CA" + "0" * 32), carrier.end("CA" + "0" * 32)] == [Gone(), Gone()]
    assert carrier.children(placed.sid) == ()
    assert carrier.close_queue("QU" + "0" * 32) == Done()
