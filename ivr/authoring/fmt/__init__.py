"""A file in its one form: keys in order, one way to indent and to quote; remarks stay, and what it says stays the same.

Before anything is handed out it is read again: what differs in the least is not handed out.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import yaml

from ivr.authoring.fmt.order import guide_of, put_in_order
from ivr.authoring.fmt.pieces import read_pieces
from ivr.authoring.fmt.remarks import give_remarks
from ivr.authoring.fmt.write import written
from ivr.authoring.parse import lines_of

LONG = 60
"""Letters: a plain text that is longer may become a folded one, which means the same."""


class Unsure(Exception):
    """The new text would not say the same; nothing of it is handed out."""


def formatted(text: str) -> str:
    """The same file in its one form. The text must parse without a problem; Unsure where it could not be kept."""
    lines = lines_of(text)
    whole = read_pieces(text, lines)
    if whole is None:
        return text
    remarks = give_remarks(whole, lines)
    put_in_order(whole.root, guide_of(whole.root))
    new = written(whole.root, remarks)
    if _meaning(new) != _meaning(text) or _remarks(new) != Counter(remarks.all):
        raise Unsure("it would not say the same any more")
    return new


def _meaning(text: str) -> Any:
    """What a reader of the language sees: keys in any order, texts, and whether a value was left empty or quoted."""
    try:
        return _plain(yaml.compose(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return None


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_plain(key)[0]: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return (node.value, bool(node.style) or len(node.value) > LONG) if node is not None else None


def _remarks(text: str) -> Counter[str]:
    lines = lines_of(text)
    whole = read_pieces(text, lines)
    return Counter(give_remarks(whole, lines).all) if whole else Counter()
