"""Whom we tell of trouble: they do their tasks now and then, else these would alert them for ever, as they must."""

from __future__ import annotations

from dataclasses import replace

from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board
from ivr.switchboard.deeds import interventions
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Task

GAP = 50
"""So many numbers at most a database may leave out."""


class Owners:
    """`act` is one look at all tasks; a callback that a person must look at is told to go on."""

    def __init__(self, store: SqlStore | MemoryStore, board: Board) -> None:
        self._store, self._board = store, board

    def act(self) -> None:
        for subject in work(self._store, _done, "operator"):
            kind, _, public_id = subject.partition(" ")
            if kind == "callback":
                interventions.reschedule(self._board, public_id, self._store.now())


def _done(unit: Unit) -> tuple[str, ...]:
    """All open tasks are done; of which callbacks somebody had to look."""
    id = missing = 0
    reviewed: list[str] = []
    while missing < GAP:
        id += 1
        task = unit.get(Task, id)
        missing = missing + 1 if task is None else 0
        if task is not None and task.done_at is None:
            unit.save(replace(task, done_at=unit.now, deadline=None))
            reviewed += [task.subject] if task.reason == "review" else []
    return tuple(reviewed)
