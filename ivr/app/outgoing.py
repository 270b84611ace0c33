"""Outgoing webhooks: a pass makes deliveries of what the ledger tells, and sends those that are due.

It runs beside the sweep, in threads of its own, and never holds it up. What is not heard is sent again, under its id.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ivr.app.parts import Parts
from ivr.egress import signing
from ivr.egress.post import Poster
from ivr.egress.sealing import Seal, Unreadable, is_sealed
from ivr.store import outbox
from ivr.store.sql.store import SqlStore
from ivr.switchboard.outside import deliveries, endpoints
from ivr.switchboard.ports import Conflict, Unreachable
from ivr.switchboard.rows import Endpoint

log = logging.getLogger(__name__)

AT_ONCE, EACH = 16, 3
"""Deliveries that are sent at the same time, and so many of them to one endpoint: whoever is slow is slow alone."""
LINES = 500
"""Of the ledger, at once."""


class Outgoing:
    """One pass after the other."""

    def __init__(self, store: SqlStore, seal: Seal, poster: Poster | None = None) -> None:
        self._store, self._seal, self._poster = store, seal, poster or Poster()
        self._flying: dict[int, int] = {}
        """What is being sent at this moment: delivery → endpoint."""

    def once(self) -> int:
        """Makes what is to be told, sends what is due, and waits for it; how many were tried."""
        begun = self.begin()
        for sender in begun:
            sender.join()
        return len(begun)

    def begin(self) -> list[threading.Thread]:
        """The same, and waits for nobody: who sends is given back. A process that ends leaves them: the lease of what
        they had in hand ends, too."""
        self.gather()
        with self._store.reading() as unit:
            due = outbox.due(unit, AT_ONCE, EACH)
        begun = []
        for id, endpoint in due:
            flying = list(self._flying.values())
            if id in self._flying or len(flying) >= AT_ONCE or flying.count(endpoint) >= EACH:
                continue
            self._flying[id] = endpoint
            begun.append(threading.Thread(target=self._fly, args=(id,), name="webhook", daemon=True))
            begun[-1].start()
        return begun

    def _fly(self, id: int) -> None:
        try:
            self._send(id)
        except Exception:
            log.exception("a delivery broke; it is tried again")
        finally:
            self._flying.pop(id, None)

    def gather(self) -> None:
        """From the ledger to deliveries, for every endpoint from where it stood."""
        with self._store.reading() as unit:
            every = unit.many(Endpoint)
        if not all(is_sealed(one.secret) for one in every):
            endpoints.seal(self._store, self._seal.close)
        listening = [one for one in every if one.live]
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

    def _send(self, id: int) -> None:
        try:
            claimed = deliveries.claim(self._store, id)
            if claimed is None:
                return
            sent, endpoint = claimed
            secret = self._seal.open(endpoint.secret)
            headers = signing.headers(secret, sent.public_id, sent.body, datetime.now(UTC))
            posted = self._poster.post(endpoint.url, headers, sent.body.encode())
            after = deliveries.report(self._store, sent, posted.status, posted.fault)
        except (Conflict, Unreachable) as away:
            log.warning("a delivery is tried again: %s", type(away).__name__)
            return
        except Unreadable as fault:
            log.error("endpoint %s: its secret cannot be read, %s", endpoint.public_id, fault)
            deliveries.report(self._store, sent, None, "its secret cannot be read: SECRET_KEY is another one")
            return
        if not posted.heard:
            then = after.next_at if after else None
            log.warning("delivery %s was not heard (%s); next %s", sent.public_id, posted.status or posted.fault, then)


@contextmanager
def telling(parts: Parts, outgoing: Outgoing | None = None) -> Iterator[None]:
    """Tells endpoints meanwhile."""
    outgoing, stop = outgoing or Outgoing(parts.store, parts.seal()), threading.Event()

    def live() -> None:
        while not stop.wait(parts.settings.sweep_seconds):
            attempt(outgoing.begin)

    thread = threading.Thread(target=live, name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()


def attempt(a_pass: Callable[[], object]) -> None:
    """One pass; whatever breaks is tried again at the next."""
    try:
        a_pass()
    except (Conflict, Unreachable) as away:
        log.warning("webhooks wait: %s", away)
    except Exception:
        log.exception("a pass of the webhooks broke; the next one tries again")
