"""Incidents: what callers are told before they ask. One per topic stands; it ends when a person says so, or by time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from ivr.callflow.facts import Declared
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Incident


def declare(store: Store, topic: str, texts: Mapping[str, str], lasts: timedelta | None = None) -> Incident:
    """From now on callers are told; Conflict where this topic has one that stands already."""
    return work(store, lambda unit: _declare(unit, topic, texts, lasts), "operator")


def _declare(unit: Unit, topic: str, texts: Mapping[str, str], lasts: timedelta | None) -> Incident:
    for row in unit.many(Incident, topic=topic, resolved_at=None):
        if row.ends_at is not None and row.ends_at <= unit.now:
            unit.save(replace(row, resolved_at=row.ends_at))
    until = unit.now + lasts if lasts else None
    return unit.insert(Incident(0, topic, _written(texts), unit.now, unit.now, until))


def update(
    store: Store, topic: str, texts: Mapping[str, str] | None = None, lasts: timedelta | None = None
) -> Incident | None:
    """Other words, or another end, from now on. None: nothing stands of this topic."""

    def act(unit: Unit) -> Incident | None:
        row = _standing(unit, topic)
        if row is None:
            return None
        said = {**json.loads(row.texts), **texts} if texts else json.loads(row.texts)
        until = unit.now + lasts if lasts else row.ends_at
        return unit.save(replace(row, texts=_written(said), ends_at=until, updated_at=unit.now))

    return work(store, act, "operator")


def resolve(store: Store, topic: str) -> Incident | None:
    """It is over. None: nothing stands of this topic."""

    def act(unit: Unit) -> Incident | None:
        row = _standing(unit, topic)
        return unit.save(replace(row, resolved_at=unit.now)) if row else None

    return work(store, act, "operator")


def standing(unit: Unit) -> tuple[Incident, ...]:
    """What callers are told now, the newest first."""
    rows = unit.many(Incident, resolved_at=None)
    now = (row for row in rows if row.ends_at is None or row.ends_at > unit.now)
    return tuple(sorted(now, key=lambda row: (row.declared_at, row.id), reverse=True))


def declared(unit: Unit) -> tuple[Declared, ...]:
    """The same as a turn needs it."""
    return tuple(Declared(row.topic, json.loads(row.texts)) for row in standing(unit))


def _standing(unit: Unit, topic: str) -> Incident | None:
    return next((row for row in standing(unit) if row.topic == topic), None)


def _written(texts: Mapping[str, str]) -> str:
    return json.dumps(dict(texts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
