"""Twilio's REST API as the switchboard's carrier: each method is one or two requests, never repeated here.

It takes 100 ms to load, so only what places calls imports it: jobs and the sweep, not the web.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from ivr.line.log import LogPage, PageResult, RequestsResult, Sought
from ivr.line.outcomes import (
    Done,
    EndResult,
    FetchResult,
    FindResult,
    Gone,
    LegReport,
    PlaceCall,
    PlaceResult,
    RecordingsResult,
    Refused,
    TextsResult,
    Uncertain,
)
from ivr.switchboard.ports import Carrier
from ivr.twilio import kept
from ivr.twilio.classify import classify
from ivr.twilio.events import read_event
from ivr.twilio.tried import error_code, leg_report, tried, why
from ivr.twilio.urls import Urls

PATIENCE = (3.05, 10.0)
"""Seconds to connect and between two bytes; the library's own default is to wait for ever. Twilio's API gives up after
about 26 s by itself; the quiescence time must cover both."""

MOST_LEGS = 50
"""One page, newest first: a leg that we look for is minutes old."""

LOG_PAGE = 1000
"""Legs on a page of the log: as many as Twilio gives."""

MOST_LETTERS = 1600
"""Of a text message (Twilio docs, Message resource)."""

_EVENTS = ["initiated", "ringing", "answered", "completed"]
_NOT_IN_PROGRESS = 21220
_NOT_FOUND = 20404
_OUR_QUEUES = "t-"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_log = logging.getLogger(__name__)
_wire = logging.getLogger(f"{__name__}.wire")
_wire.setLevel(logging.WARNING)  # at INFO the library logs every number that is called


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom we ask. `username` is the account's SID or an API key; `base_url` is another host's."""

    sid: str
    username: str
    password: str = field(repr=False)
    base_url: str | None = None
    edge: str | None = None
    region: str | None = None
    fallback_url: str | None = None


class RestCarrier(Carrier):
    """Twilio. May be shared by threads: it keeps no connection, for a reset of a kept one would look like a call that
    may or may not have been placed."""

    def __init__(self, account: Account, urls: Urls, patience: tuple[float, float] = PATIENCE) -> None:
        self._account = account
        self._urls = urls
        self._client = make_client(account, patience)

    def place(self, call: PlaceCall) -> PlaceResult:
        fallback = self._account.fallback_url
        return _placed(
            lambda: self._client.calls.create(
                to=call.to,
                from_=call.from_,
                url=self._urls.door(call.answered),
                method="POST",
                status_callback=self._urls.door(call.report),
                status_callback_method="POST",
                status_callback_event=_EVENTS,
                timeout=call.ring_seconds,
                time_limit=call.time_limit,
                **({"fallback_url": fallback, "fallback_method": "POST"} if fallback else {}),
            )
        )

    def end(self, sid: str) -> EndResult:
        """`completed`, never `canceled`: that would do nothing to a leg that was picked up a moment ago."""
        result = tried(lambda: self._client.calls(sid).update(status="completed"))
        if error_code(result) == _NOT_FOUND:
            return Gone()
        done = not isinstance(result, Exception) or error_code(result) == _NOT_IN_PROGRESS
        return Done() if done else Uncertain(why(result))

    def fetch(self, sid: str) -> FetchResult:
        result = tried(lambda: self._client.calls(sid).fetch())
        if error_code(result) == _NOT_FOUND:
            return Gone()
        report = None if isinstance(result, Exception) else leg_report(result)
        return report or Uncertain(why(result))

    def find(self, to: str, from_: str) -> FindResult:
        """No filter by time: a queued leg has no start time yet. It is asked for by itself, not to be crowded out."""
        queued = self._legs("outbound-api", to=to, from_=from_, status="queued")
        known = self._legs("outbound-api", to=to, from_=from_)
        if isinstance(queued, Uncertain) or isinstance(known, Uncertain):
            return queued if isinstance(queued, Uncertain) else known
        both = {leg.sid: leg for leg in (*queued, *known)}
        return tuple(sorted(both.values(), key=_created, reverse=True))

    def children(self, sid: str) -> FindResult:
        return self._legs("outbound-dial", parent_call_sid=sid)

    def calls(self, sought: Sought, page: str = "") -> PageResult:
        """Twilio's StartTime is a whole UTC day. The address of the next page is Twilio's own, and good for a while."""
        found = tried(
            lambda: self._client.calls.get_page(page) if page else self._client.calls.page(**_filters(sought))
        )
        if isinstance(found, Exception):
            return Uncertain(why(found))
        legs = tried(lambda: tuple(leg for one in found if (leg := leg_report(one))))
        return Uncertain(why(legs)) if isinstance(legs, Exception) else LogPage(legs, found.next_page_url or "")

    def requests(self, sid: str) -> RequestsResult:
        """Twilio docs, Call Event resource."""
        found = tried(lambda: self._client.calls(sid).events.list(limit=LOG_PAGE, page_size=LOG_PAGE))
        if not isinstance(found, Exception):
            found = tried(lambda: tuple(read_event(sid, event, self._urls) for event in found))
        return Uncertain(why(found)) if isinstance(found, Exception) else tuple(one for one in found if one)

    def close_queue(self, sid: str) -> EndResult:
        """A queue of another name is not ours, whatever our row says: left alone, and never asked about again."""
        queue = tried(lambda: self._client.queues(sid).fetch())
        if not isinstance(queue, Exception) and not str(queue.friendly_name).startswith(_OUR_QUEUES):
            _log.error("the queue %s is not ours and stays", sid)
            return Done()
        result = queue if isinstance(queue, Exception) else tried(lambda: self._client.queues(sid).delete())
        done = not isinstance(result, Exception) or error_code(result) == _NOT_FOUND
        return Done() if done else Uncertain(why(result))

    def text(self, to: str, from_: str, body: str) -> PlaceResult:
        return _placed(lambda: self._client.messages.create(to=to, from_=from_, body=body[:MOST_LETTERS]))

    def texts(self, to: str, from_: str) -> TextsResult:
        return kept.texts(self._client, to, from_)

    def recordings(self, sid: str) -> RecordingsResult:
        return kept.recordings(self._client, sid)

    def erase_recording(self, sid: str) -> EndResult:
        return kept.erase(self._client.recordings(sid))

    def erase_call(self, sid: str) -> EndResult:
        return kept.erase(self._client.calls(sid))

    def erase_text(self, sid: str) -> EndResult:
        return kept.erase(self._client.messages(sid))

    def _legs(self, direction: str, **which: str) -> tuple[LegReport, ...] | Uncertain:
        found = tried(lambda: self._client.calls.list(**which, limit=MOST_LEGS, page_size=MOST_LEGS))
        if isinstance(found, Exception):
            return Uncertain(why(found))
        legs = [leg_report(leg) for leg in found if leg.direction == direction]
        return tuple(leg for leg in legs if leg)


def _filters(sought: Sought) -> dict[str, Any]:
    day = sought.since and sought.since.isoformat()
    filters = {"to": sought.to, "from_": sought.from_, "start_time_after": day}
    filters["status"] = "queued" if sought.queued else None
    return {name: value for name, value in filters.items() if value} | {"page_size": LOG_PAGE}


def make_client(account: Account, patience: tuple[float, float]) -> Client:
    """The library's client, as this account; it connects to nothing yet."""
    return Client(
        account.username,
        account.password,
        account.sid,
        account.region,
        _Http(account.base_url, patience),
        environment={"TWILIO_ACCOUNT_SID": account.sid},  # settings alone read the real one
        edge=account.edge,
    )


class _Http(TwilioHttpClient):  # type: ignore[misc,unused-ignore]
    """The library's client with a time limit, and at another host where one is configured."""

    def __init__(self, base_url: str | None, patience: tuple[float, float]) -> None:
        host = urlsplit(base_url or "").hostname
        proxy = {"no_proxy": host} if host in _LOOPBACK else None
        super().__init__(pool_connections=False, logger=_wire, proxy=proxy)
        self.timeout: Any = patience  # its own check of the argument knows no pair
        self._base_url = base_url

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Response:
        if self._base_url:
            parts = urlsplit(url)
            url = self._base_url.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().request(method, url, *args, **options)


def _placed(request: Callable[[], Any]) -> PlaceResult:
    result = classify(tried(request))
    if isinstance(result, Refused | Uncertain):
        _log.warning("Twilio did not confirm a request: %s", result.reason)
    return result


def _created(leg: LegReport) -> float:
    return leg.created_at.timestamp() if leg.created_at else 0.0
