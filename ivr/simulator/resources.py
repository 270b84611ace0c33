"""Records as the JSON that Twilio's API description gives them; dates in RFC 2822, numbers often as strings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from ivr.simulator.exchange import (
    CallRecord,
    EventRecord,
    MemberRecord,
    MessageRecord,
    NumberRecord,
    QueueRecord,
    RecordingRecord,
    RestError,
)

VERSION = "2010-04-01"
Json = dict[str, object]


def date(at: float | None) -> str | None:
    """RFC 2822, or null for what has not happened."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")


def _base(account: str) -> str:
    return f"/{VERSION}/Accounts/{account}"


def error(refusal: RestError) -> Json:
    """The body of a refusal."""
    return {
        "code": refusal.code,
        "message": refusal.message,
        "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
        "status": refusal.status,
    }


def account(sid: str) -> Json:
    """The account: a full one, active."""
    return {
        "sid": sid,
        "friendly_name": "Simulated account",
        "owner_account_sid": sid,
        "status": "active",
        "type": "Full",
        "date_created": None,
        "date_updated": None,
        "uri": f"{_base(sid)}.json",
        "subresource_uris": {},
    }


def call(sid: str, record: CallRecord) -> Json:
    """api.v2010.account.call; the duration is empty where nobody answered."""
    uri = f"{_base(sid)}/Calls/{record.sid}"
    answered = record.answered is not None and record.duration is not None
    return {
        "sid": record.sid,
        "account_sid": sid,
        "api_version": VERSION,
        "date_created": date(record.created),
        "date_updated": date(record.ended or record.answered or record.created),
        "parent_call_sid": record.parent_call_sid,
        "to": record.to,
        "to_formatted": record.to,
        "from": record.from_,
        "from_formatted": record.from_,
        "phone_number_sid": None,
        "status": record.status,
        "start_time": date(record.started),
        "end_time": date(record.ended),
        "duration": str(record.duration) if answered else None,
        "price": None,
        "price_unit": "USD",
        "direction": record.direction,
        "answered_by": None,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": str(record.queue_time),
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {"events": f"{uri}/Events.json", "recordings": f"{uri}/Recordings.json"},
    }


def event(_: str, record: EventRecord) -> Json:
    """api.v2010.account.call.call_event, as the example of the API description has it; without the answer's body."""
    return {
        "request": {"method": record.method, "url": record.url, "parameters": dict(record.parameters)},
        "response": {
            "response_code": record.response_code,
            "request_duration": 0,
            "content_type": "text/xml",
            "response_body": None,
            "date_created": date(record.at),
        },
    }


def queue(sid: str, record: QueueRecord) -> Json:
    """api.v2010.account.queue."""
    return {
        "sid": record.sid,
        "account_sid": sid,
        "friendly_name": record.friendly_name,
        "current_size": record.current_size,
        "average_wait_time": record.average_wait_time,
        "max_size": record.max_size,
        "date_created": date(record.created),
        "date_updated": date(record.created),
        "uri": f"{_base(sid)}/Queues/{record.sid}.json",
    }


def member(sid: str, record: MemberRecord) -> Json:
    """api.v2010.account.queue.member."""
    return {
        "call_sid": record.call_sid,
        "queue_sid": record.queue_sid,
        "date_enqueued": date(record.enqueued),
        "position": record.position,
        "wait_time": record.wait_time,
        "uri": f"{_base(sid)}/Queues/{record.queue_sid}/Members/{record.call_sid}.json",
    }


def message(sid: str, record: MessageRecord) -> Json:
    """api.v2010.account.message."""
    sent = record.status == "delivered"
    return {
        "sid": record.sid,
        "account_sid": sid,
        "api_version": VERSION,
        "body": record.body,
        "num_segments": "1",
        "num_media": "0",
        "direction": "outbound-api",
        "from": record.from_ or None,
        "to": record.to,
        "status": record.status,
        "messaging_service_sid": None,
        "date_created": date(record.created),
        "date_updated": date(record.created),
        "date_sent": date(record.created) if sent else None,
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "error_message": None,
        "uri": f"{_base(sid)}/Messages/{record.sid}.json",
        "subresource_uris": {"media": f"{_base(sid)}/Messages/{record.sid}/Media.json"},
    }


def recording(sid: str, record: RecordingRecord) -> Json:
    """api.v2010.account.recording, of a call; its sound is not to be had."""
    uri = f"{_base(sid)}/Recordings/{record.sid}"
    return {
        "sid": record.sid,
        "account_sid": sid,
        "call_sid": record.call_sid,
        "conference_sid": None,
        "api_version": VERSION,
        "status": record.status,
        "source": "RecordVerb",
        "channels": 1,
        "duration": str(record.duration),
        "start_time": date(record.created - record.duration),
        "date_created": date(record.created),
        "date_updated": date(record.created),
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "encryption_details": None,
        "media_url": f"https://api.twilio.com{uri}",
        "uri": f"{uri}.json",
        "subresource_uris": {},
    }


_UNUSED = (
    "address_requirements", "address_sid", "beta", "bundle_sid", "emergency_address_sid", "emergency_address_status",
    "emergency_status", "identity_sid", "origin", "sms_application_sid", "sms_fallback_method", "sms_fallback_url",
    "sms_method", "sms_url", "trunk_sid", "type", "voice_application_sid", "voice_caller_id_lookup",
    "voice_receive_mode",
)  # fmt: skip
"""Properties of a number that mean nothing here: null."""


def number(sid: str, record: NumberRecord) -> Json:
    """api.v2010.account.incoming_phone_number, as far as calls go."""
    return {
        **dict.fromkeys(_UNUSED),
        "sid": record.sid,
        "account_sid": sid,
        "api_version": VERSION,
        "phone_number": record.number,
        "friendly_name": record.number,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "voice_url": record.voice_url,
        "voice_method": record.voice_method,
        "voice_fallback_url": record.voice_fallback_url,
        "voice_fallback_method": record.voice_fallback_method,
        "status_callback": record.status_callback,
        "status_callback_method": record.status_callback_method,
        "date_created": None,
        "date_updated": None,
        "status": "in-use",
        "uri": f"{_base(sid)}/IncomingPhoneNumbers/{record.sid}.json",
    }


def page(key: str, items: list[Json], path: str, query: Mapping[str, str], number_: int, size: int) -> Json:
    """One page of a list; `items` holds everything up to one more than the page."""
    shown = items[number_ * size : (number_ + 1) * size]
    more = len(items) > (number_ + 1) * size

    def uri(page_number: int) -> str:
        return f"{path}?{urlencode({**query, 'PageSize': str(size), 'Page': str(page_number)})}"

    return {
        key: shown,
        "page": number_,
        "page_size": size,
        "start": number_ * size,
        "end": number_ * size + max(0, len(shown) - 1),
        "uri": uri(number_),
        "first_page_uri": uri(0),
        "next_page_uri": uri(number_ + 1) if more else None,
        "previous_page_uri": uri(number_ - 1) if number_ else None,
    }
