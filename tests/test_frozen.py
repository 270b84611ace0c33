"""A value that was made quickly is as frozen, as equal and as well described as one that `dataclass` made."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ivr.frozen import frozen, replace
from ivr.store.rules.kinds import NAMES


@frozen
class Place:
    town: str
    floor: int = 0
    """Up from the street."""


@dataclasses.dataclass(frozen=True, slots=True)
class Slow:
    town: str
    floor: int = 0


def test_it_is_made_as_dataclasses_are() -> None:
    assert Place("Dhaka") == Place(town="Dhaka", floor=0) != Place("Dhaka", 1)
    assert repr(Place("Dhaka", 3)) == "Place(town='Dhaka', floor=3)"
    assert hash(Place("Dhaka")) == hash(Slow("Dhaka"))
    assert type(Place("Dhaka")) is Place
    assert [one.name for one in dataclasses.fields(Place)] == ["town", "floor"]


@pytest.mark.parametrize("made", [Place("Dhaka"), replace(Place("Sylhet"), town="Dhaka")])
def test_it_cannot_be_written_any_more(made: Any) -> None:
    for name in ("town", "floor", "roof"):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError, AttributeError)):
            setattr(made, name, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.town
    assert made == Place("Dhaka")


def test_what_is_changed_is_another_value_and_the_rest_is_as_it_was() -> None:
    first = Place("Dhaka", 2)
    assert replace(first, floor=3) == dataclasses.replace(first, floor=3) == Place("Dhaka", 3)
    assert first == Place("Dhaka", 2)


def test_too_little_too_much_and_the_unknown_are_refused() -> None:
    sloppy: Any = Place
    for given in ({}, {"town": "Dhaka", "roof": 1}):
        with pytest.raises(TypeError):
            sloppy(**given)
    with pytest.raises(AttributeError):
        replace(sloppy("Dhaka"), roof=1)


def test_a_default_that_a_factory_makes_is_refused() -> None:
    with pytest.raises(TypeError, match="factory"):

        @frozen
        class Bag:
            things: list[int] = dataclasses.field(default_factory=list)


def test_every_row_is_made_so() -> None:
    for kind in NAMES:
        assert hasattr(kind, "_again"), kind
