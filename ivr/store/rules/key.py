"""What a key is: the fields by which rows are found, and of which rows it speaks. Which keys there are, `keys` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | bool | None


@dataclass(frozen=True, slots=True)
class Among:
    """A condition on one field: the rows of which a partial key speaks."""

    field: str
    values: tuple[Value, ...]
    other: bool = False
    """Anything but these values."""

    def holds(self, value: object) -> bool:
        """Whether a row with this value is among them; of several values, whether every one is."""
        if not isinstance(value, tuple):
            return (value in self.values) is not self.other
        return all((one in self.values) is not self.other for one in value)


@dataclass(frozen=True, slots=True)
class Key:
    """Fields by which rows are found; where `unique`, two rows of `where` never agree in all of them (NULL agrees with
    nothing)."""

    fields: tuple[str, ...]
    unique: bool = False
    where: tuple[Among, ...] = ()
    prefix: bool = False
    """Rows are found by how the field begins, too: see `searching`."""

    def said(self) -> frozenset[str]:
        """All the fields of which it speaks."""
        return frozenset((*self.fields, *(one.field for one in self.where)))

    def serves(self, values: Mapping[str, object]) -> bool:
        """Whether all rows with these values are found under it."""
        if self.unique:
            for field in self.fields:
                if values[field] is None:
                    return False
        return not self.where or all(one.holds(values[one.field]) for one in self.where)


def each(value: object) -> tuple[object, ...]:
    """The values that a key allows for one field: a tuple means any of them."""
    return value if isinstance(value, tuple) else (value,)
