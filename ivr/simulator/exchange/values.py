"""Every value that crosses the exchange's border: documents, web requests, resources, facts, rules.
Plain frozen values only; nothing here decides anything. Times are epoch seconds of the virtual clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Params = Mapping[str, str | Sequence[str]]
"""A REST form: a parameter's name to its value, or to all values of a repeated parameter."""


class Impossible(Exception):
    """A person or the owner asked for something that cannot be done now (pick up a phone that does not ring)."""


class BadDocument(Exception):
    """A document breaks the rules of TwiML; raised by a strict exchange only, else recorded as a complaint."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One TwiML element. A whole document is a tuple of verbs, without the `<Response>` around them."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple[Verb, ...] = ()


class Kind(StrEnum):
    """What the carrier wants back: a document to execute, or nothing but an acknowledgement."""

    TWIML = "twiml"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One request that the carrier wants to make to the application."""

    id: int
    kind: Kind
    purpose: str
    """voice, action, redirect, wait, joining, whisper, fallback, status, recording, transcription"""
    method: str
    url: str
    """without the fragment"""
    policy: str
    """the fragment: connection overrides such as `rc=1&rp=ct,rt`"""
    params: tuple[tuple[str, str], ...]
    leg: str
    at: float


@dataclass(frozen=True, slots=True)
class RestError:
    """A refusal of the REST API: HTTP status, Twilio's error code, Twilio's words for it."""

    status: int
    code: int
    message: str


@dataclass(frozen=True, slots=True)
class CallRecord:
    """The public resource of one leg, as GET /Calls/{Sid} shows it; times None until they happened."""

    sid: str
    status: str
    from_: str
    to: str
    direction: str
    parent_call_sid: str | None
    created: float
    started: float | None
    answered: float | None
    ended: float | None
    duration: int | None
    queue_time: int
    """milliseconds that the call is expected to wait in the calls-per-second queue"""


@dataclass(frozen=True, slots=True)
class Sound:
    """What a person hears at this moment; kind: say, play, pause, music, ringing, error."""

    kind: str
    text: str
    language: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Leg:
    """A read-only look at one leg."""

    sid: str
    number: str
    """the number at the person's end"""
    business_number: str
    direction: str
    status: str
    hears: Sound | None
    bridged_with: str | None
    queue: str | None
    collecting: bool
    """keys pressed now are collected by a Gather or a Record"""
    parent: str | None


class Fact(NamedTuple):
    """One thing that happened, written by the exchange alone.

    what: created, rings, answers, ends, hears, cut, presses, speaks, enqueued, dequeued, bridged, unbridged, error.
    text: words heard, key pressed, final status, queue name. other: the other leg, or where a key went
    (gather, record, bridge, nowhere). until: the planned end of a sound.
    """

    at: float
    leg: str
    what: str
    text: str = ""
    language: str = ""
    other: str = ""
    until: float = 0.0


@dataclass(slots=True)
class Bridge:
    """Two legs that can talk: `dialler` executed the Dial, `other` was dequeued or dialled. No end: they still talk."""

    dialler: str
    other: str
    start: float
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """Ground truth up to now."""

    facts: tuple[Fact, ...]
    bridges: tuple[Bridge, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the account may do, and how long things take; seconds unless said otherwise."""

    calls_per_second: float | None = 1.0
    """created calls dialled per second, the rest wait in `queued`; None: no limit"""
    calls_at_once: int | None = None
    """live legs, both directions (error 10004 above); None: no limit"""
    speech_rate: float = 15.0
    """letters spoken per second"""
    fetch: float = 15.0
    """ceiling of one request to the application"""
    setup: float = 2.0
    """from dialling until the phone rings"""
    longest_call: float = 14_400.0
    queue_size: int = 1000


@dataclass(frozen=True, slots=True)
class Quirks:
    """Answers to questions that the carrier's documents leave open; the application must live with any of them."""

    dequeue_fields: bool = True
    """the Dial action of a Queue carries Dequeued… parameters"""
    dequeue_told: bool = True
    """the Dial action of a Queue tells whether and how long they talked, and how the Dial ended"""
    action_after_hangup: bool = True
    """the Dial action is requested although the dialling leg is gone"""
    abandoned_child: str = "no-answer"
    """final status of a dialled leg whose dialler hung up while it rang"""
    missing_queue: str = "failed"
    empty_queue: str = "no-answer"
    dialler_gone: str = "error"
    """QueueResult where the dialler hangs up while the Queue's url document plays"""
    early_hangup: str = ""
    """QueueResult where the caller is gone before Enqueue runs: system-error, or empty for no request at all"""
    dialler_redirected: str = "bridged"
    """QueueResult of a caller whose bridged agent is redirected"""
    empty_recording: str = "next"
    """where nothing was said into a Record: the next verb, or all the same its action"""
    redirect_first: bool = False
    """the new document is requested before the action of the verb that a REST redirect interrupts"""
    list_lag: float = 0.0
    """a new call appears in lists only so many seconds after it was created"""
