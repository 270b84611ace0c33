"""Whether a condition holds: a few comparisons over known facts, evaluated without parsing, recursion or surprises.

A comparison with what is unknown is false. Conditions are written, typed and checked in `authoring`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ivr.callflow.values import Plain, Value

Look = Callable[[str], Plain | None]
"""The value of a fact by its full name; None: unknown."""


class Op(StrEnum):
    """What is done to what came before."""

    EQUAL = "=="
    UNLIKE = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    IN = "in"
    NOT_IN = "not in"
    CONTAINS = "contains"
    STARTS = "starts with"
    KNOWN = "is known"
    UNKNOWN = "is unknown"
    NOT = "not"
    AND = "and"
    OR = "or"


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    value: Value


@dataclass(frozen=True, slots=True)
class Several:
    """What stands in brackets after `in`."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Do:
    op: Op


Step = Fact | Constant | Several | Do


@dataclass(frozen=True, slots=True)
class Condition:
    """`steps` in the order in which they are done: `a == 1 and b` is a, 1, ==, b, and. `text` is as it was written."""

    text: str
    steps: tuple[Step, ...]

    @property
    def facts(self) -> frozenset[str]:
        """The names of all facts that it asks for."""
        return frozenset(step.name for step in self.steps if isinstance(step, Fact))


def holds(condition: Condition, look: Look) -> bool:
    """Whether it is so, as far as is known."""
    stack: list[Any] = []
    for step in condition.steps:
        match step:
            case Fact(name):
                stack.append(look(name))
            case Constant(value):
                stack.append(value.plain)
            case Several(values):
                stack.append(tuple(value.plain for value in values))
            case Do(op):
                taken = [stack.pop() for _ in range(1 if op in _ONE else 2)]
                stack.append(_ONE[op](taken[0]) if op in _ONE else _TWO[op](taken[1], taken[0]))
    return stack.pop() is True


def _where_known(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def safe(left: Any, right: Any) -> bool:
        return left is not None and right is not None and compare(left, right)

    return safe


_ONE: Mapping[Op, Callable[[Any], bool]] = {
    Op.NOT: lambda it: it is not True,
    Op.KNOWN: lambda it: it is not None,
    Op.UNKNOWN: lambda it: it is None,
}

_TWO: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQUAL: _where_known(operator.eq),
    Op.UNLIKE: _where_known(operator.ne),
    Op.LESS: _where_known(operator.lt),
    Op.AT_MOST: _where_known(operator.le),
    Op.MORE: _where_known(operator.gt),
    Op.AT_LEAST: _where_known(operator.ge),
    Op.IN: _where_known(lambda item, items: item in items),
    Op.NOT_IN: _where_known(lambda item, items: item not in items),
    Op.CONTAINS: _where_known(lambda text, part: part.casefold() in text.casefold()),
    Op.STARTS: _where_known(lambda text, part: text.casefold().startswith(part.casefold())),
    Op.AND: lambda left, right: left is True and right is True,
    Op.OR: lambda left, right: left is True or right is True,
}
