"""A sentence in English that remembers what it was made of, so that a page can say the same in another language."""

from __future__ import annotations

from collections.abc import Mapping


class Said(str):
    """Reads as the sentence. `text` has places such as `%(n)s`, `values` what stands in them."""

    text: str
    values: Mapping[str, object]


def said(text: str, /, **values: object) -> Said:
    """The sentence; every `text` that is written out where this is called has to be known to the pages' words."""
    made = Said(text % values if values else text)
    made.text, made.values = text, values
    return made
