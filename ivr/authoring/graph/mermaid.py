"""A drawing as Mermaid, to stand in a page or a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ivr.authoring.graph.drawing import Box, Drawing, Sort
from ivr.authoring.graph.text import cut

MOST_SPEECH = 100
SHAPES = {
    Sort.PLAIN: ('["', '"]'),
    Sort.ASKS: ('{{"', '"}}'),
    Sort.PEOPLE: ('(["', '"])'),
    Sort.END: ('("', '")'),
}


def as_mermaid(drawing: Drawing) -> str:
    """The text of a Mermaid flowchart."""
    return "\n".join(_lines(drawing))


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "---"
    yield f"title: {json.dumps(drawing.title, ensure_ascii=False)}"
    yield "---"
    yield "flowchart TD"
    for box in drawing.boxes:
        left, right = SHAPES[box.sort]
        yield f"  {box.id}{left}{_words(box)}{right}"
    for arrow in drawing.arrows:
        label = f'|"{_escaped(arrow.label)}"|' if arrow.label else ""
        yield f"  {arrow.start} -->{label} {arrow.end}"


def _words(box: Box) -> str:
    speech = f"“{cut(box.speech, MOST_SPEECH)}”" if box.speech else ""
    return "<br/>".join(_escaped(line) for line in (box.name, box.kind, speech) if line)


def _escaped(text: str) -> str:
    """Mermaid's own entities: nothing in a text is taken for a mark of the drawing."""
    signs = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "\\": "#92;", "`": "#96;", "&": "#amp;"}
    return "".join(signs.get(letter, letter) for letter in text)
