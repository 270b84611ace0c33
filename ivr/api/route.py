"""What a row of the table of routes holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ivr.store.sql import SqlStore
from ivr.switchboard.rows import Scope


@dataclass(frozen=True, slots=True)
class Source:
    """Where answers come from."""

    store: SqlStore
    sweep_period: timedelta


Read = Callable[[Source, dict[str, str], dict[str, str]], Any]
"""From the parts of the address and the query to what is answered as JSON; None: there is no such thing."""


@dataclass(frozen=True, slots=True)
class Route:
    """One row. `shape` is the schema of the answer, `pages` whether it is a list of them."""

    path: str
    summary: str
    shape: str
    read: Read
    pages: bool = False
    query: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    scope: Scope | None = Scope.READ
    """What a token must allow; None: open to everybody."""

    @property
    def name(self) -> str:
        """Such as `get_call`; the operation's id, and the endpoint."""
        words = self.path.strip("/").replace(".", "_").split("/")
        return f"list_{words[0]}" if self.pages else f"get_{'_'.join(w for w in words if not w.startswith('{'))}"
