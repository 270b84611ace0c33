"""A job drives one row; whatever has become of the row meanwhile, it does no harm."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from redis import Redis
from rq import Callback as RqCallback
from rq import Queue
from rq.registry import FailedJobRegistry
from rq.webhook import Webhook

from ivr.jobs import steps, worker
from ivr.jobs.bell import QUEUE, STEP, RqDoorbell
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


CALLED: list[str] = []


def called(*_: Any) -> None:
    """What a job of somebody else's would have us call."""
    CALLED.append("called")


class Bomb:
    """Whoever unpickles it calls it."""

    def __reduce__(self) -> Any:
        return called, ()


@pytest.mark.parametrize(
    ("serializer", "func", "given"), [("json", f"{__name__}.called", ()), ("pickle", STEP, (Bomb(), 1))]
)
def test_whoever_writes_to_redis_runs_no_code(
    world: World, redis_url: str, serializer: str, func: str, given: tuple[Any, ...]
) -> None:
    """Neither by the name of a function nor in a pickle."""
    CALLED.clear()
    with Redis.from_url(redis_url) as redis:
        Queue(QUEUE, connection=redis, serializer=serializer).enqueue(func, *given)
    work(world, redis_url)
    assert CALLED == []
    assert failed(redis_url) == 1


@pytest.mark.parametrize("func", [STEP, "os.getcwd"])
def test_nor_does_what_a_job_names_for_its_end(world: World, redis_url: str, func: str) -> None:
    """RQ calls functions after a job by their names too, and asks the addresses that it names, inside our network."""
    CALLED.clear()
    ours = RqCallback(f"{__name__}.called")
    with socket.create_server(("127.0.0.1", 0)) as server, Redis.from_url(redis_url) as redis:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        told = [Webhook(url, "finished", timeout=1), Webhook(url, "failed", timeout=1)]
        queue = Queue(QUEUE, connection=redis, serializer="json")
        queue.enqueue(func, "callback", 1, on_success=ours, on_failure=ours, webhooks=told)
        work(world, redis_url)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert CALLED == []


def test_a_job_in_a_worker_that_is_not_ours_says_so() -> None:
    with pytest.raises(RuntimeError, match="ivr worker"):
        steps.step("callback", 1)
