"""The compiled business as text, as it is published and kept; what is loaded equals what was dumped, order included."""

from __future__ import annotations

from ivr import plain
from ivr.promise.business import Business

VERSION = 1
"""Of the stored form; text of another version is refused."""


def dump_business(business: Business) -> str:
    """The business as one line of JSON; equal values in equal order make equal text."""
    return plain.dump(business, VERSION)


def load_business(text: str) -> Business:
    """The business that was dumped; ValueError where the text is of another version, or no business."""
    return plain.load(Business, text, VERSION)
