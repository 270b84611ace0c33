"""A YAML document as a tree in which everything knows where it stands; no scalar is interpreted here.

What `no`, `012` or `1` mean is decided by whoever reads them: text is text until a field asks for something else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: line and column count from 1; `length` is in columns, on that line."""

    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    mark: Mark
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was written at all: YAML's null."""
        return not self.quoted and self.text in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Tree


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    mark: Mark

    def get(self, key: str) -> Tree | None:
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Tree, ...]
    mark: Mark


Tree = Scalar | Mapping | Sequence
