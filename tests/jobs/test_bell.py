"""The doorbell: ids and nothing else, on a real Redis; and what it costs a caller where there is none."""

from __future__ import annotations

import json
import socket
import time
import zlib
from collections.abc import Iterator
from itertools import count

import pytest
from redis import Redis

from ivr.jobs.bell import PATIENCE, QUEUE, REST, NoDoorbell, RqDoorbell
from tests.quickest import quickest

DUE = (("transfer", 7), ("offer", 9), ("transfer", 7))
SOON = 2.0
"""Real seconds: nobody was waited for, on a machine however busy."""


def dead_port() -> int:
    """Nobody listens there."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Deaf:
    """A Redis that takes connections and never answers."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"

    def knocks(self) -> int:
        """How many connections came since this was asked last."""
        self._listener.setblocking(False)
        for found in count():
            try:
                self._listener.accept()[0].close()
            except BlockingIOError:
                return found
        raise AssertionError


@pytest.fixture
def deaf() -> Iterator[Deaf]:
    with socket.create_server(("127.0.0.1", 0), backlog=32) as listener:
        yield Deaf(listener)


def seconds(url: str) -> float:
    """How long a first ring takes there."""
    return quickest(SOON, lambda: RqDoorbell(url).ring(DUE))


def test_each_id_is_one_job_of_plain_json(redis_url: str) -> None:
    RqDoorbell(redis_url).ring(DUE)
    with Redis.from_url(redis_url) as redis:
        jobs = [redis.hgetall(b"rq:job:" + id) for id in redis.lrange(f"rq:queue:{QUEUE}", 0, -1)]
    said = [json.loads(zlib.decompress(job[b"data"])) for job in jobs]
    assert said == [["ivr.jobs.steps.step", None, [kind, id], {}] for kind, id in DUE[:2]]


def test_a_redis_that_is_away_costs_one_short_wait_and_then_nothing(deaf: Deaf) -> None:
    bell = RqDoorbell(deaf.url)
    assert PATIENCE <= 0.25
    assert PATIENCE <= seconds(deaf.url) < SOON
    assert deaf.knocks() >= 1
    bell.ring(DUE)
    assert deaf.knocks() == 1
    for _ in range(10):
        bell.ring(DUE)
    assert deaf.knocks() == 0


def test_a_redis_that_refuses_costs_less_still() -> None:
    assert seconds(f"redis://127.0.0.1:{dead_port()}/0") < SOON


def test_after_its_rest_it_is_rung_again(redis_url: str) -> None:
    bell = RqDoorbell(redis_url)
    bell._away_until = time.monotonic() + 60
    bell.ring(DUE)
    with Redis.from_url(redis_url) as redis:
        assert redis.llen(f"rq:queue:{QUEUE}") == 0
        bell._away_until = time.monotonic()
        bell.ring(DUE)
        assert redis.llen(f"rq:queue:{QUEUE}") == 2
    assert REST == 5.0


def test_where_there_is_no_redis_nothing_is_rung_and_nothing_breaks() -> None:
    NoDoorbell().ring(DUE)
