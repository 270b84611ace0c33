"""Where a caller stands in a flow between two turns: small, frozen, and stored as JSON; it decides nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

WRITES = 1
"""The stored form that is written. A new form is read by one release before any writes it: so two releases can answer
one call, and the newer can be taken back."""

HOLDING = "holding"
"""The stage of a caller who is held while a person is sought."""


@dataclass(frozen=True, slots=True)
class Position:
    """`stage` tells apart the waits within one node; `memory` holds what the caller said in it, as sorted pairs."""

    node: str
    language: str
    stage: str = ""
    tries: int = 0
    topic: str = ""
    memory: tuple[tuple[str, str], ...] = ()

    def write(self) -> str:
        """As compact JSON text."""
        fields = [self.node, self.language, self.stage, self.tries, self.topic, [list(pair) for pair in self.memory]]
        return json.dumps([WRITES, *fields], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Position:
    """The position that was written, by this release or by the one before; ValueError where it is of no form that we
    know."""
    form, *fields = json.loads(text)
    if form not in _READS:
        raise ValueError(f"a position of form {form}; this program reads {', '.join(map(str, _READS))}")
    return _READS[form](fields)


def _first(fields: list[Any]) -> Position:
    node, language, stage, tries, topic, memory = fields
    return Position(node, language, stage, tries, topic, tuple((key, value) for key, value in memory))


_READS: Mapping[int, Callable[[list[Any]], Position]] = {1: _first}
