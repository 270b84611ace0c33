"""A knowledge card as it is published: what a business answers by itself, for people to read.

How it is spoken stands in the flow that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr import plain

VERSION = 1
"""Of the stored form; text of another version is refused."""


@dataclass(frozen=True, slots=True)
class Card:
    """By language: what it is called, and its text in Markdown as it was written."""

    titles: Mapping[str, str]
    topics: tuple[str, ...]
    texts: Mapping[str, str]


def dump_card(card: Card) -> str:
    """The card as one line of JSON."""
    return plain.dump(card, VERSION)


def load_card(text: str) -> Card:
    """The card that was dumped; ValueError where the text is of another version, or no card."""
    return plain.load(Card, text, VERSION)
