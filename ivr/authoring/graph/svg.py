"""A drawing as SVG: real text in fonts that are there, readable in light and dark and by a screen reader, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ivr.authoring.graph.drawing import Arrow, Box, Drawing, Sort
from ivr.authoring.graph.layout import Layout, Size, Spot, lay_out
from ivr.authoring.graph.text import cut, width, wrapped

NAME, KIND, SPEECH, LABEL = 13.0, 11.0, 12.0, 11.0
"""Sizes of the letters, in pixels."""
LINE = 1.5
"""Bengali letters reach higher and lower than Latin ones."""
WIDEST, MOST_LINES, MOST_LABEL = 230.0, 4, 44
PADDING, MARGIN = 10.0, 24.0
HEAD = 7.0
"""So far before its end an arrow is straight, and its head points down."""
FONTS = "'Noto Sans','Noto Sans Bengali',system-ui,'Segoe UI','Nirmala UI',Vrinda,'Bangla MN',Arial,sans-serif"

STYLE = f"""
svg {{ color-scheme: light dark; }}
text {{ font-family: {FONTS}; fill: #1d232b; }}
.paper {{ fill: #ffffff; }}
.box {{ fill: #f4f6f8; stroke: #6b7480; stroke-width: 1; }}
.asks .box {{ fill: #e8f0fe; stroke: #3b6fc9; }}
.people .box {{ fill: #e5f5ea; stroke: #2f8a4f; stroke-width: 1.6; }}
.end .box {{ fill: #fbeeee; stroke: #a65a5a; }}
.name {{ font-size: {NAME}px; font-weight: 600; }}
.kind {{ font-size: {KIND}px; fill: #56606c; }}
.speech {{ font-size: {SPEECH}px; }}
.label {{ font-size: {LABEL}px; fill: #39434f; }}
.arrow {{ fill: none; stroke: #7d8793; stroke-width: 1.2; }}
.chosen {{ stroke: #3b6fc9; }}
.head {{ fill: #7d8793; }}
@media (prefers-color-scheme: dark) {{
text {{ fill: #e6eaef; }}
.paper {{ fill: #14181d; }}
.box {{ fill: #20262e; stroke: #8a94a0; }}
.asks .box {{ fill: #1b2a45; stroke: #7aa5ee; }}
.people .box {{ fill: #16331f; stroke: #66c286; }}
.end .box {{ fill: #3a2222; stroke: #d08c8c; }}
.kind, .label {{ fill: #b3bcc7; }}
.arrow {{ stroke: #8a94a0; }}
.chosen {{ stroke: #7aa5ee; }}
.head {{ fill: #8a94a0; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a box: the class of its letters, and their size."""

    text: str
    role: str
    size: float


def as_svg(drawing: Drawing) -> str:
    """The text of an SVG file."""
    lines = {box.id: tuple(_lines(box)) for box in drawing.boxes}
    arrows = [arrow for arrow in drawing.arrows if arrow.start != arrow.end]
    labels = [cut(arrow.label, MOST_LABEL) for arrow in arrows]
    layout = lay_out(
        {id: _size(those) for id, those in lines.items()},
        [(arrow.start, arrow.end) for arrow in arrows],
        [(width(label, LABEL) + 6, LABEL * LINE) if label else (0.0, 0.0) for label in labels],
    )
    own = {arrow.start: arrow.label for arrow in drawing.arrows if arrow.start == arrow.end}
    parts = [*_head(drawing, layout), *_arrows(arrows, layout)]
    for box in drawing.boxes:
        parts += _box(box, lines[box.id], layout.boxes[box.id], drawing.language)
        parts += _again(own, box.id, layout.boxes[box.id])
    parts += [
        _text(Written(label, "label", LABEL), layout.labels[number].x, layout.labels[number].y)
        for number, label in enumerate(labels)
        if label
    ]
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _lines(box: Box) -> Iterator[Written]:
    yield from (Written(line, "name", NAME) for line in wrapped(box.name, WIDEST, 2, NAME))
    if box.kind:
        yield from (Written(line, "kind", KIND) for line in wrapped(box.kind, WIDEST, 2, KIND))
    if box.speech:
        speech = wrapped(f"“{box.speech}”", WIDEST, MOST_LINES, SPEECH)
        yield from (Written(line, "speech", SPEECH) for line in speech)


def _size(lines: Sequence[Written]) -> Size:
    widest = max(width(line.text, line.size) * (1.08 if line.role == "name" else 1) for line in lines)
    return widest + 2 * PADDING, sum(line.size * LINE for line in lines) + PADDING


def _head(drawing: Drawing, layout: Layout) -> Iterator[str]:
    wide, high = layout.width + 2 * MARGIN + 60, layout.height + 2 * MARGIN
    asked = sum(box.sort is Sort.ASKS for box in drawing.boxes)
    steps = sum(bool(box.kind) for box in drawing.boxes)
    told = f"A call flow of {steps} steps; at {asked} of them the caller is asked for something."
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img" aria-labelledby="title desc">'
    )
    yield f'<title id="title">{escape(drawing.title)}</title>'
    yield f'<desc id="desc">{told}</desc>'
    yield f"<style>{STYLE}</style>"
    yield (
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    yield f'<rect class="paper" width="{wide:.0f}" height="{high:.0f}"/>'
    yield f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">'


def _box(box: Box, lines: Sequence[Written], spot: Spot, language: str) -> Iterator[str]:
    left, top = spot.x - spot.width / 2, spot.y - spot.height / 2
    round_ = {Sort.PEOPLE: 14, Sort.END: spot.height / 2, Sort.ASKS: 3}.get(box.sort, 6)
    yield f'<g class="{box.sort.value}">'
    yield (
        f'<rect class="box" x="{left:.1f}" y="{top:.1f}" width="{spot.width:.1f}" height="{spot.height:.1f}" '
        f'rx="{min(round_, 24):.0f}"/>'
    )
    at = top + PADDING / 2
    for line in lines:
        yield _text(line, spot.x, at + line.size * LINE / 2, language if line.role == "speech" else "")
        at += line.size * LINE
    yield "</g>"


def _text(line: Written, x: float, y: float, language: str = "") -> str:
    """Around the middle of its line: the letters stand on a line a third of their size below it."""
    lang = f' lang="{escape(language)}"' if language else ""
    base = y + line.size * 0.35
    where = f'x="{x:.1f}" y="{base:.1f}" text-anchor="middle"'
    return f'<text class="{line.role}" {where}{lang}>{escape(_plain(line.text))}</text>'


def _plain(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(sign for sign in text if sign >= " ")


def _arrows(arrows: Sequence[Arrow], layout: Layout) -> Iterator[str]:
    """One path, or two where a label stands between them; the last has the head."""
    for number, (arrow, route) in enumerate(zip(arrows, layout.routes, strict=True)):
        role = "arrow chosen" if arrow.chosen else "arrow"
        pieces = _pieces(route, layout.labels.get(number))
        for place, piece in enumerate(pieces):
            head = ' marker-end="url(#head)"' if place == len(pieces) - 1 else ""
            yield f'<path class="{role}" d="{piece}"{head}/>'


def _pieces(route: Sequence[Spot], label: Spot | None) -> list[str]:
    """The curves of an arrow: straight within a row, so that it touches no box beside it, and bent between two. It
    leaves out the label through which it passes."""
    way = 1 if route[-1].y > route[0].y else -1
    pieces, first = list[str](), route[0]
    piece = f"M{first.x:.1f} {first.y + way * first.height / 2:.1f}"
    for before, spot in zip(route, route[1:], strict=False):
        start, end = before.y + way * before.row / 2, spot.y - way * spot.row / 2
        end -= way * HEAD if spot is route[-1] else 0
        middle = (start + end) / 2
        piece += f"V{start:.1f}C{before.x:.1f} {middle:.1f} {spot.x:.1f} {middle:.1f} {spot.x:.1f} {end:.1f}"
        piece += f"V{spot.y - way * spot.height / 2:.1f}"
        if spot is label and spot.height:
            pieces.append(piece)
            piece = f"M{spot.x:.1f} {spot.y + way * spot.height / 2:.1f}"
    return [*pieces, piece]


def _again(own: dict[str, str], id: str, spot: Spot) -> Iterator[str]:
    """A way from a box to itself, at its right edge."""
    if id in own:
        x, y = spot.x + spot.width / 2, spot.y
        yield (
            f'<path class="arrow" marker-end="url(#head)" '
            f'd="M{x:.1f} {y - 8:.1f}C{x + 22:.1f} {y - 12:.1f} {x + 22:.1f} {y + 12:.1f} {x:.1f} {y + 8:.1f}"/>'
        )
        label = Written(f"↺ {cut(own[id], 10)}", "label", LABEL)
        yield _text(label, x + 4 + width(label.text, LABEL) / 2, y - 16)
