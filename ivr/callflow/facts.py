"""What a turn may know of the world: read once, before it starts, and only as far as the flow names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ivr.callflow.values import Plain
from ivr.line.instructions import Door


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """A callback that we owe to this caller: what they may hear of it, and what binds it when they move it."""

    promised_by: datetime
    state: str
    words: str
    due_at: datetime | None = None
    """The earliest moment to phone."""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """An incident that stands: what callers are told of it, per language."""

    topic: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Instants are aware UTC; `zone` is the IANA name in which this caller's times are spoken."""

    now: datetime
    reply: Door
    """Where the line reports what the caller does next."""
    zone: str
    number: str | None = None
    """The caller's number in E.164, or None where there is none that can be called back."""
    name: str = ""
    language: str | None = None
    """The language that this caller used last, if any."""
    open_callback: OpenCallback | None = None
    forbidden_numbers: frozenset[str] = frozenset()
    """Our own and our agents' numbers: never taken as a number to call back."""
    numbers_keyed_today: int = 0
    """How many callbacks to keyed numbers this caller asked for in the last day."""
    keyed_before: bool = False
    """Whether the number that this caller keyed in an earlier turn was keyed by somebody without a number in the last
    day: strangers have one and the same telephone rung once a day."""
    keyed_owed: OpenCallback | None = None
    """What we owe to that number still, in this case."""
    rested_at: datetime | None = None
    """From when on this caller's phone may be rung by our own choice, where it rang often enough today."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Further placeholder values by their full name, such as `caller.calls`."""
    incidents: tuple[Declared, ...] = ()
    """What is declared now, the newest first."""
    withheld: bool = False
    """Whether the caller shows no number."""
    vip: bool = False
    dialled: str = ""
    """The number that the caller rang, in E.164."""
    fetched: Mapping[str, Plain] = field(default_factory=dict)
    """Facts that were named by a branch ahead and had to be asked for, by their full name; what is not there is
    unknown. `known` lists them all."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Which facts a turn needs beyond those that come with the caller's own row: the switchboard loads no others."""

    open_callback: bool = False
    rested_at: bool = False
    incidents: bool = False
    forbidden_numbers: bool = False
    """With them `numbers_keyed_today`; both only for a caller without a number."""
    named: frozenset[str] = frozenset()
    """Facts that branches ahead name and that must be fetched, such as `queue.support.waiting`."""
