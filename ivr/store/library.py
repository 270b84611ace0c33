"""What is published, kept in memory: a call is answered without reading a flow again. It publishes nothing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from ivr.callflow.compiled import load_flow
from ivr.callflow.graph import Callflow
from ivr.promise.business import Business
from ivr.promise.compiled import load_business
from ivr.switchboard.ports import Unit, Unreachable
from ivr.switchboard.rows import Published

log = logging.getLogger(__name__)

FRESH = 1.0
"""Seconds for which nobody asks whether something newer was published."""
AWAY = 5.0
"""The same after a store was found away: each such question may take seconds, and callers wait for it."""


class Shelves(Protocol):
    """Either store."""

    def reading(self) -> AbstractContextManager[Unit]: ...

    def live_editions(self) -> tuple[int, ...]:
        """The ids of what is live, without what stands in it."""


@dataclass(frozen=True, slots=True)
class _Live:
    ids: tuple[int, ...]
    business: Business | None
    flows: dict[str, tuple[int, Callflow]]


class PublishedLibrary:
    """Fills `board.Library`. `tick` is a clock that only ever goes on, in seconds. Safe to share between threads.

    While the store is away, what was read last stays good.
    """

    def __init__(self, store: Shelves, tick: Callable[[], float] = time.monotonic) -> None:
        self._store, self._tick = store, tick
        self._lock = threading.Lock()
        self._fresh_until = float("-inf")
        self._live: _Live | None = None
        self._flows: dict[int, Callflow] = {}

    def business(self) -> Business:
        """LookupError where none was ever published."""
        if (business := self._now_live().business) is None:
            raise LookupError("nothing is published yet: run `flows publish`")
        return business

    def remembered(self) -> Business | None:
        return self._live.business if self._live else None

    def flow_for(self, number: str) -> tuple[int, Callflow] | None:
        return self._now_live().flows.get(number)

    def flow(self, id: int) -> Callflow:
        """LookupError where no flow has the id."""
        if (known := self._flows.get(id)) is not None:
            return known
        with self._store.reading() as unit:
            row = unit.get(Published, id)
        if row is None:
            raise LookupError(f"no flow was published with the id {id}")
        return self._loaded(row)

    def _loaded(self, row: Published) -> Callflow:
        return self._flows.setdefault(row.id, load_flow(row.compiled))

    def _now_live(self) -> _Live:
        """One thread looks whether something newer is live; the others wait for it only where nothing is known yet."""
        live = self._live
        if live is not None and self._tick() < self._fresh_until:
            return live
        if not self._lock.acquire(blocking=live is None) and live is not None:
            return live
        try:
            if self._live is None or self._tick() >= self._fresh_until:
                self._live = self._looked()
            return self._live
        finally:
            self._lock.release()

    def _looked(self) -> _Live:
        try:
            ids = self._store.live_editions()
            live = self._live if self._live is not None and self._live.ids == ids else self._read(ids)
        except Unreachable:
            if self._live is None:
                raise
            self._fresh_until = self._tick() + AWAY
            return self._live
        self._fresh_until = self._tick() + FRESH
        return live

    def _read(self, ids: tuple[int, ...]) -> _Live:
        with self._store.reading() as unit:
            rows = unit.many(Published, id=ids)
        businesses = [load_business(row.compiled) for row in rows if row.kind == "business"]
        flows = [(row.id, self._flows.get(row.id) or self._loaded(row)) for row in rows if row.kind == "flow"]
        for row in rows:
            log.info("%s %s: version %s is live (%s)", row.kind, row.name, row.id, row.hash[:8])
        numbers = {number: (id, flow) for id, flow in flows for number in flow.numbers}
        return _Live(ids, businesses[-1] if businesses else None, numbers)
