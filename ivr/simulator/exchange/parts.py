"""The moving parts of the network: timers, activities, frames, legs, queues, requests in flight.

They hold state only; what a verb or a person does with them stands in the other files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ivr.simulator.exchange.values import Bridge, Sound, Verb, WebRequest

QUEUED, INITIATED, RINGING, IN_PROGRESS = "queued", "initiated", "ringing", "in-progress"
COMPLETED, BUSY, FAILED, NO_ANSWER, CANCELED = "completed", "busy", "failed", "no-answer", "canceled"
FINAL = frozenset((COMPLETED, BUSY, FAILED, NO_ANSWER, CANCELED))

Document = tuple[Verb, ...]
OnError = Callable[[WebRequest, int], None]


class Timer:
    """Something that will happen; `cancel` makes it never happen."""

    __slots__ = ("do",)

    def __init__(self, do: Callable[[], None]) -> None:
        self.do: Callable[[], None] | None = do

    def cancel(self) -> None:
        """Forget it; harmless when it happened already."""
        self.do = None


class Activity:
    """What a leg is busy with inside one frame, until it finishes or is abandoned."""

    takes = "nowhere"
    """gather or record where keys pressed now are collected"""

    __slots__ = ()

    def press(self, key: str) -> None:
        """The person on this leg presses a key."""

    def hear(self, text: str, seconds: float) -> None:
        """The person on this leg speaks."""

    def abandon(self, redirected: bool) -> None:
        """The leg is hung up, or redirected by REST: clean up, and ask for what is asked for even then."""


class Frame:
    """A document under execution. Frames stack: a wait document runs inside its Enqueue's frame."""

    __slots__ = ("activity", "awaiting", "document", "method", "on_end", "on_error", "place", "position", "url")

    def __init__(self, place: str, on_end: Callable[[], None], on_error: OnError) -> None:
        self.place = place
        """main, wait, joining or whisper: which verbs are allowed"""
        self.on_end = on_end
        self.on_error = on_error
        self.document: Document = ()
        self.position = 0
        self.url = ""
        self.method = "POST"
        self.activity: Activity | None = None
        self.awaiting = 0
        """id of the request whose answer replaces this document; 0: none"""


@dataclass(slots=True)
class Hooks:
    """Where the application wants to hear about one leg."""

    url: str = ""
    method: str = "POST"
    fallback_url: str = ""
    fallback_method: str = "POST"
    status_url: str = ""
    status_method: str = "POST"
    events: tuple[str, ...] = ("completed",)


@dataclass(slots=True, eq=False)
class Call:
    """One leg and all that is true of it now."""

    sid: str
    direction: str
    from_: str
    to: str
    number: str
    """at the person's end"""
    hooks: Hooks
    created: float
    parent: str | None = None
    status: str = QUEUED
    started: float | None = None
    answered: float | None = None
    ended: float | None = None
    queue_time: int = 0
    time_limit: float | None = None
    document: Document | None = None
    """to execute when answered, instead of fetching one"""
    base: tuple[tuple[str, str], ...] = ()
    """parameters that never change, in every request of this leg"""
    sequence: int = 0
    requests: list[WebRequest] = field(default_factory=list)
    """all that the application was asked for this leg, in order"""
    frames: list[Frame] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    bridge: Bridge | None = None
    sound: Sound | None = None
    quiet_since: float = 0.0
    queue: str | None = None
    instant: float = 0.0
    fetches: int = 0
    """documents asked for at that instant"""
    redirects: int = 0
    """documents in a row that said nothing"""
    on_answer: Callable[[], None] | None = None
    on_leave: Callable[[bool], None] | None = None
    """of a dialled leg: tells its Dial that it ended (False) or was redirected (True)"""

    @property
    def live(self) -> bool:
        """Not ended."""
        return self.ended is None

    def top(self) -> Activity | None:
        """The activity that hears keys now."""
        return self.frames[-1].activity if self.frames else None


@dataclass(slots=True, eq=False)
class Queue:
    """Calls that wait under one name, and dialling legs that wait for one of them."""

    sid: str
    name: str
    created: float
    members: list[Call] = field(default_factory=list)
    diallers: list[Dialler] = field(default_factory=list)


class Dialler(Activity):
    """A leg that dials a queue."""

    __slots__ = ()

    def take(self, member: Call) -> None:
        """A caller for it."""
        raise NotImplementedError


@dataclass(slots=True)
class Pending:
    """A document that was asked for: who executes it, and the timer of its ceiling."""

    request: WebRequest
    call: Call
    frame: Frame | None
    """None: nobody; the answer is ignored"""
    timer: Timer
