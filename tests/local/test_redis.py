"""The embedded Valkey: yesterday's keys are there today, whatever the folder is called."""

import os
import stat
from functools import partial
from pathlib import Path

import redis as client

from ivr.local import redis
from ivr.local.branch import Child
from tests.local.trees import Grown, eventually


def embedded(var: Path, socket: Path) -> Child:
    """Return the server as `run` starts it."""
    return Child("redis", redis.command(var, socket), os.environ, partial(redis.answers, socket))


def test_what_was_kept_yesterday_is_there_today(tmp_path: Path) -> None:
    logs = tmp_path / "log"
    logs.mkdir()
    with redis.socket_path(tmp_path) as socket:
        socket.parent.mkdir(exist_ok=True)
        with Grown([embedded(tmp_path, socket)], logs=logs) as day:
            assert day.started.wait(10)
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700
            with client.Redis(unix_socket_path=str(socket)) as connection:
                connection.set("job", "42")
        with Grown([embedded(tmp_path, socket)], logs=logs) as next_day:
            assert next_day.started.wait(10)
            with client.Redis(unix_socket_path=str(socket)) as connection:
                assert connection.get("job") == b"42"


def test_it_comes_back_after_being_killed(tmp_path: Path) -> None:
    with redis.socket_path(tmp_path) as socket:
        socket.parent.mkdir(exist_ok=True)
        with Grown([embedded(tmp_path, socket)], logs=tmp_path) as grown:
            assert grown.started.wait(10)
            os.kill(grown.tree.pids()["redis"], 9)
            with client.Redis(unix_socket_path=str(socket)) as connection:
                assert eventually(lambda: redis.answers(socket) and connection.ping())


def test_a_deep_folder_gets_a_short_socket_that_is_gone_afterwards(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    with redis.socket_path(deep) as socket:
        assert len(str(socket)) < 60
        assert socket.parent.is_dir()
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert not socket.parent.exists()


def test_nobody_answers_where_nobody_listens(tmp_path: Path) -> None:
    assert not redis.answers(tmp_path / "redis.sock")
