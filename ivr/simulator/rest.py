"""Twilio's REST paths over HTTP, in front of a Carrier: authentication, forms, JSON, pages, errors.

It translates only; every answer is the exchange's.
"""

from __future__ import annotations

import hmac
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from flask import Blueprint, Response, jsonify, request

from ivr.simulator import resources
from ivr.simulator.carrier import Carrier
from ivr.simulator.exchange import Exchange, RestError, Verb
from ivr.simulator.faults import FaultKind
from ivr.simulator.resources import Json
from ivr.simulator.tone import tone
from ivr.simulator.xml import Unreadable, parse

R = TypeVar("R")
Answer = tuple[Response, int] | Response
LONGEST_TWIML = 4000
LARGEST_PAGE = 1000
_NOT_FOUND = RestError(404, 20404, "The requested resource was not found")
_UNAUTHORISED = RestError(401, 20003, "Authenticate")


def refused(refusal: RestError) -> Answer:
    """An error body with its HTTP status."""
    return jsonify(resources.error(refusal)), refusal.status


class RestApi:
    """The paths under one account."""

    def __init__(self, carrier: Carrier, account_sid: str, token: str, changed: Callable[[], None]) -> None:
        """`changed` is called when a number was updated."""
        self._carrier, self._account, self._token, self._changed = carrier, account_sid, token, changed

    def blueprint(self) -> Blueprint:
        """Routes as Twilio has them; anything else is 404 with code 20404."""
        pages = Blueprint("rest", __name__, url_prefix=f"/{resources.VERSION}/Accounts")
        pages.before_request(self._authenticate)
        pages.get("/<account>.json")(self._get_account)
        for path, methods, view in (
            ("Calls", ("POST",), self._create_call),
            ("Calls", ("GET",), self._list_calls),
            ("Calls/<sid>", ("GET",), self._get_call),
            ("Calls/<sid>", ("POST",), self._update_call),
            ("Calls/<sid>", ("DELETE",), self._delete_call),
            ("Calls/<sid>/Events", ("GET",), self._list_events),
            ("Calls/<sid>/Recordings", ("GET",), self._list_recordings),
            ("Recordings/<sid>", ("DELETE",), self._delete_recording),
            ("Queues", ("GET",), self._list_queues),
            ("Queues/<sid>", ("GET",), self._get_queue),
            ("Queues/<sid>", ("DELETE",), self._delete_queue),
            ("Queues/<sid>/Members", ("GET",), self._list_members),
            ("Queues/<sid>/Members/<call_sid>", ("GET",), self._get_member),
            ("Queues/<sid>/Members/<call_sid>", ("POST",), self._dequeue_member),
            ("Messages", ("POST",), self._create_message),
            ("Messages", ("GET",), self._list_messages),
            ("Messages/<sid>", ("GET",), self._get_message),
            ("Messages/<sid>", ("DELETE",), self._delete_message),
            ("IncomingPhoneNumbers", ("GET",), self._list_numbers),
            ("IncomingPhoneNumbers/<sid>", ("POST",), self._update_number),
        ):
            pages.add_url_rule(f"/<account>/{path}.json", view.__name__, view, methods=list(methods))
        pages.add_url_rule("/<account>/Recordings/<sid>.mp3", "sound", self._sound)
        return pages

    def _authenticate(self) -> Answer | None:
        given = request.authorization
        user = (given.username or "") if given else ""
        password = (given.password or "") if given else ""
        known = hmac.compare_digest(user.encode(), self._account.encode())
        right = hmac.compare_digest(password.encode(), self._token.encode())
        if not (known and right):
            return refused(_UNAUTHORISED)
        if (request.view_args or {}).pop("account", None) != self._account:
            return refused(_NOT_FOUND)
        return None

    def _one(self, shape: Callable[[str, R], Json], result: R | RestError, status: int = 200) -> Answer:
        if isinstance(result, RestError):
            return refused(result)
        return jsonify(shape(self._account, result)), status

    def _gone(self, refusal: RestError | None) -> Answer:
        return refused(refusal) if refusal else Response(status=204)

    def _page(self, key: str, read: Callable[[Exchange, int], Sequence[R]], shape: Callable[[str, R], Json]) -> Answer:
        number = max(0, int(request.args.get("Page", "0")))
        size = min(LARGEST_PAGE, max(1, int(request.args.get("PageSize", "50"))))
        wanted = (number + 1) * size + 1
        items = [shape(self._account, item) for item in self._carrier.act(lambda ex: read(ex, wanted))[:wanted]]
        query = {name: value for name, value in request.args.items() if name not in ("Page", "PageSize", "PageToken")}
        return jsonify(resources.page(key, items, request.path, query, number, size))

    def _get_account(self) -> Answer:
        return jsonify(resources.account(self._account))

    def _create_call(self) -> Answer:
        fault = self._carrier.faults.claim_for_create()
        kind = fault.kind if fault else None
        if kind is FaultKind.REFUSE:
            return _hang_up()
        if kind is FaultKind.CRASH:
            return refused(RestError(500, 20500, "Internal Server Error"))
        if kind is FaultKind.THROTTLE:
            return refused(RestError(429, 20429, "Too Many Requests"))
        document = _twiml()
        if isinstance(document, RestError):
            return refused(document)
        answer = self._one(resources.call, self._carrier.act(lambda ex: ex.create_call(_form(), document)), 201)
        return _hang_up() if kind is FaultKind.SWALLOW else answer

    def _update_call(self, sid: str) -> Answer:
        document = _twiml()
        if isinstance(document, RestError):
            return refused(document)
        return self._one(resources.call, self._carrier.act(lambda ex: ex.update_call(sid, _form(), document)))

    def _get_call(self, sid: str) -> Answer:
        return self._one(resources.call, self._carrier.act(lambda ex: ex.get_call(sid)))

    def _delete_call(self, sid: str) -> Answer:
        return self._gone(self._carrier.act(lambda ex: ex.delete_call(sid)))

    def _list_calls(self) -> Answer:
        filters = dict(request.args.items())
        return self._page("calls", lambda ex, wanted: ex.list_calls(filters, 0, wanted), resources.call)

    def _list_events(self, sid: str) -> Answer:
        events = self._carrier.act(lambda ex: ex.list_events(sid))
        if isinstance(events, RestError):
            return refused(events)
        return self._page("events", lambda ex, wanted: events, resources.event)

    def _list_recordings(self, sid: str) -> Answer:
        return self._page("recordings", lambda ex, wanted: ex.list_recordings(sid), resources.recording)

    def _delete_recording(self, sid: str) -> Answer:
        return self._gone(self._carrier.act(lambda ex: ex.delete_recording(sid)))

    def _sound(self, sid: str) -> Answer:
        """No sound is kept: a tone as long as what was said."""
        kept = self._carrier.act(lambda ex: ex.get_recording(sid))
        if isinstance(kept, RestError):
            return refused(kept)
        return Response(tone(kept.duration), mimetype="audio/x-wav")

    def _list_queues(self) -> Answer:
        return self._page("queues", lambda ex, wanted: ex.list_queues(0, wanted), resources.queue)

    def _get_queue(self, sid: str) -> Answer:
        return self._one(resources.queue, self._carrier.act(lambda ex: ex.get_queue(sid)))

    def _delete_queue(self, sid: str) -> Answer:
        return self._gone(self._carrier.act(lambda ex: ex.delete_queue(sid)))

    def _list_members(self, sid: str) -> Answer:
        members = self._carrier.act(lambda ex: ex.list_members(sid))
        if isinstance(members, RestError):
            return refused(members)
        return self._page("queue_members", lambda ex, wanted: members, resources.member)

    def _get_member(self, sid: str, call_sid: str) -> Answer:
        return self._one(resources.member, self._carrier.act(lambda ex: ex.get_member(sid, call_sid)))

    def _dequeue_member(self, sid: str, call_sid: str) -> Answer:
        return self._one(resources.member, self._carrier.act(lambda ex: ex.dequeue_member(sid, call_sid, _form())))

    def _create_message(self) -> Answer:
        return self._one(resources.message, self._carrier.act(lambda ex: ex.create_message(_form())), 201)

    def _list_messages(self) -> Answer:
        filters = dict(request.args.items())
        return self._page("messages", lambda ex, wanted: ex.list_messages(filters), resources.message)

    def _get_message(self, sid: str) -> Answer:
        return self._one(resources.message, self._carrier.act(lambda ex: ex.get_message(sid)))

    def _delete_message(self, sid: str) -> Answer:
        return self._gone(self._carrier.act(lambda ex: ex.delete_message(sid)))

    def _list_numbers(self) -> Answer:
        wanted = request.args.get("PhoneNumber")
        return self._page(
            "incoming_phone_numbers",
            lambda ex, _: [number for number in ex.list_numbers() if wanted in (None, number.number)],
            resources.number,
        )

    def _update_number(self, sid: str) -> Answer:
        answer = self._one(resources.number, self._carrier.act(lambda ex: ex.update_number(sid, _form())))
        self._changed()
        return answer


def _form() -> Mapping[str, Sequence[str]]:
    return request.form.to_dict(flat=False)


def _twiml() -> tuple[Verb, ...] | RestError | None:
    """The Twiml parameter, parsed; None where there is none."""
    text = request.form.get("Twiml")
    if text is None:
        return None
    if len(text) > LONGEST_TWIML:
        return RestError(400, 32018, f"Twiml must not be longer than {LONGEST_TWIML} characters")
    parsed = parse(text.encode())
    return RestError(400, parsed.code, parsed.why) if isinstance(parsed, Unreadable) else parsed


def _hang_up() -> Answer:
    """Close the connection without a word, as a broken network would."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
    return Response(status=502)
