"""The public resources beside calls, as the REST API shows them. Times are epoch seconds of the virtual clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One request to the application for a leg, its fields in snake_case, and the HTTP status that came back."""

    method: str
    url: str
    parameters: tuple[tuple[str, str], ...]
    response_code: int
    at: float


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """The public resource of one TwiML application: where browser phones that call out through it are answered."""

    sid: str
    voice_url: str
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"


@dataclass(frozen=True, slots=True)
class QueueRecord:
    """The public resource of one queue."""

    sid: str
    friendly_name: str
    current_size: int
    average_wait_time: int
    max_size: int
    created: float


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """One call that waits in a queue; position counts from 1, wait in seconds."""

    call_sid: str
    queue_sid: str
    position: int
    wait_time: int
    enqueued: float


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One text message; the simulated carrier keeps it and sends nothing."""

    sid: str
    from_: str
    to: str
    body: str
    status: str
    created: float


@dataclass(frozen=True, slots=True)
class RecordingRecord:
    """The public resource of one recording; the duration in seconds."""

    sid: str
    call_sid: str
    status: str
    duration: int
    created: float


@dataclass(frozen=True, slots=True)
class NumberRecord:
    """One telephone number of the account with the addresses that answer its calls."""

    sid: str
    number: str
    voice_url: str
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
