"""The trail for programs: who saw and changed what."""

from __future__ import annotations

from typing import Any

from ivr.api import asked
from ivr.api.route import Request, Route, Source, Told
from ivr.reports.shop import trail as reports
from ivr.reports.shop.trail import DeedShown, Sought
from ivr.reports.shown import as_json
from ivr.switchboard.rows import Scope

_QUERY = ("since", "cursor", "limit")


def _deeds(source: Source, request: Request) -> Told:
    which = asked.which(request.query, _QUERY, ())
    with source.store.reading() as unit:
        found = reports.page(unit, Sought(since=which.since, before=which.before, limit=which.limit))
    return Told({"data": [_told(deed) for deed in found.rows], "next_cursor": asked.cursor(found.next)})


def _told(deed: DeedShown) -> dict[str, Any]:
    return {
        "at": as_json(deed.at),
        "name": deed.name,
        "action": deed.action,
        "subject": deed.subject,
        "address": deed.address,
        "before": {name: before for name, before, _ in deed.fields if before is not None},
        "after": {name: after for name, _, after in deed.fields if after is not None},
    }


ROUTES: tuple[Route, ...] = (
    Route(
        "/trail",
        "list_trail",
        "Who saw and changed what, the newest first; a token that may write is needed",
        "Deed",
        _deeds,
        pages=True,
        query=_QUERY,
        scope=Scope.WRITE,
    ),
)
