"""A job drives one row; whatever has become of the row meanwhile, it does no harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from redis import Redis
from rq import Queue
from rq.registry import FailedJobRegistry

from ivr.jobs import steps, worker
from ivr.jobs.bell import QUEUE, RqDoorbell
from ivr.line.inputs import Ring
from ivr.promise.callback import State
from ivr.rehearsal.world import World
from ivr.switchboard import agents, rescue
from ivr.switchboard.deeds import interventions
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Callback, Entry, Offer
from tests.switchboard.sample import sample_library


@pytest.fixture
def world() -> Iterator[World]:
    """Somebody is owed a call, and Asha is on duty."""
    made = World(sample_library().business(), {}, datetime(2026, 11, 23, 6, tzinfo=UTC))
    agents.add(made.store, "Asha", "+12025550111", ("support",))
    agents.available(made.store, "Asha")
    rescue.missed(made.board, Ring("CA" + "1" * 32, "+8801712345678", "+12025550100"))
    yield made
    steps._parts.board = steps._parts.carrier = None


def work(world: World, redis_url: str) -> None:
    """A worker, until nothing is left to do."""
    worker.work(world.board, world.carrier, redis_url, burst=True)


def failed(redis_url: str) -> int:
    with Redis.from_url(redis_url) as redis:
        return len(FailedJobRegistry(queue=Queue(QUEUE, connection=redis, serializer="json")))


def callback(world: World) -> Callback:
    with world.store.reading() as unit:
        return unit.get(Callback, 1)


def test_a_job_drives_its_row_and_what_becomes_due_by_it(world: World, redis_url: str) -> None:
    for state in (State.DUE, State.OFFERED):  # whoever falls due together is sought for in order, at the next look
        RqDoorbell(redis_url).ring([("callback", 1)])
        work(world, redis_url)
        assert callback(world).state is state
    with world.store.reading() as unit:
        (offer,) = unit.many(Offer, callback_id=1)
    assert offer.sid in {leg.sid for leg in world.exchange.live()}
    assert failed(redis_url) == 0


def test_the_same_job_twice_does_it_once(world: World, redis_url: str) -> None:
    bell = RqDoorbell(redis_url)
    for _ in range(3):
        bell.ring([("callback", 1)])
    work(world, redis_url)
    assert len(world.exchange.live()) == 1
    assert failed(redis_url) == 0


def test_a_job_for_a_row_that_has_moved_on_changes_nothing(world: World, redis_url: str) -> None:
    RqDoorbell(redis_url).ring([("callback", 1), ("offer", 1), ("transfer", 4711)])
    interventions.cancel(world.board, callback(world).public_id)
    before = callback(world)
    work(world, redis_url)
    assert callback(world) == before
    assert not world.exchange.live()
    with world.store.reading() as unit:
        told = [entry.to_state for entry in unit.many(Entry, entity="callback", entity_id=1)]
    assert told == ["scheduled", "closed_by_agent"]
    assert failed(redis_url) == 0


class Away:
    """A store that cannot be had."""

    def unit(self, actor: str = "") -> None:
        raise Unreachable("away")

    def next_deadline(self) -> None:
        raise Unreachable("away")


def test_a_job_while_the_database_is_away_is_left_to_the_sweep(world: World, redis_url: str) -> None:
    RqDoorbell(redis_url).ring([("callback", 1)])
    worker.work(steps.Board(Away(), world.board.library, world.board.rules), world.carrier, redis_url, burst=True)
    assert failed(redis_url) == 0
    assert callback(world).state is State.SCHEDULED


def test_a_job_in_a_worker_that_is_not_ours_says_so() -> None:
    with pytest.raises(RuntimeError, match="ivr worker"):
        steps.step("callback", 1)
