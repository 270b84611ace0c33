"""One change between two versions, as a value: how much it matters, where it is, and what it means to a caller."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a change touches, in the order in which it matters to a caller."""

    REACH = "who can be reached, and when"
    PROMISE = "what is promised"
    KEYS = "which keys there are, and where they lead"
    WORDS = "what is said"
    STRUCTURE = "how it is built"


@dataclass(frozen=True, slots=True)
class Change:
    """`says` is the whole sentence. `what` names the field, `was` and `now` its values; `language` where words are
    meant."""

    weight: Weight
    says: str
    flow: str = ""
    """Empty: the business."""
    node: str = ""
    what: str = ""
    was: str = ""
    now: str = ""
    language: str = ""
