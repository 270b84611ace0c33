"""A worker: takes ids from one queue and drives them, one at a time, in this process."""

from __future__ import annotations

from redis import Redis
from rq import Queue, SimpleWorker

from ivr.jobs import steps
from ivr.jobs.bell import QUEUE
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier

MAINTENANCE = 30
"""Seconds after which jobs of a dead worker are found: their rows have been driven by the sweep long before."""


def work(board: Board, carrier: Carrier, redis_url: str, burst: bool = False) -> None:
    """Works until it is told to stop (SIGTERM: after the job in hand); with `burst`, until the queue is empty.

    One queue only: with several, RQ pops jobs without keeping them anywhere (Queue.dequeue_any).
    """
    steps.hand_in(board, carrier)
    redis = Redis.from_url(redis_url)
    queue = Queue(QUEUE, connection=redis, serializer="json")
    worker = SimpleWorker([queue], connection=redis, serializer="json", maintenance_interval=MAINTENANCE)
    worker.work(burst=burst, logging_level="WARNING", with_scheduler=False)
