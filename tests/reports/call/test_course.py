"""A call as people look at it: its steps, its time, who was asked; and the list in which it is found again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.promise.callback import State as Owed
from ivr.promise.offer import State as Asking
from ivr.promise.transfer import State
from ivr.reports.call import course, recent, stretches
from ivr.reports.call.recent import Came, Sought
from ivr.reports.call.steps import Line
from ivr.reports.call.stretches import Spent
from ivr.reports.caller import stories
from ivr.store.sql.store import SqlStore
from ivr.switchboard.rows import Fate, RecordingState
from tests.api.worlds import NASRIN, SqlWorld, an_agent, asks_for_a_person, owed, served
from tests.reports.test_reading_plans import looked_through
from tests.store import samples
from tests.store.test_plans import Sent, sent

__all__ = ["sent"]


@pytest.fixture
def world(sql_store: SqlStore) -> SqlWorld:
    return SqlWorld(sql_store)


def found(store: SqlStore, **sought: object) -> list[str]:
    with store.reading() as unit:
        page = recent.page(unit, Sought(**sought), store.engine.dialect.name)  # type: ignore[arg-type]
        return [row.id for row in page.rows]


def the_course(store: SqlStore) -> course.Course:
    (id,) = found(store)
    with store.reading() as unit:
        whole = course.of(unit, id)
    assert whole is not None
    return whole


def test_a_call_tells_what_was_played_and_keyed_on_every_telephone(world: SqlWorld) -> None:
    served(world)
    whole = the_course(world.store)
    callers = [step for step in whole.steps if not step.leg.agent]
    agents = [step for step in whole.steps if step.leg.agent == "Asha"]
    assert [step.n for step in callers if step.leg.line is Line.CALL] == [0, 1, 2]
    assert [played.locale for played in callers[0].played] == ["en-IN", "bn-IN"]
    assert callers[0].asks and callers[1].took and 1 < callers[1].took < 10
    assert [event["keys"] for event in callers[1].events if event["kind"] == "pressed"] == ["1"]
    assert any("take the call" in played.text for step in agents for played in step.played)
    assert callers[-1].took is None
    assert [step.at for step in whole.steps] == sorted(step.at for step in whole.steps)
    (wanted,) = whole.wanted
    (asked,) = wanted.asked
    assert (wanted.state, asked.agent, asked.state) == (State.SERVED, "Asha", Asking.ACCEPTED)
    assert whole.number == NASRIN and not whole.live and whole.until == whole.ended_at


def test_its_time_is_spent_on_something_from_its_beginning_to_its_end(world: SqlWorld) -> None:
    served(world)
    whole = the_course(world.store)
    caller, asha = stretches.lanes(whole)
    assert [one.spent for one in caller.stretches] == [Spent.MENU, Spent.QUEUE, Spent.TALK]
    assert sum((one.lasted for one in caller.stretches), timedelta()) == whole.until - whole.started_at
    assert [one.spent for one in asha.stretches] == [Spent.RING, Spent.BRIEF, Spent.TALK, Spent.WRAP]
    for lane in (caller, asha):
        assert all(one.until == then.since for one, then in zip(lane.stretches, lane.stretches[1:], strict=False))


def test_a_call_that_goes_on_is_told_up_to_now(world: SqlWorld) -> None:
    an_agent(world)
    asks_for_a_person(world)
    world.run_for(5)
    whole = the_course(world.store)
    caller, asha = stretches.lanes(whole)
    assert whole.live and caller.stretches[-1].until == whole.now
    assert caller.stretches[-1].spent is Spent.QUEUE and asha.stretches[-1].spent is Spent.RING


def test_calls_are_found_by_what_came_of_them_by_caller_team_and_day(world: SqlWorld) -> None:
    owed(world)
    (call,) = found(world.store)
    for came in Came:
        assert found(world.store, came=came) == ([call] if came is Came.OWED else [])
    assert found(world.store, team="support") == [call] and found(world.store, team="sales") == []
    assert found(world.store, number=NASRIN) == [call] and found(world.store, number="+12025550199") == []
    now = world.store.now()
    assert found(world.store, since=now - timedelta(hours=1), until=now) == [call]
    assert found(world.store, until=now - timedelta(hours=1)) == []


def test_who_was_promised_a_call_without_asking_for_a_person_did_not_ask_for_nobody(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        at = samples.call(unit, person := samples.caller(unit))
        kept = samples.callback_row(unit, person)
        samples.obligation(unit, person, call_id=at.id, fate=Fate.CALLBACK, callback_id=kept.id)
        alone = samples.call(unit, person)
    assert found(sql_store, came=Came.OWED) == [at.public_id]
    assert found(sql_store, came=Came.ALONE) == [alone.public_id]
    with sql_store.reading() as unit:
        rows = recent.page(unit, Sought(), sql_store.engine.dialect.name).rows
        told = stories.of_calls(unit, [at.id, alone.id])
    assert [row.owed for row in rows] == [False, True]
    assert (told[at.id].owed, told[alone.id].owed) == (True, False)


def test_callers_are_found_by_the_beginning_of_their_name(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        named = samples.call(unit, samples.caller(unit, name="Nasrin Akter", search="nasrin akter"))
        samples.call(unit, samples.caller(unit))
    assert found(sql_store, name="nasr") == [named.public_id]


def test_a_call_tells_what_became_of_the_promise(world: SqlWorld) -> None:
    owed(world)
    (promised,) = the_course(world.store).promised
    assert (promised.state, promised.team, promised.language) == (Owed.DUE, "support", "en")
    assert "call you back" in promised.words


def test_a_recording_is_heard_by_way_of_its_own_call_only(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        own, other = samples.call(unit, samples.caller(unit)), samples.call(unit, samples.caller(unit))
        ready = samples.recording(unit, own, 1, state=RecordingState.READY, sid="RE1")
        gone = samples.recording(unit, own, 2, state=RecordingState.ERASED, sid="RE2", deadline=None)
    with sql_store.reading() as unit:
        assert course.sound(unit, own.public_id, ready.public_id) == "RE1"
        assert course.sound(unit, other.public_id, ready.public_id) is None
        assert course.sound(unit, own.public_id, gone.public_id) is None


def test_an_answer_of_another_release_is_no_reason_to_show_nothing(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        samples.turn(unit, on := samples.call(unit, samples.caller(unit)), 0, "no JSON")
    with sql_store.reading() as unit:
        whole = course.of(unit, on.public_id)
    assert whole is not None and whole.steps[0].answer == () and whole.steps[0].played == ()


def test_nothing_is_read_from_end_to_end(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        on = samples.call(unit, person := samples.caller(unit, number="+12025550123"))
        samples.offer_row(unit, samples.agent(unit), samples.transfer_row(unit, person, on))
        samples.recording(unit, on, 1)
    sent.clear()
    dialect, before = sql_store.engine.dialect.name, sql_store.statements
    with sql_store.reading() as unit:
        course.of(unit, on.public_id)
        course.sound(unit, on.public_id, "none")
        assert sql_store.statements - before <= 9
        for sought in (Sought(number="+12025550123"), Sought(name="nas"), Sought(since=unit.now), Sought(before=5)):
            recent.page(unit, sought, dialect)
        for came in Came:
            recent.page(unit, Sought(since=unit.now, came=came, team="support"), dialect)
    assert looked_through(sql_store, sent) > 15
