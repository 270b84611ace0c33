"""Frozen values that come to be quickly. It knows nothing of what they mean.

A frozen dataclass takes long to be made: every field is written past its own `__setattr__`, which costs six times what
writing a field costs, and a row has twenty. Here they are written while the value is still open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

T = TypeVar("T")

_become: Callable[[object, type], None] = object.__dict__["__class__"].__set__


@dataclass_transform(frozen_default=True)
def frozen(kind: type[T]) -> type[T]:
    """`dataclass(frozen=True, slots=True)` in all but the time it takes. Not for classes with a `__post_init__` or a
    default that a factory makes, nor to inherit from."""
    closed: Any = dataclass(frozen=True, slots=True)(kind)
    slots = fields(closed)
    if any(slot.default_factory is not MISSING for slot in slots):
        raise TypeError(f"{kind.__name__} has a default that a factory makes")
    opened = type(kind.__name__, (), {"__slots__": [slot.name for slot in slots]})
    known = {"become": _become, "opened": opened, "closed": closed, "put": setattr}
    known |= {f"default_{slot.name}": slot.default for slot in slots}
    # Written out field by field, as `dataclass` does it: a loop would cost what is saved.
    exec("\n".join((*_init(slots), *_again(slots))), known)
    closed.__init__, closed._again = known["__init__"], known["_again"]
    return closed  # type: ignore[no-any-return]


def _init(slots: tuple[Field[Any], ...]) -> list[str]:
    given = [slot.name if slot.default is MISSING else f"{slot.name}=default_{slot.name}" for slot in slots]
    written = [f" self.{slot.name} = {slot.name}" for slot in slots]
    return [f"def __init__(self, {', '.join(given)}):", " become(self, opened)", *written, " become(self, closed)"]


def _again(slots: tuple[Field[Any], ...]) -> list[str]:
    same = [f" new.{slot.name} = self.{slot.name}" for slot in slots]
    others = [" for name, value in changes.items():", "  put(new, name, value)"]
    return ["def _again(self, changes):", " new = opened()", *same, *others, " become(new, closed)", " return new"]


if TYPE_CHECKING:
    from dataclasses import replace as replace  # so that what is changed is checked as ever
else:

    def replace(value, /, **changes):
        """`dataclasses.replace` for what is made by `frozen`. AttributeError for a field that there is not."""
        return value._again(changes)
