"""In which order the keys of a mapping are written: as the forms have them, ways out last. An author's own names, such
as those of nodes and choices, stay as they are: their order may mean something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.authoring.business import BUSINESS
from ivr.authoring.flow import FLOW, SUBFLOW
from ivr.authoring.fmt.pieces import LIST, MAPPING, Entry, Piece
from ivr.authoring.nodes import KINDS
from ivr.authoring.read_node import EVERY, MAPPINGS, NodeReader
from ivr.authoring.shape import By, Form, Many, Shape, keys

WAYS = (
    "go",
    "open",
    "closed",
    "through",
    "moved",
    "cancelled",
    "none",
    "declared",
    "exits",
    "next",
    "not_found",
    "failed",
    "unanswered",
    "done",
    "cannot",
    "otherwise",
    "allow",
)
"""Where a call goes from a node stands at its end, what becomes of failures behind what comes of success."""

Guide = Any
"""A reader of the language, Inside, or None where nothing is known of a piece."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands under the kind of a node."""

    form: type[Form]


def guide_of(root: Piece) -> Guide:
    """The reader for a whole file."""
    names = {entry.key.text for entry in root.entries if entry.key}
    if "script" in names:
        return None
    return next((reader for key, reader in _FILES.items() if key in names), None)


_FILES: Mapping[str, Guide] = {"business": BUSINESS, "returns": SUBFLOW, "callflow": FLOW}


def put_in_order(piece: Piece, guide: Guide) -> None:
    """Sorts the entries of a piece, and of all pieces in it."""
    if piece.kind == LIST:
        for entry in piece.entries:
            put_in_order(entry.value, guide.item if isinstance(guide, Many) else None)
    elif piece.kind == MAPPING:
        ranks, guides = _known(piece, guide)
        _sort(piece, ranks)
        for entry in piece.entries:
            name = entry.key.text if entry.key else ""
            put_in_order(entry.value, guides.get(name, guide.value if isinstance(guide, By) else None))


def _sort(piece: Piece, ranks: Mapping[str, int]) -> None:
    """A key that nobody knows, such as a note of the author's own, stays behind the one that it stood behind."""
    placed, rank = list[tuple[int, Entry]](), -1
    for entry in piece.entries:
        rank = ranks.get(entry.key.text if entry.key else "", rank)
        placed.append((rank, entry))
    piece.entries[:] = [entry for _, entry in sorted(placed, key=lambda pair: pair[0])]


def _known(piece: Piece, guide: Guide) -> tuple[dict[str, int], dict[str, Guide]]:
    """The rank of each key, and how its value is read."""
    if isinstance(guide, Many):
        return _known(piece, guide.item)
    if isinstance(guide, Shape):
        return _of_form(guide.form)
    if isinstance(guide, NodeReader):
        return _of_node(piece)
    if isinstance(guide, Inside):
        names = {entry.key.text for entry in piece.entries if entry.key}
        if guide.form.main in MAPPINGS and not names & {*keys(guide.form)}:
            return _known(piece, keys(guide.form)[guide.form.main].metadata["reader"])
        return _of_form(guide.form)
    return {}, {}


def _of_form(form: type[Form]) -> tuple[dict[str, int], dict[str, Guide]]:
    names = [*keys(form), *(name for name in EVERY if name not in keys(form))]
    names.sort(key=lambda name: WAYS.index(name) if name in WAYS else -1)
    readers = {name: field.metadata["reader"] for name, field in keys(form).items()}
    return {name: place for place, name in enumerate(names)}, readers


def _of_node(piece: Piece) -> tuple[dict[str, int], dict[str, Guide]]:
    """The kind first, and what stands beside it in the order of the form."""
    kinds = [entry.key.text for entry in piece.entries if entry.key and entry.key.text in KINDS]
    if len(kinds) != 1:
        return {}, {}
    form = KINDS[kinds[0]]
    ranks, readers = _of_form(form)
    return {**ranks, kinds[0]: -1}, {**readers, kinds[0]: Inside(form)}
