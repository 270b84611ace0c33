"""Where a caller stands in a flow between two turns: small, frozen, and stored as JSON; it decides nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass

VERSION = 1
"""Of the stored form; a position of another version is refused by `read`."""

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
        return json.dumps([VERSION, *fields], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Position:
    """The position that `write` wrote; ValueError where the stored form is of another version."""
    version, *fields = json.loads(text)
    if version != VERSION:
        raise ValueError(f"position of version {version}, this program reads {VERSION}")
    node, language, stage, tries, topic, memory = fields
    return Position(node, language, stage, tries, topic, tuple((key, value) for key, value in memory))
