"""Whether this process lives, and whether the installation is fit to answer calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from ivr.app import checks
from ivr.app.checks import Found, Health
from ivr.app.metrics import Gauges, as_json
from ivr.app.parts import Parts
from ivr.reports.shop import editions
from ivr.store.sql.haste import within
from ivr.store.sql.refusals import ERRORS
from ivr.switchboard.ports import Unreachable

LONGEST = 1.5
"""Seconds that all checks may wait for the database: who asks often takes no threads from callers meanwhile."""

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Alive: touches nothing, so that one outage does not become a storm of restarts."""
    return jsonify(alive=True)


def readiness(parts: Parts, gauges: Gauges) -> Callable[[], tuple[Response, int]]:
    """The view of `/readyz` for these parts: a line per check, what answers calls, and the figures; 503 if none can be.

    What is only less than it should be is told, and answered by 200: no load balancer takes calls away for it.
    """

    def readyz() -> tuple[Response, int]:
        with within(LONGEST):
            needed = [checks.look(check, parts) for check in checks.ESSENTIAL]
            ready = all(found.health is Health.OK for found in needed)
            beside = [checks.look(check, parts) for check in checks.BESIDE] if ready else []
            flows = _answering(parts) if ready else []
        degraded = any(found.health is not Health.OK for found in beside)
        said = {found.name: _said(found) for found in (*needed, *beside)}
        figures = as_json(gauges.read())
        answer = jsonify(ready=ready, degraded=degraded, checks=said, flows=flows, figures=figures)
        return answer, 200 if ready else 503

    return readyz


def _answering(parts: Parts) -> list[dict[str, object]]:
    """The flows that are live, each with its version and hash; none where the database has just gone away."""
    try:
        with parts.store.reading() as unit:
            return [asdict(one) for one in editions.live(unit)]
    except (Unreachable, *ERRORS):
        return []


def _said(found: Found) -> str:
    """Anybody may ask, so what stands here names no address and no number."""
    if found.health is Health.OK:
        return "ok"
    return "cannot be reached" if found.health is Health.AWAY else f"{found.what}: {found.do}"
