"""An answer as text, to be kept and given again: what is loaded equals what was dumped, so it renders byte for byte.

It knows the shape of instructions only; where the text is kept is the switchboard's matter.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, get_args

from ivr.line.instructions import Door, Instruction, Instructions

_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in (Door, *get_args(Instruction))}
_KINDS = {kind.__name__: kind for kind in _FIELDS}


def dump_answer(instructions: Instructions) -> str:
    """The instructions as one line of ASCII JSON: every text survives, half a surrogate pair and NUL included."""
    return _AS_TEXT.encode(instructions)


def load_answer(text: str) -> Instructions:
    """The instructions that were dumped; ValueError where the text is no dumped answer."""
    try:
        loaded = _frozen(json.loads(text, object_hook=_kind))
    except (KeyError, TypeError) as failure:
        raise ValueError("not a stored answer") from failure
    if not isinstance(loaded, tuple):
        raise ValueError("not a stored answer")
    return loaded


def _plain(value: Any) -> dict[str, Any]:
    """`do` names the kind; fields are stored by name, so that one with a default may be added later."""
    kind = type(value)
    return {"do": kind.__name__} | {name: getattr(value, name) for name in _FIELDS[kind]}


_AS_TEXT = json.JSONEncoder(default=_plain, separators=(",", ":"))


def _kind(stored: dict[str, Any]) -> Any:
    kind = _KINDS[stored.pop("do")]
    return kind(**{name: _frozen(value) for name, value in stored.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
