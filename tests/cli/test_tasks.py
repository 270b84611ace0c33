"""`tasks`: what is open is listed, what was done alerts no more, and what lasts comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.app.parts import Parts
from ivr.switchboard import tasks
from ivr.switchboard.board import team_of
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Task
from tests.app.installations import installation
from tests.app.test_health import publish
from tests.cli.running import Shell


@pytest.fixture
def parts(database_url: str, tmp_path: Path) -> Iterator[Parts]:
    made = installation(database_url, tmp_path)
    publish(made)
    yield made
    made.store.engine.dispose()


@pytest.fixture
def shell(parts: Parts, database_url: str, tmp_path: Path) -> Shell:
    return Shell(database_url, tmp_path)


def told(parts: Parts, reason: str) -> None:
    """Something is wrong with a callback."""
    business = parts.board.library.business()
    team = team_of(parts.board, "support")
    work(parts.store, lambda unit: tasks.notice(unit, business, team, reason, "callback k3v9abcdefghijkl"))


def test_what_is_open_is_listed_until_it_is_done(shell: Shell, parts: Parts) -> None:
    nothing = shell("tasks", "list")
    assert (nothing.code, nothing.out) == (0, "") and shell("tasks", "list", "--json").json() == []
    told(parts, "exhausted")
    (one,) = shell("tasks", "list", "--json").json()
    assert (one["reason"], one["subject"]) == ("exhausted", "callback k3v9abcdefghijkl")
    assert "exhausted" in shell("tasks", "list").out and one["owner"] in shell("tasks", "list").out
    assert shell("tasks", "done", str(one["id"])).code == 0
    assert shell("tasks", "list", "--json").json() == []
    assert shell("tasks", "done", str(one["id"])).code == 3


def test_what_was_done_alerts_no_more_and_its_like_is_told_of_again(shell: Shell, parts: Parts) -> None:
    told(parts, "setup"), told(parts, "setup")
    (one,) = shell("tasks", "list", "--json").json()
    shell("tasks", "done", str(one["id"]))
    with parts.store.reading() as unit:
        row = unit.get(Task, one["id"])
    assert row is not None and row.deadline is None and row.done_at is not None
    parts.store.move_clock(timedelta(days=1).total_seconds())
    told(parts, "setup")
    (again,) = shell("tasks", "list", "--json").json()
    assert again["id"] == one["id"]
    assert parts.store.next_deadline() is not None


@pytest.mark.parametrize("id", ["0", "7"])
def test_there_is_no_such_task(shell: Shell, id: str) -> None:
    assert shell("tasks", "done", id).code == 3
