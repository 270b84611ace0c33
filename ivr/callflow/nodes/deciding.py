"""Nodes at which we decide ourselves which way a call goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.callflow.conditions import Condition
from ivr.callflow.values import Type, Value


@dataclass(frozen=True, slots=True)
class Hours:
    schedule: str
    open: str
    closed: str


@dataclass(frozen=True, slots=True)
class Added:
    """`by` is added to what is known; a number that is unknown becomes `first`."""

    by: Value
    first: Value


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list that a system answered: the answer `at` says which, from 0 on; `path` stands within it."""

    of: str
    at: str
    path: str = ""
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class Set:
    """Constants become answers; a text may have places, which are filled in when the caller comes by."""

    values: Mapping[str, Value]
    next: str
    added: Mapping[str, Added] = field(default_factory=dict)
    """What is counted on to numbers that are answers already."""
    items: Mapping[str, Item] = field(default_factory=dict)
    """What is taken out of lists; unknown where it is not there."""


@dataclass(frozen=True, slots=True)
class Case:
    when: Condition
    go: str


@dataclass(frozen=True, slots=True)
class Branch:
    """The first case that holds decides; where none does, `otherwise`."""

    cases: tuple[Case, ...]
    otherwise: str
