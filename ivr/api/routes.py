"""The one table of routes: address, parameters, what comes back, who may. Views and the description are made of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from ivr.api import asked
from ivr.api.openapi import document
from ivr.api.route import Route, Source
from ivr.api.schema import name_of
from ivr.promise import callback, transfer
from ivr.reports import callbacks, callers, calls, transfers
from ivr.reports.audit import audit
from ivr.reports.callbacks import CallbackShown
from ivr.reports.callers import CallerShown
from ivr.reports.calls import CallShown
from ivr.reports.pages import Page, Which
from ivr.reports.shown import as_json
from ivr.reports.transfers import TransferShown
from ivr.store.unit import SqlUnit

SHOWN: tuple[type, ...] = (CallShown, CallerShown, TransferShown, CallbackShown)
"""What the API shows; each has a schema."""


def _list(
    path: str,
    kind: type,
    read: Callable[[SqlUnit, Which], Page[Any]],
    query: tuple[str, ...],
    states: type[StrEnum] | None = None,
) -> Route:
    known = (*query, "cursor", "limit")
    allowed = tuple(states) if states else ()

    def page(source: Source, ids: dict[str, str], given: dict[str, str]) -> Any:
        which = asked.which(given, known, allowed)
        with source.store.reading() as unit:
            found = read(unit, which)
        return {"data": as_json(found.rows), "next_cursor": asked.cursor(found.next)}

    summary = f"{path.strip('/').capitalize()}, the newest first"
    return Route(path, summary, name_of(kind), page, True, known, tuple(map(str, allowed)))


def _one(path: str, summary: str, kind: type, read: Callable[[SqlUnit, str], Any]) -> Route:
    def one(source: Source, ids: dict[str, str], given: dict[str, str]) -> Any:
        asked.which(given, (), ())
        (id,) = ids.values()
        with source.store.reading() as unit:
            found = read(unit, id)
        return None if found is None else as_json(found)

    return Route(path, summary, name_of(kind), one)


def _audit(source: Source, ids: dict[str, str], given: dict[str, str]) -> Any:
    return audit(source.store, source.sweep_period).as_json()


def _openapi(source: Source, ids: dict[str, str], given: dict[str, str]) -> Any:
    return document(ROUTES, SHOWN)


ROUTES: tuple[Route, ...] = (
    _list("/calls", CallShown, calls.page, ("caller", "since")),
    _one("/calls/{id}", "A call, with all that happened in it", CallShown, calls.one),
    _one(
        "/callers/{number}",
        "A caller: preferences, what we owe them, last contacts",
        CallerShown,
        lambda unit, number: callers.one(unit, asked.number(number)),
    ),
    _list("/transfers", TransferShown, transfers.page, ("state", "caller", "since"), transfer.State),
    _list("/callbacks", CallbackShown, callbacks.page, ("state", "caller", "since"), callback.State),
    _one("/callbacks/{id}", "A callback: promise, attempts, brief", CallbackShown, callbacks.one),
    Route("/audit", "The product's equation: every obligation has one fate", "Audit", _audit),
    Route("/openapi.json", "This description", "OpenApi", _openapi, scope=None),
)
