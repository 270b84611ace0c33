"""The REST resources Queue, Member, Message and IncomingPhoneNumber.

Rules: api/{queue,member,message,incomingphonenumber}-resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ivr.simulator.exchange import script
from ivr.simulator.exchange.calls_api import check_names, first, missing, refuse
from ivr.simulator.exchange.dialling import plausible
from ivr.simulator.exchange.parts import Call, Queue
from ivr.simulator.exchange.queues import waiting
from ivr.simulator.exchange.records import MemberRecord, MessageRecord, NumberRecord, QueueRecord, RecordingRecord
from ivr.simulator.exchange.values import Params, RestError
from ivr.simulator.exchange.world import World

MESSAGE = frozenset(("To", "From", "MessagingServiceSid", "Body", "MediaUrl", "StatusCallback"))
NUMBER = {
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
}
LONGEST_TEXT = 1600


def _queue(world: World, sid: str) -> Queue | None:
    return next((queue for queue in world.queues.values() if queue.sid == sid), None)


def _shown(world: World, queue: Queue) -> QueueRecord:
    waits = [world.now - waiting(member).entered for member in queue.members]
    average = round(sum(waits) / len(waits)) if waits else 0
    return QueueRecord(queue.sid, queue.name, len(waits), average, world.limits.queue_size, queue.created)


def queues(world: World, page: int, page_size: int) -> list[QueueRecord]:
    """GET /Queues: no filter by name exists."""
    return [_shown(world, queue) for queue in list(world.queues.values())[page * page_size : (page + 1) * page_size]]


def queue(world: World, sid: str) -> QueueRecord | RestError:
    """GET /Queues/{Sid}."""
    found = _queue(world, sid)
    return _shown(world, found) if found else missing("Queue", sid)


def delete_queue(world: World, sid: str) -> RestError | None:
    """DELETE /Queues/{Sid}: an empty queue only. Legs that dial it go on waiting in vain."""
    found = _queue(world, sid)
    if found is None:
        return missing("Queue", sid)
    if found.members:
        return refuse(22003, "Queue is not empty", 400)
    del world.queues[found.name]
    return None


def members(world: World, sid: str) -> list[MemberRecord] | RestError:
    """GET /Queues/{Sid}/Members."""
    found = _queue(world, sid)
    if found is None:
        return missing("Queue", sid)
    return [_member(world, found, call) for call in found.members]


def _member(world: World, queue: Queue, call: Call) -> MemberRecord:
    entered = waiting(call).entered
    position = queue.members.index(call) + 1
    return MemberRecord(call.sid, queue.sid, position, round(world.now - entered), entered)


def _find_member(world: World, sid: str, call_sid: str) -> tuple[Queue, Call] | RestError:
    found = _queue(world, sid)
    if found is None:
        return missing("Queue", sid)
    calls = found.members[:1] if call_sid == "Front" else [call for call in found.members if call.sid == call_sid]
    return (found, calls[0]) if calls else missing("Member", call_sid)


def member(world: World, sid: str, call_sid: str) -> MemberRecord | RestError:
    """GET /Queues/{Sid}/Members/{CallSid or Front}."""
    found = _find_member(world, sid, call_sid)
    return found if isinstance(found, RestError) else _member(world, *found)


def dequeue(world: World, sid: str, call_sid: str, params: Params) -> MemberRecord | RestError:
    """POST /Queues/{Sid}/Members/{CallSid or Front}: the call leaves and runs another document."""
    check_names(world, "POST /Members", params, frozenset(("Url", "Method")))
    found = _find_member(world, sid, call_sid)
    if isinstance(found, RestError):
        return found
    url = first(params, "Url")
    if not url:
        return refuse(21205, "Url parameter is required.")
    shown = _member(world, *found)
    script.take_over(world, found[1], url, first(params, "Method", "POST"), None)
    return shown


def create_message(world: World, params: Params) -> MessageRecord | RestError:
    """POST /Messages: kept for whoever looks; nobody receives it."""
    check_names(world, "POST /Messages", params, MESSAGE)
    to, from_, body = first(params, "To"), first(params, "From"), first(params, "Body")
    refusals = (
        (not plausible(to), 21211, f"Invalid 'To' Phone Number: {to}"),
        (not from_ and "MessagingServiceSid" not in params, 21603, "A 'From' phone number is required."),
        (
            bool(from_) and from_ not in world.numbers,
            21606,
            f"The From number {from_} cannot send messages",
        ),
        (not body and "MediaUrl" not in params, 21602, "Message body is required."),
        (len(body) > LONGEST_TEXT, 21617, "The concatenated message body exceeds the 1600 character limit"),
    )
    for wrong, code, message in refusals:
        if wrong:
            return refuse(code, message)
    kept = MessageRecord(world.new_sid("SM"), from_, to, body, "queued", world.now)
    world.messages[kept.sid] = kept
    return kept


def message(world: World, sid: str) -> MessageRecord | RestError:
    """GET /Messages/{Sid}: delivered a second after it was accepted."""
    found = world.messages.get(sid)
    return _aged(world, found) if found else missing("Message", sid)


def delete_message(world: World, sid: str) -> RestError | None:
    """DELETE /Messages/{Sid}."""
    return None if world.messages.pop(sid, None) else missing("Message", sid)


def _aged(world: World, found: MessageRecord) -> MessageRecord:
    return replace(found, status="delivered") if world.now - found.created >= 1 else found


def messages(world: World, filters: Mapping[str, str]) -> list[MessageRecord]:
    """GET /Messages, newest first."""
    return [
        _aged(world, found)
        for found in reversed(world.messages.values())
        if filters.get("To", found.to) == found.to and filters.get("From", found.from_) == found.from_
    ]


def recordings(world: World, call_sid: str) -> list[RecordingRecord]:
    """GET /Calls/{Sid}/Recordings, newest first."""
    return [kept for kept in reversed(world.recordings.values()) if kept.call_sid == call_sid]


def recording(world: World, sid: str) -> RecordingRecord | RestError:
    """GET /Recordings/{Sid}."""
    return world.recordings.get(sid) or missing("Recording", sid)


def delete_recording(world: World, sid: str) -> RestError | None:
    """DELETE /Recordings/{Sid}."""
    return None if world.recordings.pop(sid, None) else missing("Recording", sid)


def update_number(world: World, sid: str, params: Params) -> NumberRecord | RestError:
    """POST /IncomingPhoneNumbers/{Sid}."""
    check_names(world, "POST /IncomingPhoneNumbers", params, frozenset(NUMBER))
    found = next((number for number in world.numbers.values() if number.sid == sid), None)
    if found is None:
        return missing("IncomingPhoneNumber", sid)
    changed = {NUMBER[name]: first(params, name) for name in params if name in NUMBER}
    updated = replace(found, **changed)
    if updated.voice_fallback_url and not updated.voice_url:
        return refuse(21405, "VoiceFallbackUrl requires VoiceUrl")
    world.numbers[found.number] = updated
    return updated
