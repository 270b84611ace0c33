"""Frozen values as plain JSON and back, driven by their type hints; what is read equals what was written, order kept.

It knows dataclasses, enums, times and containers; versions and meaning are the matter of those who use it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

Turned = Callable[[Any], Any]

TAG = "is"
"""The key under which a value that may be of several classes names its own."""


@dataclass(frozen=True)
class Codec:
    """Both directions of one type."""

    write: Turned
    read: Turned


def dump(value: object, version: int) -> str:
    """A frozen dataclass as one line of JSON, with the version of its stored form."""
    kind: Any = type(value)
    plain = {"version": version, **codec(kind).write(value)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def load(kind: type[T], text: str, version: int) -> T:
    """The value that was dumped; ValueError where the text is of another version, or no such value."""
    reads: Any = kind
    plain = json.loads(text)
    found = plain.pop("version", None) if isinstance(plain, dict) else None
    if found != version:
        raise ValueError(f"{kind.__name__} of version {found}, this program reads {version}")
    try:
        value: T = codec(reads).read(plain)
    except (KeyError, TypeError, AttributeError) as failure:
        raise ValueError(f"not a stored {kind.__name__}") from failure
    return value


@cache
def codec(hint: Any) -> Codec:
    """How values of this type hint are written and read; TypeError for a type that it does not know."""
    if hint in _ATOMS:
        return _ATOMS[hint]
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Codec(lambda value: value.value, hint)
    maker = _CONTAINERS.get(get_origin(hint) or hint)
    if maker is None:
        raise TypeError(f"cannot store {hint}")
    return maker(*get_args(hint))


def _same(value: Any) -> Any:
    return value


_ATOMS: dict[Any, Codec] = {
    **dict.fromkeys((str, int, float, bool, NoneType), Codec(_same, _same)),
    date: Codec(date.isoformat, date.fromisoformat),
    time: Codec(time.isoformat, time.fromisoformat),
    datetime: Codec(datetime.isoformat, datetime.fromisoformat),
    timedelta: Codec(timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
}


def _record(kind: type[Any]) -> Codec:
    """An object by field names. All are written: what was published keeps its meaning when a default changes."""
    hints = get_type_hints(kind)
    codecs = {field.name: codec(hints[field.name]) for field in fields(kind)}
    writers = {name: found.write for name, found in codecs.items()}
    # Texts and numbers are read as they are; only the others need a call each.
    readers = {name: found.read for name, found in codecs.items() if found.read is not _same}

    def write(value: Any) -> Any:
        return {name: put(getattr(value, name)) for name, put in writers.items()}

    def read(plain: Any) -> Any:
        for name in plain:
            if name in readers:
                plain[name] = readers[name](plain[name])
        return kind(**plain)

    return Codec(write, read)


def _union(*kinds: Any) -> Codec:
    """A type or nothing; or one of several classes, named by TAG."""
    classes = [kind for kind in kinds if kind is not NoneType]
    if len(classes) == 1:
        only = codec(classes[0])
        return Codec(
            lambda value: None if value is None else only.write(value),
            lambda plain: None if plain is None else only.read(plain),
        )
    writers = {kind: codec(kind).write for kind in classes}
    readers = {kind.__name__: codec(kind).read for kind in classes}
    return Codec(
        lambda value: {TAG: type(value).__name__, **writers[type(value)](value)},
        lambda plain: readers[plain.pop(TAG)](plain),
    )


def _mapping(key: Any, item: Any) -> Codec:
    """An object where the keys are texts, else a list of pairs."""
    keys, items = codec(key), codec(item)
    if key is not str:
        return Codec(
            lambda held: [[keys.write(name), items.write(value)] for name, value in held.items()],
            lambda pairs: {keys.read(name): items.read(value) for name, value in pairs},
        )
    if items.read is _same:
        return Codec(dict, dict)
    return Codec(
        lambda held: {name: items.write(value) for name, value in held.items()},
        lambda plain: {name: items.read(value) for name, value in plain.items()},
    )


def _tuple(*kinds: Any) -> Codec:
    """A list: of any length where the hint ends in an ellipsis, else of one item per kind."""
    if kinds[-1] is Ellipsis:
        items = codec(kinds[0])
        return Codec(lambda held: [items.write(value) for value in held], lambda plain: tuple(map(items.read, plain)))
    parts = [codec(kind) for kind in kinds]
    return Codec(
        lambda held: [part.write(value) for part, value in zip(parts, held, strict=True)],
        lambda plain: tuple(part.read(value) for part, value in zip(parts, plain, strict=True)),
    )


def _set(kind: Any) -> Codec:
    """A sorted list, so that equal sets are written alike."""
    items = codec(kind)
    return Codec(lambda held: sorted(map(items.write, held)), lambda plain: frozenset(map(items.read, plain)))


_CONTAINERS: dict[Any, Callable[..., Codec]] = {
    UnionType: _union,
    Union: _union,
    Mapping: _mapping,
    dict: _mapping,
    tuple: _tuple,
    frozenset: _set,
}
