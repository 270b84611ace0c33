"""What a line is told to do next: a tuple of these is one answer to one request of the carrier.

An answer is plain data that can be stored and rendered again byte for byte. Doors are named, never URLs:
only the carrier's own room knows addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Door:
    """Where the line reports next: the name of one of our entrances, and the ids that it carries.

    `params` are sorted (name, value) pairs of text, so equal doors render equally.
    """

    name: str
    params: tuple[tuple[str, str], ...] = ()


def door(name: str, **params: str | int) -> Door:
    """A door with its ids, in a fixed order."""
    return Door(name, tuple(sorted((key, str(value)) for key, value in params.items())))


@dataclass(frozen=True, slots=True)
class Say:
    """Text spoken in a locale such as `bn-IN`, by a voice where one is named."""

    text: str
    locale: str
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class SayMarked(Say):
    """The same with marks in the text that tell the voice how to say it (SSML): `<`, `>` and `&` are never words."""


@dataclass(frozen=True, slots=True)
class Play:
    """A recorded sound, by a name or an absolute URL; names are resolved by the carrier's room."""

    sound: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence of so many whole seconds."""

    seconds: int = 1


Sound = Say | SayMarked | Play | Pause


@dataclass(frozen=True, slots=True)
class Ask:
    """Plays sounds and listens for keys; keys and silence alike are reported at `door`."""

    door: Door
    sounds: tuple[Sound, ...] = ()
    max_digits: int | None = 1
    """How many keys end the input; None: only `finish` or silence does."""
    timeout: int = 5
    """Seconds of silence, after the sounds, that end the wait."""
    finish: str = ""
    """The key that ends the input, or empty for none."""


@dataclass(frozen=True, slots=True)
class AskAloud(Ask):
    """The same, and what is said counts as well as keys: words are reported at the same door."""

    locale: str = "en-US"
    """In which it is understood."""
    words: tuple[str, ...] = ()
    """What is most likely said."""


@dataclass(frozen=True, slots=True)
class Record:
    """Records what the person on the line says; `door` is asked once it is over, whether anything was said or not.

    What becomes of the recording is told at `report`, maybe much later, and where it can be written down, at `words`.
    """

    door: Door
    report: Door
    longest: int
    """Seconds."""
    silence: int = 5
    """Seconds of silence that end it."""
    finish: str = "#"
    """The keys that end it."""
    words: Door | None = None
    """None: nobody writes it down."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The caller waits in a queue of one; `wait` is asked again and again for what to play, `left` once at the end."""

    queue: str
    wait: Door
    left: Door


@dataclass(frozen=True, slots=True)
class LeaveHold:
    """Said to a waiting caller: come out of the queue; the line then reports at `Hold.left`."""


@dataclass(frozen=True, slots=True)
class TakeFromHold:
    """Said to an agent's leg: join the one caller who waits in `queue`.

    `joining` is asked for what the caller hears before the bridge; `over` is asked once when it ends, or never began.
    """

    queue: str
    joining: Door
    over: Door
    time_limit: int
    """Seconds after which the line ends the talk."""


@dataclass(frozen=True, slots=True)
class RingOut:
    """Said to an agent's leg: phone this number and bridge; the only way by which a customer's phone ever rings."""

    number: str
    caller_id: str
    over: Door
    report: Door
    """Where the customer's leg reports its states."""
    ring_seconds: int
    time_limit: int


@dataclass(frozen=True, slots=True)
class GoTo:
    """Ask `door` at once for what comes next."""

    door: Door


@dataclass(frozen=True, slots=True)
class HangUp:
    """The call ends."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """The call is not taken at all (nothing is billed); the caller hears the network's busy tone."""


Instruction = Sound | Ask | AskAloud | Record | Hold | LeaveHold | TakeFromHold | RingOut | GoTo | HangUp | Refuse
Instructions = tuple[Instruction, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request of the carrier is answered with, and the ids of what has become due by it."""

    instructions: Instructions
    due: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    """(kind, id) pairs to ring the doorbell for, after the commit; not part of what is stored."""
