"""Whether this process lives, and whether the installation is fit to answer calls."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify

from ivr.app.parts import Parts
from ivr.store import schema

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Alive: touches nothing, so that one outage does not become a storm of restarts."""
    return jsonify(alive=True)


def readiness(parts: Parts) -> Callable[[], tuple[Response, int]]:
    """The view of `/readyz` for these parts: one line per check, 503 unless all are well."""

    def readyz() -> tuple[Response, int]:
        checks = {name: _said(check, parts) for name, check in CHECKS.items()}
        ready = all(said == "ok" for said in checks.values())
        return jsonify(ready=ready, checks=checks), 200 if ready else 503

    return readyz


def _said(check: Callable[[Parts], str], parts: Parts) -> str:
    try:
        return check(parts)
    except Exception as fault:
        return f"away: {type(fault).__name__}"


def _database(parts: Parts) -> str:
    parts.store.now()
    return "ok"


def _migrations(parts: Parts) -> str:
    return "ok" if schema.is_at_head(parts.store.engine) else "behind: run `python -m ivr db upgrade`"


def _flows(parts: Parts) -> str:
    numbers = parts.board.library.business().numbers
    return "ok" if numbers else "no flow is published: run `python -m ivr flows publish`"


CHECKS: dict[str, Callable[[Parts], str]] = {"database": _database, "migrations": _migrations, "flows": _flows}
