"""Outgoing webhooks: a pass makes deliveries of what the ledger tells, and sends those that are due.

It runs beside the sweep, in threads of its own, and never holds it up. What is not heard is sent again, under its id.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

from ivr.app.parts import Parts
from ivr.egress import signing
from ivr.egress.post import Poster
from ivr.store import outbox
from ivr.store.sql import SqlStore
from ivr.switchboard import deliveries
from ivr.switchboard.ports import Conflict, Unreachable
from ivr.switchboard.rows import Endpoint

log = logging.getLogger(__name__)

AT_ONCE, EACH = 8, 4
"""Deliveries that are sent at the same time, and so many of them to one endpoint."""
LINES = 500
"""Of the ledger, at once."""


class Outgoing:
    """One pass after the other."""

    def __init__(self, store: SqlStore, poster: Poster | None = None) -> None:
        self._store, self._poster = store, poster or Poster()

    def once(self) -> int:
        """Makes what is to be told, and sends what is due; how many were sent."""
        self.gather()
        with self._store.reading() as unit:
            due = outbox.due(unit, AT_ONCE, EACH)
        if not due:
            return 0
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as senders:
            return sum(senders.map(self._send, due))

    def gather(self) -> None:
        """From the ledger to deliveries, for every endpoint from where it stood."""
        with self._store.reading() as unit:
            listening = [one for one in unit.many(Endpoint) if one.live]
        for endpoint in listening:
            while self._gather(endpoint.id):
                pass

    def _gather(self, endpoint_id: int) -> bool:
        """Whether there may be more."""
        with self._store.reading() as unit:
            endpoint = unit.get(Endpoint, endpoint_id)
            if endpoint is None or not endpoint.live:
                return False
            found = outbox.lines(unit, endpoint.line, LINES)
            ready = deliveries.settled(found, endpoint.line, unit.now)
        deliveries.make(self._store, endpoint_id, endpoint.line, ready)
        return len(ready) == LINES

    def _send(self, id: int) -> bool:
        try:
            claimed = deliveries.claim(self._store, id)
            if claimed is None:
                return False
            sent, endpoint = claimed
            headers = signing.headers(endpoint.secret, sent.public_id, sent.body, datetime.now(UTC))
            posted = self._poster.post(endpoint.url, headers, sent.body.encode())
            after = deliveries.report(self._store, sent, posted.status, posted.fault)
        except (Conflict, Unreachable) as away:
            log.warning("a delivery is tried again: %s", type(away).__name__)
            return False
        if not posted.heard:
            then = after.next_at if after else None
            log.warning("delivery %s was not heard (%s); next %s", sent.public_id, posted.status or posted.fault, then)
        return True


@contextmanager
def telling(parts: Parts) -> Iterator[None]:
    """Tells endpoints meanwhile."""
    outgoing, stop = Outgoing(parts.store), threading.Event()

    def live() -> None:
        while not stop.wait(parts.settings.sweep_seconds):
            attempt(outgoing)

    thread = threading.Thread(target=live, name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()  # what is being sent is not waited for: its lease ends, and it is sent again


def attempt(outgoing: Outgoing) -> None:
    """One pass; whatever breaks is tried again at the next."""
    try:
        outgoing.once()
    except (Conflict, Unreachable) as away:
        log.warning("webhooks wait: %s", away)
    except Exception:
        log.exception("a pass of the webhooks broke; the next one tries again")
