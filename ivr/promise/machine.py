"""How a table of transitions is applied: one lookup; an illegal event raises and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class Illegal(Exception):
    """This event cannot happen in this state: a bug of ours, or a report that came too late."""


def step(table: Mapping[S, Mapping[E, S]], state: S, event: E) -> S:
    """The state after `event`, or Illegal."""
    try:
        return table[state][event]
    except KeyError:
        raise Illegal(f"{event} in {type(state).__module__.rpartition('.')[2]} state {state}") from None


def allows(table: Mapping[S, Mapping[E, S]], state: S, event: E) -> bool:
    """Whether `event` may happen in `state`."""
    return event in table[state]
