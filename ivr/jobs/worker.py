"""A worker: takes ids from one queue and drives them, one at a time, in this process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from redis import Redis
from rq import Queue, SimpleWorker

from ivr.jobs import steps
from ivr.jobs.bell import QUEUE
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier

MAINTENANCE = 30
"""Seconds after which jobs of a dead worker are found: their rows have been driven by the sweep long before."""


def work(
    board: Board, carrier: Carrier, redis_url: str, burst: bool = False, fit: Callable[[], None] = lambda: None
) -> None:
    """Works until it is told to stop (SIGTERM: after the job in hand); with `burst`, until the queue is empty. `fit`
    raises ConnectionError as soon as this program is to take no more work.

    One queue only: with several, RQ pops jobs without keeping them anywhere (Queue.dequeue_any).
    """
    steps.hand_in(board, carrier, fit)
    queue = _queue(redis_url)
    redis = queue.connection
    worker = SimpleWorker([queue], connection=redis, serializer="json", maintenance_interval=MAINTENANCE)
    worker.work(burst=burst, logging_level="WARNING", with_scheduler=False)


def waiting(redis_url: str) -> bool:
    """Whether any job is waiting for a worker."""
    return not _queue(redis_url).is_empty()


@cache
def _queue(redis_url: str) -> Queue:
    return Queue(QUEUE, connection=Redis.from_url(redis_url), serializer="json")
