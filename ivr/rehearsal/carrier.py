"""The exchange as the switchboard's carrier, in the same process: REST without HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl

from ivr import phone
from ivr.line.instructions import Door
from ivr.line.log import LogPage, PageResult, Request, RequestsResult, Sought
from ivr.line.outcomes import (
    Blame,
    Done,
    EndResult,
    FetchResult,
    FindResult,
    Gone,
    HoldResult,
    LegReport,
    LegState,
    PlaceCall,
    Placed,
    PlaceResult,
    RecordingReport,
    RecordingsResult,
    Refused,
    TalkReport,
    TextReport,
    TextsResult,
    Uncertain,
    Way,
)
from ivr.rehearsal.desk import DOORS, OUTCOMES, RESULTS, STATES
from ivr.rehearsal.verbs import SCHEME, address
from ivr.simulator.exchange import EventRecord, Exchange, RestError
from ivr.simulator.exchange.values import CallRecord

MISSING = 20404
GONE = frozenset({MISSING, 21220})
"""Codes with which a leg or a queue is not there any more: as good as ended."""

PAGE = 50
"""Legs on one page of the log."""

WAYS = {"inbound": Way.INBOUND, "outbound-api": Way.PLACED, "outbound-dial": Way.DIALLED}


class RehearsalCarrier:
    """Fills `ports.Carrier`; nothing is ever uncertain here, unless the simulation makes it so."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def place(self, call: PlaceCall) -> PlaceResult:
        made = self.exchange.create_call(
            {
                "To": call.to,
                "From": call.from_,
                "Url": address(call.answered),
                "StatusCallback": address(call.report),
                "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
                "Timeout": str(call.ring_seconds),
                "TimeLimit": str(call.time_limit),
            }
        )
        if isinstance(made, RestError):
            return Refused(Blame.DESTINATION if made.code // 100 == 212 else Blame.LATER, str(made.code))
        return Placed(made.sid, made.queue_time / 1000)

    def end(self, sid: str) -> EndResult:
        made = self.exchange.update_call(sid, {"Status": "completed"})
        if isinstance(made, RestError) and made.code == MISSING:
            return Gone()
        return Done() if not isinstance(made, RestError) or made.code in GONE else Uncertain(str(made.code))

    def fetch(self, sid: str) -> FetchResult:
        found = self.exchange.get_call(sid)
        return Gone() if isinstance(found, RestError) else _report(found)

    def find(self, to: str, from_: str) -> FindResult:
        return tuple(_report(record) for record in self.exchange.list_calls({"To": to, "From": from_}))

    def children(self, sid: str) -> FindResult:
        return tuple(_report(record) for record in self.exchange.list_calls({"ParentCallSid": sid}))

    def calls(self, sought: Sought, page: str = "") -> PageResult:
        number = int(page or 0)
        found = self.exchange.list_calls(_filters(sought), number, PAGE)
        return LogPage(tuple(_report(record) for record in found), str(number + 1) if len(found) == PAGE else "")

    def requests(self, sid: str) -> RequestsResult:
        found = self.exchange.list_events(sid)
        return () if isinstance(found, RestError) else tuple(_request(event) for event in found)

    def close_queue(self, sid: str) -> EndResult:
        refused = self.exchange.delete_queue(sid)
        return Done() if refused is None or refused.code in GONE else Uncertain(str(refused.code))

    def text(self, to: str, from_: str, body: str) -> PlaceResult:
        made = self.exchange.create_message({"To": to, "From": from_, "Body": body})
        return Refused(Blame.LATER, str(made.code)) if isinstance(made, RestError) else Placed(made.sid)

    def texts(self, to: str, from_: str) -> TextsResult:
        found = self.exchange.list_messages({"To": to, "From": from_})
        return tuple(TextReport(one.sid, one.body) for one in found)

    def recordings(self, sid: str) -> RecordingsResult:
        return tuple(
            RecordingReport(one.sid, True, one.duration, datetime.fromtimestamp(one.created, UTC))
            for one in self.exchange.list_recordings(sid)
        )

    def erase_recording(self, sid: str) -> EndResult:
        return Done() if self.exchange.delete_recording(sid) is None else Gone()

    def erase_call(self, sid: str) -> EndResult:
        refused = self.exchange.delete_call(sid)
        return Done() if refused is None else Gone() if refused.code in GONE else Uncertain(str(refused.code))

    def erase_text(self, sid: str) -> EndResult:
        return Done() if self.exchange.delete_message(sid) is None else Gone()


def _request(event: EventRecord) -> Request:
    fields, door = dict(event.parameters), _door(event.url)
    name = door.name if door else ""
    return Request(
        door,
        event.response_code == 200,
        datetime.fromtimestamp(event.at, UTC),
        fields.get("digits", ""),
        RESULTS.get(fields.get("queue_result", ""), HoldResult.FAILED) if name == "left" else None,
        _talk(fields) if name == "over" else None,
        fields.get("dequeing_call_sid"),
    )


def _door(url: str) -> Door | None:
    name, _, query = url.removeprefix(SCHEME).partition("?")
    return Door(name, tuple(sorted(parse_qsl(query)))) if url.startswith(SCHEME) and name in DOORS else None


def _talk(fields: dict[str, str]) -> TalkReport:
    seconds = fields.get("dial_call_duration")
    bridged = fields.get("dial_bridged") == "true"
    return TalkReport(bridged, int(seconds) if seconds else None, customer_sid=fields.get("dial_call_sid"))


def _filters(sought: Sought) -> dict[str, str]:
    wanted = {
        "To": sought.to,
        "From": sought.from_,
        "StartTime>": sought.since and sought.since.isoformat(),
        "Status": "queued" if sought.queued else None,
    }
    return {name: value for name, value in wanted.items() if value}


def _report(record: CallRecord) -> LegReport:
    way = Way.PAGE if record.from_.startswith("client:") else WAYS[record.direction]
    state = STATES.get(record.status, LegState.ENDED)
    return LegReport(
        record.sid,
        state,
        OUTCOMES.get(record.status) if state is LegState.ENDED else None,
        record.duration,
        created_at=datetime.fromtimestamp(record.created, UTC),
        ended_at=None if record.ended is None else datetime.fromtimestamp(record.ended, UTC),
        parent=record.parent_call_sid,
        to=record.to,
        from_=phone.caller_number(record.from_) if way is Way.INBOUND else record.from_,
        way=way,
    )
