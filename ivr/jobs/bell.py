"""Rings the doorbell: one job per id. Where Redis is away it says nothing, and is not asked again for a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

from ivr.switchboard.ports import Doorbell

log = logging.getLogger(__name__)

QUEUE = "ivr"
PATIENCE = 0.25
"""Seconds that Redis may take: a caller's thread is waiting."""
REST = 5.0
"""Seconds for which a Redis that was away is not asked again."""
JOB_LIMIT = 60
STEP = "ivr.jobs.steps.step"
"""What every job does. A worker of ours does nothing else, whatever a job in Redis names."""


class RqDoorbell:
    """Fills `ports.Doorbell`."""

    def __init__(self, redis_url: str) -> None:
        redis = Redis.from_url(redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._queue = Queue(QUEUE, connection=redis, serializer="json")
        self._away_until = 0.0

    def ring(self, due: Iterable[tuple[str, int]]) -> None:
        if time.monotonic() < self._away_until:
            return
        try:
            for kind, id in dict.fromkeys(due):
                self._queue.enqueue(STEP, kind, id, job_timeout=JOB_LIMIT, result_ttl=0, failure_ttl=3600)
        except RedisError as away:
            self._away_until = time.monotonic() + REST
            log.warning("the doorbell is away (%s); the sweep does the work", type(away).__name__)


class NoDoorbell:
    """Where there is no Redis: the sweep finds everything by itself."""

    def ring(self, due: Iterable[tuple[str, int]]) -> None:
        """Nothing."""


def make_bell(redis_url: str | None) -> Doorbell:
    """The doorbell, or none where there is no Redis."""
    return RqDoorbell(redis_url) if redis_url else NoDoorbell()
