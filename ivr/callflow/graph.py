"""A compiled call flow as one value: all that answering a call needs, and nothing of the YAML it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.calendar import Hours, Window
from ivr.callflow.nodes import Node


@dataclass(frozen=True, slots=True)
class Voice:
    """How a language is spoken on the line."""

    locale: str
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Callflow:
    """`words` are the built-in sentences per language code and key, the business's own wording laid over ours."""

    name: str
    title: str
    numbers: tuple[str, ...]
    languages: Mapping[str, Voice]
    """In the order in which they are offered; the first is spoken until the caller chose."""
    start: str
    nodes: Mapping[str, Node]
    schedules: Mapping[str, Hours]
    team_schedules: Mapping[str, str]
    """Team name → the name of its schedule: what `callback` means by the next opening."""
    words: Mapping[str, Mapping[str, str]]
    zone: str
    country: str
    countries: tuple[str, ...]
    """ISO codes of the countries to which a keyed number may belong."""
    windows: Mapping[str, Window]
    """Team name → when its callers may be phoned, in the caller's zone."""
    currency: str = ""
    """Three letters: in which amounts are spoken."""
    brief: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Answer → what it is called, per language: what whoever talks with the caller is told."""
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Node → what people who look at calls read for it, per language; a node may have none."""
