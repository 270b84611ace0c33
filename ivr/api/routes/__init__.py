"""The one table of routes: address, parameters, what comes back, who may. Views and the description are made of it."""

from __future__ import annotations

from ivr.api import asked
from ivr.api.openapi import document
from ivr.api.route import Request, Route, Source, Told
from ivr.api.routes.agents import ROUTES as AGENTS
from ivr.api.routes.callbacks import ROUTES as CALLBACKS
from ivr.api.routes.callers import ROUTES as CALLERS
from ivr.api.routes.house import ROUTES as HOUSE
from ivr.api.routes.notes import ROUTES as NOTES
from ivr.api.routes.reading import listed, single
from ivr.api.routes.trail import ROUTES as TRAIL
from ivr.api.routes.webhooks import ROUTES as WEBHOOKS
from ivr.promise import transfer
from ivr.reports.call import calls, transfers
from ivr.reports.call.calls import CallShown
from ivr.reports.call.transfers import TransferShown
from ivr.reports.callback.callbacks import CallbackShown
from ivr.reports.caller.callers import CallerShown
from ivr.reports.crew.accounts import AccountShown
from ivr.reports.equation.audit import audit
from ivr.reports.shop.house import KnowledgeCardShown, TaskShown, TeamShown
from ivr.reports.shop.outside import (
    AgentShown,
    CallerNoteShown,
    DeliveryShown,
    EndpointShown,
    FoundCallerShown,
    NoteShown,
)

SHOWN: tuple[type, ...] = (
    CallShown,
    CallerShown,
    FoundCallerShown,
    TransferShown,
    CallbackShown,
    NoteShown,
    CallerNoteShown,
    AgentShown,
    AccountShown,
    TeamShown,
    KnowledgeCardShown,
    TaskShown,
    EndpointShown,
    DeliveryShown,
)
"""What the API shows; each has a schema."""


def _audit(source: Source, request: Request) -> Told:
    asked.which(request.query, (), ())
    return Told(audit(source.store, source.board.rules.sweep_period).as_json())


def _openapi(source: Source, request: Request) -> Told:
    return Told(document(ROUTES, SHOWN))


ROUTES: tuple[Route, ...] = (
    listed("/calls", CallShown, calls.page, ("caller", "since")),
    single("/calls/{id}", "A call, with all that happened in it", CallShown, calls.one),
    *CALLERS,
    listed("/transfers", TransferShown, transfers.page, ("state", "caller", "since"), transfer.State),
    *CALLBACKS,
    *AGENTS,
    *HOUSE,
    *NOTES,
    *WEBHOOKS,
    *TRAIL,
    Route("/audit", "get_audit", "The product's equation: every obligation has one fate", "Audit", _audit),
    Route("/openapi.json", "get_openapi_json", "This description", "OpenApi", _openapi, scope=None),
)
