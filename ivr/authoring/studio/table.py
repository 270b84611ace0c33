"""What became of each widget: translated, adapted or left; as a table to read, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    TRANSLATED = "translated"
    """Whoever calls comes to the same places by the same keys; settings may be left to fill in."""
    ADAPTED = "adapted"
    """It is there, and something differs for a caller, or for a system that is told of the call."""
    LEFT = "left"
    """It is not there; where a call can reach it, a `todo` node stands in its place."""


_ORDER = tuple(Fate)


@dataclass(slots=True)
class Row:
    """One widget. `voice`: a call can come to it. `defaults`: where its flow hung up on a caller, and ours does not."""

    widget: str
    type: str
    voice: bool = True
    fate: Fate = Fate.TRANSLATED
    nodes: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)

    def adapt(self, what: str) -> None:
        self._worse(Fate.ADAPTED, what)

    def leave(self, what: str) -> None:
        self._worse(Fate.LEFT, what)

    def setting(self, what: str) -> None:
        if what not in self.settings:
            self.settings.append(what)

    def default(self, what: str) -> None:
        if what not in self.defaults:
            self.defaults.append(what)

    def _worse(self, fate: Fate, what: str) -> None:
        self.fate = max(self.fate, fate, key=_ORDER.index)
        if what not in self.differs:
            self.differs.append(what)


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """Of the widgets to which a call can come."""
    found = Counter(row.fate for row in rows if row.voice)
    return {fate.value: found[fate] for fate in Fate}


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "voice_widgets": counts(rows),
        "widgets": [
            {
                "widget": row.widget,
                "type": row.type,
                "voice": row.voice,
                "fate": row.fate.value,
                "nodes": row.nodes,
                "differs": row.differs,
                "settings": row.settings,
                "safe_defaults": row.defaults,
            }
            for row in rows
        ],
    }


def as_text(rows: Sequence[Row]) -> str:
    """The table, then what to fill in, then where the source hung up."""
    widths = [max([len(title), *(len(cell) for cell in column)]) for title, column in _columns(rows)]
    lines = [_line([title for title, _ in _columns(rows)], widths)]
    for row in rows:
        lines.append(_line([_short(row.widget), row.type, row.fate.value, ", ".join(row.nodes[:2]) or "-"], widths))
        lines += [f"    {what}" for what in row.differs]
    lines += _list("Settings to fill in:", [(row, it) for row in rows for it in row.settings])
    lines += _list("Your flow hung up here, and ours does not:", [(row, it) for row in rows for it in row.defaults])
    of = counts(rows)
    total = sum(of.values())
    outside = len(rows) - total
    summary = ", ".join(f"{number} {fate}" for fate, number in of.items())
    lines += ["", f"{total} widgets on the way of a call: {summary}."]
    if outside:
        lines.append(f"{outside} more to which no call comes.")
    return "\n".join(lines)


def _columns(rows: Sequence[Row]) -> list[tuple[str, list[str]]]:
    return [
        ("widget", [_short(row.widget) for row in rows]),
        ("type", [row.type for row in rows]),
        ("fate", [row.fate.value for row in rows]),
        ("becomes", []),
    ]


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _list(title: str, found: list[tuple[Row, str]]) -> list[str]:
    return ["", title, *(f"    {_short(row.widget)}: {what}" for row, what in found)] if found else []
