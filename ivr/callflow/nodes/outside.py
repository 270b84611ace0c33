"""Nodes with a door to the outside: what the caller says is recorded, a system of the business is asked, a text is
sent, or what was declared is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ivr.callflow.nodes.choosing import Choice
from ivr.callflow.nodes.speaking import Prompt
from ivr.callflow.values import Type


@dataclass(frozen=True, slots=True)
class Voicemail:
    """A message for the team. The caller is owed a callback from entering on, whatever they say or leave unsaid."""

    prompt: Prompt
    team: str
    next: str
    cannot: str
    """Where a caller goes for whom no number can be had."""
    within: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Listen:
    """The caller says in words what it is about, or presses a key, before the tone or after it."""

    prompt: Prompt
    choices: Mapping[str, Choice]
    next: str
    """Something was said."""
    otherwise: str
    answer: str
    longest: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an answer: where it stands in it (names with dots between them), and as what it is read."""

    path: str
    type: Type = Type.TEXT
    optional: bool = False
    """Whether the answer is good without it."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The business's own system is asked, once; whatever it does not answer in time and in full, has failed.

    `url` and `send` have places; the host is fixed. `secret` is the name of a setting, never the secret.
    """

    url: str
    next: str
    not_found: str
    failed: str
    method: str = "get"
    send: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""
    timeout: timedelta = timedelta(seconds=2)
    keep: Mapping[str, Kept] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message to the caller's own number, once in a call."""

    text: Prompt
    next: str
    cannot: str
    """Where a caller goes to whom nothing can be sent."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Says what is declared at this moment of these topics; of all topics where none is named."""

    topics: tuple[str, ...]
    declared: str
    """Where a caller goes who has heard of something."""
    next: str
