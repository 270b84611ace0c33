"""How mappings and lists are read: a form is a frozen dataclass whose fields say by which reader their key is read.

Unknown keys, missing keys and wrong shapes are found here, once for the whole language; keys with x- are ignored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings, listed
from ivr.authoring.scalars import One, Said
from ivr.authoring.tree import Entry, Mapping, Mark, Scalar, Sequence, Tree

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
F = TypeVar("F", bound="Form")


class Reader(Protocol[T_co]):
    """Turns a piece of the tree into a value; None where it cannot, and then it has said why."""

    def read(self, tree: Tree, found: Findings) -> T_co | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a mapping must look like. `main` is the key meant where a single value stands instead of the mapping."""

    main: ClassVar[str] = ""
    mark: Mark


def required(reader: Reader[object], doc: str, key: str = "") -> Any:
    """A field that must be written. `key`: how, where Python or the form took the word."""
    return dataclasses.field(metadata={"reader": reader, "doc": doc, "key": key})


def optional(reader: Reader[object], doc: str, default: object = None, key: str = "") -> Any:
    """A field that may be left out, and then has its default. `key`: how it is written, where Python took the word."""
    return dataclasses.field(default=default, metadata={"reader": reader, "doc": doc, "key": key})


_KEYS: dict[type[Form], dict[str, dataclasses.Field[Any]]] = {}


def keys(form: type[Form]) -> dict[str, dataclasses.Field[Any]]:
    """The keys of a form as they are written, in their order."""
    if form not in _KEYS:
        read = [field for field in dataclasses.fields(form) if "reader" in field.metadata]
        _KEYS[form] = {field.metadata.get("key") or field.name: field for field in read}
    return _KEYS[form]


@dataclass(frozen=True, slots=True)
class Shape(Generic[F]):
    """Reads a mapping as a form."""

    form: type[F]

    def read(self, tree: Tree, found: Findings) -> F | None:
        if isinstance(tree, Mapping):
            return fill(self.form, tree.entries, tree.mark, found)
        if self.form.main and isinstance(tree, Scalar) and not tree.empty:
            return fill(self.form, (Entry(Scalar(self.form.main, tree.mark), tree),), tree.mark, found)
        found.add(Code.WRONG_SHAPE, tree.mark, "a mapping belongs here", f"the keys {listed(keys(self.form))}")
        return None


def fill(form: type[F], entries: Iterable[Entry], mark: Mark, found: Findings) -> F | None:
    """The form with what the entries say; None where something required is missing or unreadable."""
    known, values, seen = keys(form), dict[str, object](), set[str]()
    for entry in entries:
        name = entry.key.text
        if name in known:
            seen.add(name)
            value = known[name].metadata["reader"].read(entry.value, found)
            if value is not None:
                values[known[name].name] = value
        elif not name.startswith("x-"):
            found.unknown(Code.UNKNOWN_KEY, entry.key.mark, f'the key "{name[:60]}" means nothing here', name, known)
    needed = [name for name, field in known.items() if field.default is dataclasses.MISSING]
    for name in needed:
        if name not in seen:
            found.add(Code.MISSING_KEY, mark, f'the key "{name}" is missing', known[name].metadata["doc"])
    return form(mark=mark, **values) if all(known[name].name in values for name in needed) else None


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """One entry of a mapping whose keys are the author's own."""

    key: Said[str]
    value: T


class Pairs(dict[str, Pair[T]]):
    """The entries of such a mapping by their keys. `lost` are the keys of those that could not be read."""

    lost: frozenset[str] = frozenset()

    @property
    def named(self) -> set[str]:
        """All keys: a name that stands here is not unknown."""
        return {*self, *self.lost}


@dataclass(frozen=True, slots=True)
class By(Generic[T]):
    """Reads a mapping whose keys are the author's own; `least` entries are needed."""

    key: One[str]
    value: Reader[T]
    least: int = 0

    def read(self, tree: Tree, found: Findings) -> Pairs[T] | None:
        if not isinstance(tree, Mapping):
            found.add(Code.WRONG_SHAPE, tree.mark, "a mapping belongs here", f"each key is {self.key.wants}")
            return None
        pairs, lost = Pairs[T](), set[str]()
        for entry in tree.entries:
            if entry.key.text.startswith("x-"):
                continue
            key, value = self.key.read(entry.key, found), self.value.read(entry.value, found)
            if key is not None and value is not None:
                pairs[key.value] = Pair(key, value)
            else:
                lost.add(entry.key.text)
        pairs.lost = frozenset(lost)
        if len(tree.entries) < self.least:
            found.add(Code.WRONG_SHAPE, tree.mark, "nothing stands here", f"at least {self.least}")
        return pairs


@dataclass(frozen=True, slots=True)
class Many(Generic[T]):
    """Reads a list; a single value is a list of one. `least` items are needed."""

    item: Reader[T]
    least: int = 0

    def read(self, tree: Tree, found: Findings) -> tuple[T, ...] | None:
        items = tree.items if isinstance(tree, Sequence) else (tree,)
        if len(items) < self.least:
            found.add(Code.WRONG_SHAPE, tree.mark, "nothing stands here", f"at least {self.least}")
        values = [self.item.read(item, found) for item in items]
        return tuple(value for value in values if value is not None)
