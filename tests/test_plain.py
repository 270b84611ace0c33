"""Frozen values as JSON and back: every kind of type hint that is stored, and those that are refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, StrEnum
from typing import Any, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import plain


class Size(StrEnum):
    SMALL = "small"


class Rank(Enum):
    FIRST = 1


@dataclass(frozen=True)
class Cat:
    name: str


@dataclass(frozen=True)
class Dog:
    name: str
    friend: Cat | None = None


@dataclass(frozen=True)
class Zoo:
    text: str
    count: int
    share: float
    is_open: bool
    day: date
    clock: time
    moment: datetime
    span: timedelta
    size: Size
    rank: Rank
    maybe: Optional[Cat]  # noqa: UP045 - both spellings are read
    animals: tuple[Cat | Dog, ...]
    pair: tuple[int, date]
    days: Mapping[date, Size]
    names: Mapping[str, str]
    kept: dict[str, Dog]
    years: frozenset[int]


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CATS = st.builds(Cat, TEXT)
DOGS = st.builds(Dog, TEXT, st.none() | CATS)
ZOOS = st.builds(
    Zoo,
    TEXT,
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.just(UTC)),
    st.integers(-(10**12), 10**12).map(lambda microseconds: timedelta(microseconds=microseconds)),
    st.sampled_from(Size),
    st.sampled_from(Rank),
    st.none() | CATS,
    st.lists(CATS | DOGS).map(tuple),
    st.tuples(st.integers(), st.dates()),
    st.dictionaries(st.dates(), st.sampled_from(Size)),
    st.dictionaries(TEXT, TEXT),
    st.dictionaries(TEXT, DOGS),
    st.frozensets(st.integers()),
)


@given(ZOOS)
def test_what_is_read_equals_what_was_written_order_included(zoo: Zoo) -> None:
    again = plain.load(Zoo, plain.dump(zoo, 1), 1)
    assert again == zoo
    assert [list(kept) for kept in (again.days, again.names, again.kept)] == [
        list(kept) for kept in (zoo.days, zoo.names, zoo.kept)
    ]


def test_equal_sets_are_written_alike() -> None:
    one, other = (plain.codec(frozenset[int]).write(frozenset(items)) for items in ((8, 1), (1, 8)))
    assert one == other == [1, 8]


@pytest.mark.parametrize("hint", [set[int], list[int], object, complex, Any])
def test_a_type_that_it_does_not_know_is_refused(hint: object) -> None:
    with pytest.raises(TypeError, match="cannot store"):
        plain.codec(hint)


def test_another_version_is_refused_by_number() -> None:
    with pytest.raises(ValueError, match="Cat of version 1, this program reads 2"):
        plain.load(Cat, plain.dump(Cat("x"), 1), 2)
