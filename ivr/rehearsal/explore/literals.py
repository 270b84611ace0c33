"""What a flow compares facts with: values on each side of each comparison are what is worth trying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from ivr.callflow.conditions import Condition, Constant, Do, Fact, Op, Several, Step
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Branch
from ivr.callflow.values import Plain, Type, Value

_JOINS = (Op.AND, Op.OR, Op.NOT)
_ONE = Decimal(1)


def conditions(flow: Callflow) -> Iterator[Condition]:
    """All that branches of the flow ask."""
    for node in flow.nodes.values():
        if isinstance(node, Branch):
            yield from (case.when for case in node.cases)


def named(flow: Callflow) -> frozenset[str]:
    """The facts that they name."""
    return frozenset().union(*(condition.facts for condition in conditions(flow)))


def comparisons(flow: Callflow) -> Iterator[tuple[str, Condition]]:
    """Each single comparison of a fact with constants, by the fact's name."""
    for condition in conditions(flow):
        steps = condition.steps
        for place, step in enumerate(steps):
            if isinstance(step, Do) and step.op not in _JOINS:
                size = 2 if step.op in (Op.KNOWN, Op.UNKNOWN) else 3
                part = steps[place + 1 - size : place + 1]
                names = [one.name for one in part if isinstance(one, Fact)]
                if len(names) == 1:
                    yield names[0], Condition(condition.text, part)


def values(flow: Callflow, fact: str) -> tuple[Plain | None, ...]:
    """Worth trying for this fact: unknown, what it is compared with, and what lies beside that."""
    told = (value for name, one in comparisons(flow) if name == fact for value in _constants(one.steps))
    beside = (near for value in told for near in _near(value))
    return tuple(dict.fromkeys((None, *beside)))


def written(flow: Callflow, fact: str) -> tuple[str, ...]:
    """The same as texts, as a caller would key them or a system answer."""
    plain = (value for value in values(flow, fact) if value is not None)
    return tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in plain)


def _constants(steps: tuple[Step, ...]) -> Iterator[Value]:
    for step in steps:
        if isinstance(step, Constant):
            yield step.value
        elif isinstance(step, Several):
            yield from step.values


def _near(value: Value) -> tuple[Plain, ...]:
    plain = value.plain
    if isinstance(plain, bool):
        return True, False
    if isinstance(plain, Decimal):
        return plain - _ONE, plain, plain + _ONE
    if isinstance(plain, timedelta):
        return plain - timedelta(seconds=1), plain, plain + timedelta(seconds=1)
    return (plain, "something else") if value.type is Type.TEXT else (plain,)
