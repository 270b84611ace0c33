"""The owner hears before a promise breaks, of every promise; and whoever must decide is told for ever, one level up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.promise.callback import State
from ivr.promise.policy import Owner
from ivr.rehearsal.world import Shelf
from ivr.switchboard.deeds import interventions
from ivr.switchboard.rows import Message, MessageState, Task
from tests.simulation import shop
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.test_outages import broken
from tests.switchboard.stories.town import Neighbour, Town

BROKEN = "a promise to a caller is about to be broken"
CONTRADICTS = "contradicts itself"


def nobody_comes(town: Town) -> Neighbour:
    """A caller to whom we owe a call, and no agent at work."""
    nasrin = town.caller()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu", within=30)
    nasrin.hangs_up()
    return nasrin


def told(town: Town, words: str) -> list[Message]:
    return [one for one in town.all(Message) if words in one.text]


def open_tasks(town: Town) -> list[str]:
    return [task.reason for task in town.all(Task) if task.done_at is None]


def test_the_owner_hears_of_it_in_time_and_once() -> None:
    """As a message that was sent, and as a task; a fifth of the window is left, and no less than five minutes."""
    town = Town()
    nasrin = nobody_comes(town)
    row = nasrin.callback()
    town.passes(3 * 3600)
    (notice,) = told(town, BROKEN)
    assert row.escalate_at <= notice.at <= row.escalate_at + timedelta(seconds=35)
    assert notice.at <= row.promised_by - timedelta(minutes=5)
    assert notice.state is MessageState.SENT
    assert open_tasks(town) == ["escalated"]


def test_a_promise_that_was_moved_is_told_of_again_before_it_breaks() -> None:
    """She moves it by herself: the task is settled meanwhile, and comes back with the second notice."""
    town = Town()
    nasrin = nobody_comes(town)
    town.passes(40 * 60)
    assert len(told(town, BROKEN)) == 1
    at = town.now() + timedelta(hours=3)
    assert not isinstance(interventions.reschedule(town.board, nasrin.callback().public_id, at), str)
    town.passes(2 * 3600)
    assert open_tasks(town) == []
    town.passes(4 * 3600)
    first, second = told(town, BROKEN)
    row = nasrin.callback()
    assert row.escalate_at <= second.at < row.promised_by
    assert first.at < second.at
    assert open_tasks(town) == ["escalated"]
    assert len([task for task in town.all(Task) if task.reason == "escalated"]) == 1


@pytest.mark.parametrize("moves", range(1, 4))
def test_however_often_it_is_moved_each_promise_is_told_of_once(moves: int) -> None:
    town = Town()
    nasrin = nobody_comes(town)
    for _ in range(moves):
        town.passes(3600)
        interventions.reschedule(town.board, nasrin.callback().public_id, town.now() + timedelta(minutes=5))
    town.passes(3600)
    assert len(told(town, BROKEN)) == 1 + moves


def test_the_task_is_settled_with_the_callback() -> None:
    town = Town()
    nasrin = nobody_comes(town)
    town.passes(30 * 60)
    assert open_tasks(town) == ["escalated"]
    assert interventions.cancel(town.board, nasrin.callback().public_id).state is State.CLOSED_BY_AGENT
    town.passes(31 * 60)
    assert open_tasks(town) == []


def in_review(town: Town) -> Neighbour:
    """A callback that only a person can sort out."""
    nasrin, asha = owed(town)
    asha.answers()
    town.carrier.children = town.carrier.fetch = broken
    asha.presses("1")
    asha.hangs_up()
    town.passes(5 * 60)
    assert nasrin.fates() == ["review"]
    return nasrin


def test_whoever_must_decide_is_told_every_half_hour_for_ever() -> None:
    town = Town()
    in_review(town)
    before = len(told(town, CONTRADICTS))
    town.passes(24 * 3600)
    assert before == 1
    assert len(told(town, CONTRADICTS)) == 1 + 48
    assert len([task for task in town.all(Task) if task.reason == "review"]) == 1


def test_the_second_time_somebody_above_is_told() -> None:
    town = Town()
    business = town.board.library.business()
    first = next(iter(business.teams.values()))
    above = replace(first, name="head", titles={"en": "Head office"}, owner=Owner("Farida", "+8801712345699"))
    teams = {"head": above, **business.teams}
    library = Shelf(replace(business, teams=teams), {"main": shop.flow(business)})
    town.board = replace(town.board, library=library)
    in_review(town)
    town.passes(31 * 60)
    once, again = told(town, CONTRADICTS)
    assert (once.team, again.team) == ("care", "head")
    assert "Head office" in again.text
    assert [task.owner for task in town.all(Task) if task.reason == "review"] == ["Farida"]


def test_once_a_person_has_decided_nobody_is_told_any_more() -> None:
    town = Town()
    nasrin = in_review(town)
    assert interventions.cancel(town.board, nasrin.callback().public_id).state is State.CLOSED_BY_AGENT
    town.passes(3 * 3600)
    assert len(told(town, CONTRADICTS)) == 1
    assert open_tasks(town) == []
