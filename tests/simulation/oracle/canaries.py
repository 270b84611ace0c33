"""S16: what people key and whose numbers they are stands in no log, ledger, task, message or job. Digits are planted
(people/callers.py keys them), and everything that is ever written beside the rows is searched for them at the end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivr.line.instructions import Answer
from ivr.switchboard.drive import KINDS
from ivr.switchboard.rows import Entry, Message, Task
from tests.simulation import shop

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

LAST_DIGITS = 10
"""Of a number, so that it is found however it is written: with a plus, without, or as it is dialled at home."""


class Canaries(logging.Handler):
    """Listens to the log, and reads along in the ledger."""

    def __init__(self, oracle: Oracle) -> None:
        super().__init__()
        self._oracle = oracle
        self._logged: dict[str, None] = {}
        self._told: dict[tuple[str, str], None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """One record of the log, and all that its error says: the way that it came is lines of our own code."""
        self._logged[record.getMessage()] = None
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            self._logged[f"{type(error).__name__}: {error}"] = None
            error = error.__cause__ or error.__context__

    def line(self, entry: Entry) -> None:
        """A line of the ledger."""
        self._told[entry.cause, entry.actor] = None

    def answered(self, said: Answer) -> None:
        """What rings the doorbell becomes a job."""
        plain = all(kind in KINDS and type(id) is int for kind, id in said.due)
        self._oracle.hold("S16 a job is a kind and an id", plain, said.due)

    def end(self) -> None:
        """Searches all of it."""
        for place, texts in (("log", self._logged), ("ledger", map(" ".join, self._told)), ("tasks", self._tasks())):
            heap = "\n".join(texts)
            for canary in self._planted():
                self._oracle.hold("S16 no secret is written", canary not in heap, f"{canary} stands in the {place}")

    def _tasks(self) -> Iterator[str]:
        for task in self._oracle.every(Task).values():
            yield f"{task.key} {task.reason} {task.subject}"
        for message in self._oracle.every(Message).values():
            yield f"{message.key} {message.text}"

    def _planted(self) -> Iterator[str]:
        people = self._oracle.centre.people
        yield from (shop.CARD, shop.PIN)
        for caller in people.callers:
            yield from (caller.number[-LAST_DIGITS:], caller.second[-LAST_DIGITS:])
        yield from (agent.number[-LAST_DIGITS:] for agent in people.agents)
