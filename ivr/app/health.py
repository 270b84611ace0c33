"""Whether this process lives, and whether the installation is fit to answer calls."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify

from ivr.app import checks
from ivr.app.checks import Found, Health
from ivr.app.metrics import Gauges, as_json
from ivr.app.parts import Parts
from ivr.store.haste import within

LONGEST = 1.5
"""Seconds that all checks may wait for the database: who asks often takes no threads from callers meanwhile."""

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Alive: touches nothing, so that one outage does not become a storm of restarts."""
    return jsonify(alive=True)


def readiness(parts: Parts, gauges: Gauges) -> Callable[[], tuple[Response, int]]:
    """The view of `/readyz` for these parts: one line per check, and the figures; 503 unless calls can be answered.

    What is only less than it should be is told, and answered by 200: no load balancer takes calls away for it.
    """

    def readyz() -> tuple[Response, int]:
        with within(LONGEST):
            needed = [checks.look(check, parts) for check in checks.ESSENTIAL]
            ready = all(found.health is Health.OK for found in needed)
            beside = [checks.look(check, parts) for check in checks.BESIDE] if ready else []
        degraded = any(found.health is not Health.OK for found in beside)
        said = {found.name: _said(found) for found in (*needed, *beside)}
        figures = as_json(gauges.read())
        return jsonify(ready=ready, degraded=degraded, checks=said, figures=figures), 200 if ready else 503

    return readyz


def _said(found: Found) -> str:
    """Anybody may ask, so what stands here names no address and no number."""
    if found.health is Health.OK:
        return "ok"
    return "cannot be reached" if found.health is Health.AWAY else f"{found.what}: {found.do}"
