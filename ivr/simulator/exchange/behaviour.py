"""What the phone at a number does by itself when it is rung; what a person does is decided by the owner.

A behaviour never presses a key unless `keys` says so: machines and robots emit no tones.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ringing(StrEnum):
    """How a phone ends its ringing."""

    RINGS = "rings"
    BUSY = "busy"
    REJECTS = "rejects"
    UNREACHABLE = "unreachable"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Seconds throughout; `after` counts from the first ring, `keys` and `leaves` from the answer."""

    ringing: Ringing = Ringing.RINGS
    after: float = 0.0
    greeting: str = ""
    """spoken by a machine as it answers"""
    greeting_seconds: float = 0.0
    silence: float | None = None
    """a machine hangs up after so much silence at the other end"""
    longest: float | None = None
    """and in any case after so long"""
    keys: tuple[tuple[float, str], ...] = ()
    leaves: float | None = None
    lines: int = 1
    """calls that the phone can hold; further ones find it busy"""


def no_answer() -> Behaviour:
    """Rings until somebody picks up or the caller gives up."""
    return Behaviour()


def busy() -> Behaviour:
    """Engaged."""
    return Behaviour(Ringing.BUSY)


def rejects(after: float = 3.0) -> Behaviour:
    """Rings, then the person presses the red key: busy to the caller."""
    return Behaviour(Ringing.REJECTS, after)


def unreachable() -> Behaviour:
    """Cannot be reached at all: failed."""
    return Behaviour(Ringing.UNREACHABLE)


def answers(after: float = 4.0, keys: tuple[tuple[float, str], ...] = (), leaves: float | None = None) -> Behaviour:
    """A person picks up; keys by themselves at given seconds after the answer, the rest comes from `press`."""
    return Behaviour(Ringing.ANSWERS, after, keys=keys, leaves=leaves)


def voicemail(after: float = 12.0) -> Behaviour:
    """A machine answers, greets, records until it hears 5 s of silence (at most 120 s), hangs up."""
    return Behaviour(
        Ringing.ANSWERS,
        after,
        greeting="You have reached the mailbox of this number. Please leave a message after the tone.",
        greeting_seconds=8.0,
        silence=5.0,
        longest=128.0,
    )


def screening_robot(after: float = 2.0) -> Behaviour:
    """A phone that asks unknown callers who they are, waits for silence, and hangs up."""
    return Behaviour(
        Ringing.ANSWERS,
        after,
        greeting="Hello. Please say your name and why you are calling.",
        greeting_seconds=4.0,
        silence=3.0,
        longest=60.0,
    )
