"""Rounds that come to an end by a count: `answers.tries < 3` holds only so often where every round counts on.

A way is left out of account only where that is certain; whatever else comes back to itself is endless.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ivr.authoring.check.ways import Place, Ways
from ivr.authoring.nodes import NodeForm
from ivr.authoring.nodes.deciding import BranchForm, CountForm, SetForm
from ivr.authoring.scalars import Said
from ivr.callflow.conditions import Constant, Do, Fact, Op, Step
from ivr.callflow.values import Type, Value

MOST_ROUNDS = 10
"""More often nobody is asked the same who does not answer."""

_FACT = "answers."


@dataclass(slots=True)
class Counters:
    """`counts`: answer → the places that count it on. `others`: answers that may become anything."""

    counts: dict[str, set[str]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)


def counters(places: Ways) -> Counters:
    """Which answers of a flow are counts: they begin at 0 or above, and only grow."""
    made = Counters()
    for name, place in places.items():
        if not isinstance(place.form, NodeForm):
            continue
        for answer in () if isinstance(place.form, SetForm) else place.form.answers(name):
            made.others.add(answer.name.value)
        for key, pair in place.form.values.items() if isinstance(place.form, SetForm) else ():
            if isinstance(pair.value, CountForm):
                made.counts.setdefault(key, set()).add(name)
                if pair.value.add.value < 1 or (pair.value.first and pair.value.first.value < 0):
                    made.others.add(key)
            elif not isinstance(pair.value, Said) or not _from_0(pair.value.value):
                made.others.add(key)
    return made


def _from_0(value: Value) -> bool:
    return value.type is Type.NUMBER and Decimal(value.text) >= 0


def set_in(knot: Collection[str], places: Ways) -> set[str]:
    """The answers that are set to a value somewhere in a knot, and so may begin again."""
    forms = (places[name].form for name in knot)
    sets = (pair for form in forms if isinstance(form, SetForm) for pair in form.values.values())
    return {pair.key.value for pair in sets if not isinstance(pair.value, CountForm)}


def bounds(place: Place) -> Iterator[tuple[str, str]]:
    """Exit → the answer that must be below a bound for it to be taken."""
    if isinstance(place.form, BranchForm):
        for number, case in enumerate(place.form.cases, 1):
            if answer := _below(case.when.value.condition.steps):
                yield f"when {number}", answer


def _below(steps: tuple[Step, ...]) -> str:
    match steps:
        case (Fact(name), Constant(value), Do(Op.LESS | Op.AT_MOST)) if value.type is Type.NUMBER:
            return name.removeprefix(_FACT) if name.startswith(_FACT) and Decimal(value.text) <= MOST_ROUNDS else ""
    return ""


def without(place: Place, labels: Collection[str]) -> Place:
    return replace(place, exits=tuple(way for way in place.exits if way.label not in labels))
