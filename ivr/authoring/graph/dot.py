"""A drawing in the language of Graphviz."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ivr.authoring.graph.drawing import Box, Drawing, Sort
from ivr.authoring.graph.text import wrapped

SHAPES = {Sort.PLAIN: "box", Sort.ASKS: "hexagon", Sort.PEOPLE: "box", Sort.END: "oval"}
STYLES = {Sort.PEOPLE: "rounded,bold"}
WIDTH = 200.0
MOST_LINES = 4


def as_dot(drawing: Drawing) -> str:
    """The text of a directed graph."""
    return "\n".join(_lines(drawing))


def _lines(drawing: Drawing) -> Iterator[str]:
    yield f"digraph {_quoted(drawing.title)} {{"
    yield '  graph [rankdir=TB, labelloc=t, fontname="Noto Sans"];'
    yield '  node [fontname="Noto Sans", fontsize=11];'
    yield '  edge [fontname="Noto Sans", fontsize=10];'
    for box in drawing.boxes:
        style = f", style={_quoted(STYLES[box.sort])}" if box.sort in STYLES else ""
        yield f"  {box.id} [shape={SHAPES[box.sort]}{style}, label={_label(box)}];"
    for arrow in drawing.arrows:
        label = f" [label={_quoted(arrow.label)}]" if arrow.label else ""
        yield f"  {arrow.start} -> {arrow.end}{label};"
    yield "}"


def _label(box: Box) -> str:
    speech = wrapped(f"“{box.speech}”", WIDTH, MOST_LINES) if box.speech else ()
    return _quoted("\n".join(line for line in (box.name, box.kind, *speech) if line))


def _quoted(text: str) -> str:
    """As Graphviz reads a text in quotes: with the same escapes as JSON."""
    return json.dumps(text, ensure_ascii=False)
