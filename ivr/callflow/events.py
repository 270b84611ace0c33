"""What happened in a turn that is worth remembering, or that somebody else must act on; frozen values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Entered:
    """The caller came to a node."""

    node: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """The caller pressed keys at a node. `meaning` is the choice's target, what the key of a built-in question stands
    for, or `no_match`. `keys` are empty where a number was keyed: no secret is ever in an event of this kind."""

    node: str
    keys: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Silent:
    """The caller let a wait pass at a node."""

    node: str


@dataclass(frozen=True, slots=True)
class TopicChosen:
    topic: str


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True, slots=True)
class TransferAsked:
    """The caller asks for a person: from here on there is an obligation. The turn that says so ends the flow's words;
    the caller is held, and the flow goes on with `Returned("unanswered")` or `Returned("done")`."""

    node: str
    team: str
    keep_place_after: float | None
    """Seconds of waiting after which the caller is offered to be called back instead; None: never offered."""


class When(StrEnum):
    """For when a callback is asked."""

    NOW = "now"
    WITHIN = "within"
    AT = "at"
    OPENING = "opening"
    KEPT = "kept"
    """The call that we owe to that number already: its time stays as it is."""


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """The caller agreed to be called back. Decorates the open callback if there is one, else makes the obligation.

    `promised_by` is what the caller was told (aware UTC); `due_at` the earliest moment to phone; `words` what was said.
    `number` is given only where another number than the caller's own was keyed and confirmed.
    """

    node: str
    team: str
    when: When
    due_at: datetime
    promised_by: datetime
    words: str
    number: str | None = None


class Change(StrEnum):
    """What the caller does with a callback that we owe."""

    THROUGH_NOW = "through_now"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class OpenCallbackChanged:
    node: str
    change: Change
    due_at: datetime | None = None
    promised_by: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """The caller's own "no", by a key press: nothing that began in this call is owed any more."""

    node: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked at a node is known now under a name. `text` is empty where the answer is nobody's business, such
    as a PIN or a telephone number."""

    node: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RecordingAsked:
    """What the caller says now is to be recorded, for at most so many seconds; `finish` are the keys that end it. The
    turn that says so ends the flow's words, and the flow goes on with `Recorded`, or `NoInput` if nothing was said."""

    node: str
    longest: int
    finish: str
    written: bool
    """Whether the carrier is asked to write it down."""


@dataclass(frozen=True, slots=True)
class LookupAsked:
    """A system of the business is to be asked as the node says; the flow goes on with `LookedUp`."""

    node: str


@dataclass(frozen=True, slots=True)
class TextAsked:
    """A text message to the caller's own number."""

    node: str
    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The flow hangs up."""

    node: str


Event = (
    Entered
    | Pressed
    | Silent
    | TopicChosen
    | LanguageChosen
    | TransferAsked
    | CallbackAsked
    | OpenCallbackChanged
    | Declined
    | Answered
    | RecordingAsked
    | LookupAsked
    | TextAsked
    | Ended
)
