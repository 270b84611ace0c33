"""How a page learns that something has changed: a stream of marks where there are threads for it, else by asking.

One thread of a process looks, for all its streams. Beyond their number, and on SQLite, browsers ask.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

from flask import Blueprint, Response, current_app, jsonify

from ivr.access import Action
from ivr.console.door import needs
from ivr.console.ground import Ground, here
from ivr.reports.mark import mark
from ivr.store.sql.haste import within
from ivr.store.sql.refusals import ERRORS
from ivr.switchboard.ports import Unreachable

log = logging.getLogger(__name__)

EVERY = 0.4
"""Seconds between two looks."""
PATIENCE = 0.3
"""Seconds that a look may wait for the database."""
BREATH = 10.0
"""Seconds after which a stream on which nothing happened says that it lives: who has gone is noticed by that."""
LONGEST = 1800.0
"""Seconds; then the browser connects anew, and is asked again who it is."""
NAP = 1.0
"""Seconds after which a stream looks whether its process is about to end."""

pages = Blueprint("live", __name__, url_prefix="/live")
_KEY = "live"


class Lookout:
    """Looks at the mark while anybody listens."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._news = threading.Condition()
        self._mark, self._streams = "", 0
        self._looks = False

    def join(self) -> bool:
        """One listener more; False: there are enough, and it must not listen."""
        with self._news:
            if self._streams >= self._ground.streams or self._ground.stopping.is_set():
                return False
            self._streams += 1
            if not self._looks:
                self._looks = True
                threading.Thread(target=self._look, name="lookout", daemon=True).start()
            return True

    def leave(self) -> None:
        """One fewer."""
        with self._news:
            self._streams -= 1

    def after(self, seen: str) -> str:
        """The mark, as soon as it is another one than `seen`; the same after a nap."""
        with self._news:
            self._news.wait_for(lambda: self._mark not in ("", seen), NAP)
            return self._mark or seen

    def _look(self) -> None:
        while self._goes_on():
            try:
                with within(PATIENCE), self._ground.store.reading() as unit:
                    found = mark(unit)
            except (Unreachable, *ERRORS):
                found = ""  # whoever listens hears nothing new; the pages say by themselves that the database is away
            with self._news:
                if found and found != self._mark:
                    self._mark = found
                    self._news.notify_all()
            self._ground.stopping.wait(EVERY)

    def _goes_on(self) -> bool:
        with self._news:
            self._looks = self._streams > 0 and not self._ground.stopping.is_set()
            if not self._looks:
                self._mark = ""  # an old one would be news to whoever joins next
            return self._looks


def _lookout() -> Lookout:
    found: Lookout = current_app.extensions.setdefault(_KEY, Lookout(here()))
    return found


@pages.get("/mark")
@needs(Action.FOLLOW, counts=False)
def now() -> Response:
    """The mark at this moment."""
    with here().store.reading() as unit:
        return jsonify(mark=mark(unit))


@pages.get("")
@needs(Action.FOLLOW, counts=False)
def stream() -> Response:
    """The marks, as server-sent events; 503 where there are streams enough."""
    lookout = _lookout()
    if not lookout.join():
        return Response(status=503, headers={"Retry-After": "60"})
    answer = Response(_marks(lookout, here().stopping), mimetype="text/event-stream")
    answer.call_on_close(lookout.leave)
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _marks(lookout: Lookout, stopping: threading.Event) -> Iterator[str]:
    began = said = time.monotonic()
    seen = ""
    yield "retry: 2000\n\n"
    while not stopping.is_set() and time.monotonic() - began < LONGEST:
        mark = lookout.after(seen)
        if mark != seen:
            seen, said = mark, time.monotonic()
            yield f"data: {mark}\n\n"
        elif time.monotonic() - said > BREATH:
            said = time.monotonic()
            yield ": still here\n\n"
