"""How this installation stands, in figures: for Prometheus at `/metrics`, and in `/readyz` as JSON.

One process answers for the database and for itself. Figures are looked up no more often than is worth it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping

from flask import Response, request

from ivr import __version__
from ivr.api.gate import admit
from ivr.api.problems import Refused, response
from ivr.app import checks
from ivr.app.checks import Health
from ivr.app.parts import Parts
from ivr.reports.shop.figures import MEANING, Figure, gather
from ivr.store.sql.haste import within
from ivr.store.sql.refusals import ERRORS
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Scope
from ivr.switchboard.sign_in.tokens import hashed

FRESH = 5.0
"""Seconds for which figures are good: whoever asks more often gets the same again."""
LONGEST = 1.0
"""Seconds that a question may wait for the database."""
SHARE = 20
"""Figures are good for at least so many times as long as it took to look them up."""
BELIEVED = 3600.0
"""Seconds for which a token that was good is believed while the database, which knows it, is away."""

OWN_MEANING: Mapping[str, str] = {
    "database_up": "1 where the database answers",
    "doorbell_up": "1 where Redis answers; absent where none is configured",
    "breaker_open": "1 while this process does not ask the database, because it was away a moment ago",
    "spool": "missed calls that wait beside the database on this machine",
    "build_info": "always 1; which version this is",
}
"""Every figure of the process that answers."""

PREFIX = "ivr_"
CONTENT = "text/plain; version=0.0.4; charset=utf-8"


class Gauges:
    """The figures, looked up by one thread at a time while all others get the last ones. `breaker` says whether the
    doors' breaker is open."""

    def __init__(self, parts: Parts, breaker: Callable[[], bool], fresh: float = FRESH) -> None:
        self._parts, self._breaker, self._fresh = parts, breaker, fresh
        self._lock = threading.Lock()
        self._until, self._last = 0.0, tuple[Figure, ...]()

    def read(self) -> tuple[Figure, ...]:
        """All figures; where the database is away, those that need none."""
        if time.monotonic() >= self._until and self._lock.acquire(blocking=not self._last):
            try:
                began = time.monotonic()
                self._last = (*self._own(), *self._of_database())
                now = time.monotonic()
                self._until = now + max(self._fresh, SHARE * (now - began))
            finally:
                self._lock.release()
        return (*self._last, Figure("breaker_open", self._breaker()))

    def _own(self) -> Iterator[Figure]:
        yield Figure("build_info", 1, ("version", __version__))
        yield Figure("spool", self._parts.spool.lines())
        if self._parts.settings.redis_url is not None:
            yield Figure("doorbell_up", checks.redis(self._parts).health is Health.OK)

    def _of_database(self) -> Iterator[Figure]:
        try:
            with within(LONGEST):
                found = gather(self._parts.store, self._parts.board.rules.sweep_period)
        except (Unreachable, *ERRORS):
            yield Figure("database_up", 0)
        else:
            yield Figure("database_up", 1)
            yield from found


def as_text(figures: Iterable[Figure]) -> str:
    """In the text format of Prometheus (version 0.0.4): all are gauges."""
    lines: list[str] = []
    told = ""
    for figure in sorted(figures, key=lambda one: one.name):
        name = PREFIX + figure.name
        if name != told:
            meaning = MEANING.get(figure.name) or OWN_MEANING[figure.name]
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
            told = name
        label = '{%s="%s"}' % (figure.label[0], _escaped(figure.label[1])) if figure.label else ""  # noqa: UP031
        lines.append(f"{name}{label} {float(figure.value):.10g}")
    return "\n".join([*lines, ""])


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def as_json(figures: Iterable[Figure]) -> dict[str, object]:
    """By name; what is counted by something is an object."""
    shown: dict[str, object] = {}
    for figure in figures:
        value = int(figure.value) if float(figure.value).is_integer() else round(figure.value, 3)
        if figure.label is None:
            shown[figure.name] = value
        else:
            counted = shown.setdefault(figure.name, {})
            assert isinstance(counted, dict)
            counted[figure.label[1]] = value
    return shown


def scraped(parts: Parts, gauges: Gauges) -> Callable[[], Response]:
    """The view of `/metrics`: for the bearer of any token of the API."""
    believed: dict[str, float] = {}

    def metrics() -> Response:
        shown = request.headers.get("Authorization", "")
        try:
            with within(LONGEST):
                admit(parts.store, shown, Scope.READ)
            believed[hashed(shown)] = time.monotonic() + BELIEVED
        except Refused as refused:
            believed.pop(hashed(shown), None)
            return response(refused)
        except (Unreachable, *ERRORS):
            if believed.get(hashed(shown), 0.0) < time.monotonic():
                return Response("the database is away, and it knows who may ask\n", 503, mimetype="text/plain")
        return Response(as_text(gauges.read()), content_type=CONTENT)

    return metrics
