"""A worker: takes ids from one queue and drives them, one at a time, in this process. Where Redis is away it waits."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from functools import cache

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError
from rq import Queue, SimpleWorker
from rq.job import Job

from ivr.jobs import steps
from ivr.jobs.bell import QUEUE, STEP
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier

log = logging.getLogger(__name__)

MAINTENANCE = 30
"""Seconds after which jobs of a dead worker are found: their rows have been driven by the sweep long before."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds before Redis is asked once more, doubled each time. The sweep does the work meanwhile."""
GOOD_LIFE = 60.0
"""Seconds after which a worker that ended is no sign that the next one would end as well."""


class _Step(Job):
    """A job as it lies in Redis names a row and no code. RQ's own imports and calls whatever a job names, asks whatever
    address it names, and so runs anything for whoever can write there."""

    @property
    def func(self) -> Callable[..., None]:
        if self.func_name != STEP:
            raise ValueError("this job names other code than ours")
        return steps.step

    @property
    def success_callback(self) -> None:
        """None; nor are there others."""

    failure_callback = stopped_callback = success_callback

    def send_webhooks(self, *args: object, **named: object) -> None:
        """To nobody."""


class _Worker(SimpleWorker):
    """Remembers that it was told to stop: RQ ends a worker for other reasons too, and tells nobody which it was."""

    job_class = _Step
    max_connection_wait_time = LONGEST_PAUSE
    told = False

    def handle_warm_shutdown_request(self) -> None:
        self.told = True


def work(
    board: Board, carrier: Carrier, redis_url: str, burst: bool = False, fit: Callable[[], None] = lambda: None
) -> None:
    """Works until it is told to stop (SIGTERM: after the job in hand, at once where there is none); with `burst`, until
    the queue is empty. `fit` raises ConnectionError as soon as this program is to take no more work. A Redis that is
    away is waited for; AuthenticationError where it is there and does not let us in.

    One queue only: with several, RQ pops jobs without keeping them anywhere (Queue.dequeue_any).
    """
    steps.hand_in(board, carrier, fit)
    if burst:
        _worker(redis_url).work(burst=True, logging_level="WARNING", with_scheduler=False)
        return
    _ends_at_once_when_told()
    pause, began = FIRST_PAUSE, time.monotonic()
    while not _lived(redis_url, pause):
        time.sleep(pause)
        lasted = time.monotonic() - began
        pause, began = FIRST_PAUSE if lasted > GOOD_LIFE else min(2 * pause, LONGEST_PAUSE), time.monotonic()


def waiting(redis_url: str) -> bool:
    """Whether any job is waiting for a worker."""
    return not _queue(redis_url).is_empty()


def _lived(redis_url: str, pause: float) -> bool:
    """One worker's life; whether it ended because it was told to stop. RQ's worker does not survive a Redis that is
    away when it is born, or between two of its own looks at it; `pause` is what is told."""
    made = None
    try:
        made = _worker(redis_url)
        made.work(logging_level="WARNING", with_scheduler=False)
    except AuthenticationError:
        raise
    except RedisError as away:
        why = f"{type(away).__name__}: {str(away).partition(chr(10))[0]}"
    else:
        why = "RQ gave up"
    if made and made.told:
        return True
    _ends_at_once_when_told()
    log.warning("Redis is away (%s); it is asked again in %.1f s, the sweep does the work meanwhile", why, pause)
    return False


def _ends_at_once_when_told() -> None:
    """While no job is in hand; RQ has its own way of being told while one is."""

    def stop(*_: object) -> None:
        raise SystemExit(0)

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, stop)


def _worker(redis_url: str) -> _Worker:
    """It speaks with Redis already."""
    queue = _queue(redis_url)
    return _Worker([queue], connection=queue.connection, serializer="json", maintenance_interval=MAINTENANCE)


@cache
def _queue(redis_url: str) -> Queue:
    return Queue(QUEUE, connection=Redis.from_url(redis_url), serializer="json", job_class=_Step)
