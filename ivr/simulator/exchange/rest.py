"""The carrier's REST API as methods: forms in, records or refusals out."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.simulator.exchange import account_api, calls_api, events_api
from ivr.simulator.exchange.records import (
    EventRecord,
    MemberRecord,
    MessageRecord,
    NumberRecord,
    QueueRecord,
    RecordingRecord,
)
from ivr.simulator.exchange.values import CallRecord, Params, RestError, Verb
from ivr.simulator.exchange.world import World


class Rest:
    """What the application may ask of the carrier."""

    def __init__(self, world: World) -> None:
        self._world = world

    def create_call(self, params: Params, document: tuple[Verb, ...] | None = None) -> CallRecord | RestError:
        """POST /Calls; `document` is the parsed Twiml parameter, where there is one."""
        return calls_api.create(self._world, params, document)

    def update_call(self, sid: str, params: Params, document: tuple[Verb, ...] | None = None) -> CallRecord | RestError:
        """POST /Calls/{Sid}: Status=canceled|completed, Url or Twiml, TimeLimit."""
        return calls_api.update(self._world, sid, params, document)

    def get_call(self, sid: str) -> CallRecord | RestError:
        """GET /Calls/{Sid}."""
        return calls_api.get(self._world, sid)

    def list_calls(
        self, filters: Mapping[str, str] | None = None, page: int = 0, page_size: int = 50
    ) -> list[CallRecord]:
        """GET /Calls, newest first; filters To, From, Status, ParentCallSid, StartTime (a UTC day, with < or >)."""
        return calls_api.find(self._world, filters or {}, page, page_size)

    def delete_call(self, sid: str) -> RestError | None:
        """DELETE /Calls/{Sid}: the record of an ended call is gone for good."""
        return calls_api.delete(self._world, sid)

    def list_events(self, sid: str) -> list[EventRecord] | RestError:
        """GET /Calls/{Sid}/Events: empty until fifteen minutes after the end."""
        return events_api.events(self._world, sid)

    def list_queues(self, page: int = 0, page_size: int = 50) -> list[QueueRecord]:
        """GET /Queues."""
        return account_api.queues(self._world, page, page_size)

    def get_queue(self, sid: str) -> QueueRecord | RestError:
        """GET /Queues/{Sid}; the friendly name is no key."""
        return account_api.queue(self._world, sid)

    def delete_queue(self, sid: str) -> RestError | None:
        """DELETE /Queues/{Sid}: refused while somebody waits in it."""
        return account_api.delete_queue(self._world, sid)

    def list_members(self, sid: str) -> list[MemberRecord] | RestError:
        """GET /Queues/{Sid}/Members."""
        return account_api.members(self._world, sid)

    def get_member(self, sid: str, call_sid: str) -> MemberRecord | RestError:
        """GET /Queues/{Sid}/Members/{CallSid or Front}: 20404 once it has left."""
        return account_api.member(self._world, sid, call_sid)

    def dequeue_member(self, sid: str, call_sid: str, params: Params) -> MemberRecord | RestError:
        """POST /Queues/{Sid}/Members/{CallSid or Front}: leaves the queue and runs Url."""
        return account_api.dequeue(self._world, sid, call_sid, params)

    def create_message(self, params: Params) -> MessageRecord | RestError:
        """POST /Messages: kept, not sent."""
        return account_api.create_message(self._world, params)

    def get_message(self, sid: str) -> MessageRecord | RestError:
        """GET /Messages/{Sid}."""
        return account_api.message(self._world, sid)

    def list_messages(self, filters: Mapping[str, str] | None = None) -> list[MessageRecord]:
        """GET /Messages, newest first; filters To, From."""
        return account_api.messages(self._world, filters or {})

    def delete_message(self, sid: str) -> RestError | None:
        """DELETE /Messages/{Sid}."""
        return account_api.delete_message(self._world, sid)

    def list_recordings(self, call_sid: str) -> list[RecordingRecord]:
        """GET /Calls/{Sid}/Recordings, newest first."""
        return account_api.recordings(self._world, call_sid)

    def get_recording(self, sid: str) -> RecordingRecord | RestError:
        """GET /Recordings/{Sid}."""
        return account_api.recording(self._world, sid)

    def delete_recording(self, sid: str) -> RestError | None:
        """DELETE /Recordings/{Sid}: gone for good."""
        return account_api.delete_recording(self._world, sid)

    def list_numbers(self) -> list[NumberRecord]:
        """GET /IncomingPhoneNumbers."""
        return list(self._world.numbers.values())

    def update_number(self, sid: str, params: Params) -> NumberRecord | RestError:
        """POST /IncomingPhoneNumbers/{Sid}: VoiceUrl, VoiceFallbackUrl, StatusCallback, …"""
        return account_api.update_number(self._world, sid, params)
