"""What a row of the table of routes holds, what a request is once it was read, and what is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ivr.api.body import Field, Way
from ivr.api.problems import Problem, Refused
from ivr.egress.sealing import Seal
from ivr.promise.business import Business
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Doorbell
from ivr.switchboard.rows import Scope
from ivr.switchboard.trail import By


@dataclass(frozen=True, slots=True)
class Source:
    """Where answers come from, and what a request may change."""

    store: SqlStore
    board: Board
    bell: Doorbell
    seal: Seal

    def business(self) -> Business:
        """Refused where none was published yet."""
        try:
            return self.board.library.business()
        except LookupError:
            raise Refused(Problem.CONFLICT, "no call flows were published yet", reason="unpublished") from None


@dataclass(frozen=True, slots=True)
class Request:
    """One request: the parts of its address, its query and body, who asks."""

    ids: Mapping[str, str]
    query: Mapping[str, str]
    by: By
    body: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    """The Idempotency-Key."""
    seen: Callable[[int], bool] = lambda version: True
    """Whether If-Match names this version."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is answered. `version` becomes the ETag."""

    body: Any
    status: int = 200
    version: int | None = None
    text: str = ""
    """The body as it was written once; empty: it is written now."""


Act = Callable[[Source, Request], Told | None]
"""None: there is no such thing."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row. `shape` is the schema of the answer, `pages` whether it is a list of them."""

    path: str
    name: str
    """The operation's id, and the endpoint: such as `get_call`."""
    summary: str
    shape: str
    act: Act
    method: str = "GET"
    pages: bool = False
    query: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    body: tuple[Field, ...] = ()
    ways: tuple[Way, ...] = ()
    """Which fields of the body go together; none: all do."""
    statuses: tuple[int, ...] = (200,)
    keyed: bool = False
    """It wants an Idempotency-Key."""
    matched: bool = False
    """It wants If-Match."""
    refuses: tuple[Problem, ...] = ()
    """What it may refuse beside what every route does."""
    scope: Scope | None = Scope.READ
    """What a token must allow; None: open to everybody."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that it may refuse."""
        found = [Problem.BAD_PARAMETER, Problem.BUSY, Problem.BROKEN, Problem.AWAY, *self.refuses]
        found += [Problem.UNAUTHORIZED, Problem.FORBIDDEN, Problem.OFTEN] if self.scope is not None else []
        found += [Problem.NOT_FOUND] if "{" in self.path else []
        if self.method != "GET":
            found += [Problem.UNREADABLE, Problem.NOT_JSON, Problem.TOO_LARGE, Problem.INVALID, Problem.CONFLICT]
        return (*found, *([Problem.NEEDS_MATCH, Problem.STALE] if self.matched else []))
