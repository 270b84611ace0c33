"""The elements of a call flow, one class each, as checked and compiled: what they hold, never what they do.

The class name in snake_case is the YAML key, and the heading in the docs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is played: per language a text with placeholders, or a recorded sound (which wins), or both."""

    texts: Mapping[str, str]
    sounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Say:
    prompt: Prompt
    next: str


@dataclass(frozen=True, slots=True)
class Play:
    """A recorded sound for everybody, whatever the language."""

    sound: str
    next: str


@dataclass(frozen=True, slots=True)
class Choice:
    go: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """One key chooses. After `tries` rounds of silence or keys without a meaning the caller goes to `otherwise`."""

    prompt: Prompt
    choices: Mapping[str, Choice]
    otherwise: str
    tries: int = 2
    timeout: timedelta = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Language:
    """One key chooses the language; the prompt speaks each option in its own language, one after the other.

    A caller whose language is known is not asked again unless `always`.
    """

    prompts: Mapping[str, str]
    """Per language code what is said, in that language, in the order of the languages."""
    choices: Mapping[str, str]
    """Key → language code."""
    next: str
    tries: int = 2
    always: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    schedule: str
    open: str
    closed: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hold the caller and find a person of the team; what nobody takes becomes a callback by construction."""

    team: str
    unanswered: str
    done: str
    """Where the caller goes on after a talk, when the agent hung up first."""
    prompt: Prompt | None = None
    keep_place_after: timedelta | None = timedelta(seconds=60)
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """Agree with the caller on being called back: soon (`within`), at the next opening, or at a time they choose."""

    team: str
    next: str
    cannot: str
    """Where a caller goes for whom no number can be had."""
    within: timedelta = timedelta(minutes=30)
    choose_time: bool = False
    ask_number: bool = True
    """Whether a caller without a number is asked to key one."""


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """To a caller to whom we owe a callback: through now, move it, cancel it; anyone else passes on to `none`."""

    through: str
    moved: str
    cancelled: str
    none: str
    """Also where silence leads: the callback stands as it is."""


@dataclass(frozen=True, slots=True)
class Decline:
    """The caller's own "no". Reached by a key press only, which the checker proves."""

    next: str


@dataclass(frozen=True, slots=True)
class Go:
    to: str


@dataclass(frozen=True, slots=True)
class HangUp:
    prompt: Prompt | None = None


Node = Say | Play | Menu | Language | Hours | Transfer | Callback | OpenCallback | Decline | Go | HangUp
