"""The doorbell: ids and nothing else, on a real Redis; and what it costs a caller where there is none."""

from __future__ import annotations

import json
import socket
import time
import zlib
from collections.abc import Iterator

import pytest
from redis import Redis

from ivr.jobs.bell import PATIENCE, QUEUE, REST, NoDoorbell, RqDoorbell

DUE = (("transfer", 7), ("offer", 9), ("transfer", 7))


def dead_port() -> int:
    """Nobody listens there."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def deaf() -> Iterator[str]:
    """A Redis that takes connections and never answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        found.listen(8)
        yield f"redis://127.0.0.1:{found.getsockname()[1]}/0"


def seconds(bell: RqDoorbell) -> float:
    began = time.monotonic()
    bell.ring(DUE)
    return time.monotonic() - began


def test_each_id_is_one_job_of_plain_json(redis_url: str) -> None:
    RqDoorbell(redis_url).ring(DUE)
    with Redis.from_url(redis_url) as redis:
        jobs = [redis.hgetall(b"rq:job:" + id) for id in redis.lrange(f"rq:queue:{QUEUE}", 0, -1)]
    said = [json.loads(zlib.decompress(job[b"data"])) for job in jobs]
    assert said == [["ivr.jobs.steps.step", None, [kind, id], {}] for kind, id in DUE[:2]]


def test_a_redis_that_is_away_costs_one_short_wait_and_then_nothing(deaf: str) -> None:
    bell = RqDoorbell(deaf)
    assert seconds(bell) < PATIENCE + 0.05 <= 0.3
    assert max(seconds(bell) for _ in range(10)) < 0.01


def test_a_redis_that_refuses_costs_less_still() -> None:
    assert seconds(RqDoorbell(f"redis://127.0.0.1:{dead_port()}/0")) < 0.3


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
