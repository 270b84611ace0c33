"""Nodes that speak, or lead on, and ask nothing; and what is spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class Go:
    to: str


Todo = Go
"""What is still to be built is passed by."""


@dataclass(frozen=True, slots=True)
class HangUp:
    prompt: Prompt | None = None
