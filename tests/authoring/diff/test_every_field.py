"""No change is lost: whichever field of whichever kind of node is changed, a sentence tells it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import Any, get_args

import pytest

from ivr.authoring.diff.nodes import Place, compare_nodes
from ivr.authoring.leads import kind_of, leads, led_elsewhere
from ivr.callflow.ahead import EXITS, exits
from ivr.callflow.conditions import Condition
from ivr.callflow.nodes import Node
from ivr.callflow.values import Type, Value
from tests.authoring.diff.flows import flows_of_the_page


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> list[Node]:
    """The nodes of all examples in the page that teaches the language."""
    flows = flows_of_the_page(tmp_path_factory.mktemp("page"))
    return [node for flow in flows for node in flow.nodes.values()]


def others(value: Any) -> Iterator[Any]:
    """Values of the same sort that differ from this one in one place."""
    special = next((change for kind, change in SPECIAL.items() if isinstance(value, kind)), None)
    if special:
        yield from special(value)
    elif isinstance(value, Mapping):
        yield from ({**value, key: new} for key, one in value.items() for new in others(one))
    elif isinstance(value, tuple):
        yield value[::-1] if value and not isinstance(value[0], str) else (*value, "one more")
        for place, one in enumerate(value):
            yield from ((*value[:place], new, *value[place + 1 :]) for new in others(one))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from (replace(value, **{field.name: new}) for new in others(getattr(value, field.name)))
    elif value is not None:
        yield next(change(value) for kind, change in OTHER.items() if isinstance(value, kind))


SPECIAL: dict[type, Callable[[Any], list[Any]]] = {
    Condition: lambda value: [replace(value, text=f"{value.text} or caller.vip")],
    Value: lambda value: [
        replace(value, text=f"1{value.text}"),
        Value(Type.NUMBER if value.type is Type.TEXT else Type.TEXT, value.text),
    ],
}

OTHER: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    Enum: lambda value: next(one for one in type(value) if one is not value),
    str: lambda value: f"{value}x",
    int: lambda value: value + 1,
    timedelta: lambda value: value + timedelta(minutes=1),
}


def test_the_page_shows_every_kind(met: list[Node]) -> None:
    assert {type(node) for node in met} == set(EXITS) == {*flat_union(Node)}


def flat_union(union: Any) -> Iterator[type]:
    for one in get_args(union) or (union,):
        yield from flat_union(one) if get_args(one) else (one,)


def test_whatever_is_changed_is_told(met: list[Node]) -> None:
    silent = []
    for node in met:
        for new in others(node):
            if new != node and not [*compare_nodes(Place("main", "here"), node, new)]:
                silent.append((node, new))
    assert not silent, silent[0]


def test_every_sentence_is_finished(met: list[Node]) -> None:
    """No place is left open in it, and no value is told as Python would."""
    here, told = Place("main", "here"), set[str]()
    for node in met:
        told |= {change.says for new in others(node) for change in compare_nodes(here, node, new)}
    assert len(told) > 100
    odd = re.compile(r"\{(at|was|now|what)\}|\(was \)|now \(|[A-Z][a-z]+\(|timedelta|None")
    assert not [one for one in told if odd.search(one)]


def test_ways_are_those_that_a_call_can_take(met: list[Node]) -> None:
    for node in met:
        assert sorted(lead.target for lead in leads(node)) == sorted(exits(node)), kind_of(node)


def test_a_text_that_only_looks_like_a_way_is_none(met: list[Node]) -> None:
    for node in met:
        moved = led_elsewhere(node, dict.fromkeys(exits(node), "\x00"))
        assert {*exits(moved)} <= {"\0"}
        changed = {field.name for field in fields(node) if getattr(node, field.name) != getattr(moved, field.name)}
        assert changed <= {str(lead.path[0]) for lead in leads(node)}
