"""Outgoing webhooks for programs: endpoints, the log of deliveries, and sending again."""

from __future__ import annotations

from typing import Any

from ivr.api.body import Field, choice, flag, many, text
from ivr.api.problems import Problem, Refused
from ivr.api.route import Request, Route, Source, Told
from ivr.api.routes.reading import listed, whole
from ivr.egress import addresses, signing
from ivr.reports.shop import outside
from ivr.reports.shop.outside import DeliveryShown, EndpointShown
from ivr.reports.shown import as_json
from ivr.store import outbox
from ivr.switchboard.outside import deliveries, endpoints
from ivr.switchboard.outside.endpoints import EVENTS
from ivr.switchboard.rows import DeliveryState, Scope

_WHICH = Field("events", many(choice(*EVENTS), len(EVENTS)), "What it hears; left out at first: everything.")
NEW = (Field("url", text(2000, 1), "Where to post to: https, on a machine of the open internet.", True), _WHICH)
CHANGE = (Field("live", flag(), "On or off. One that is on again hears what happens from then on."), _WHICH)


def _add(source: Source, request: Request) -> Told:
    url, secret = request.body["url"], signing.new_secret()
    if (why := addresses.flaw(url)) is not None:
        raise Refused(Problem.DECLINED, why, reason="no_such_address")
    with source.store.reading() as unit:
        line = outbox.last_line(unit)
    kept = source.seal.close(secret)
    row = endpoints.add(source.store, request.by, url, kept, request.body.get("events", ()), line)
    if row is None:
        raise Refused(Problem.CONFLICT, f"at most {endpoints.MOST} are on", reason="too_many")
    return Told({**as_json(outside.endpoint_shown(row)), "secret": secret}, 201)


def _change(source: Source, request: Request) -> Told | None:
    given: dict[str, Any] = dict(request.body)
    with source.store.reading() as unit:
        line = outbox.last_line(unit)
    row = endpoints.change(source.store, request.by, request.ids["id"], line, given.get("live"), given.get("events"))
    return None if row is None else Told(as_json(outside.endpoint_shown(row)))


def _resend(source: Source, request: Request) -> Told | None:
    if deliveries.resend(source.store, request.by, request.ids["id"]) is None:
        return None
    with source.store.reading() as unit:
        shown = outside.delivery(unit, request.ids["id"])
    return None if shown is None else Told(as_json(shown))


ROUTES: tuple[Route, ...] = (
    whole("/webhooks", "list_webhooks", "Endpoints", EndpointShown, lambda unit, request: outside.endpoints(unit)),
    Route(
        "/webhooks",
        "add_webhook",
        "A new endpoint; the answer alone has its secret",
        "NewEndpoint",
        _add,
        method="POST",
        body=NEW,
        statuses=(201,),
        refuses=(Problem.DECLINED,),
        scope=Scope.WRITE,
    ),
    Route(
        "/webhooks/{id}",
        "change_webhook",
        "An endpoint on, off, or hearing something else",
        "Endpoint",
        _change,
        method="PATCH",
        body=CHANGE,
        scope=Scope.WRITE,
    ),
    listed("/deliveries", DeliveryShown, outside.deliveries, ("state",), DeliveryState),
    Route(
        "/deliveries/{id}/resend",
        "resend_delivery",
        "A delivery sent again, under the same id",
        "Delivery",
        _resend,
        method="POST",
        body=(),
        scope=Scope.WRITE,
    ),
)
