"""The page of the speeds, made of the catalogue and of what was found: pure functions, so that nobody can type a
number into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.bench.row import Found, Measurement, Row, Spread

NEVER = "–"
BEGINNING = """# Performance

What a caller hears of our code is silence. This page says how long that is, what it costs, and that it does not grow
with what is in the database. It is written by `make bench`, which you can run yourself; no number on it was typed by
hand. Where sides are compared they alternate in blocks of one run: a figure is the median of the blocks, behind it the
interval in which the true median lies with 95 % (`–`: measured once, or a percentile of all). Ratios are taken within a
block. The figures alone: [performance.json](performance.json)."""


def render(catalogue: Iterable[Measurement], runs: Mapping[str, Any]) -> str:
    """The whole page as Markdown; `runs` by the names of measurements, as `performance.json` has them."""
    parts = [BEGINNING, *("\n".join(_section(one, runs.get(one.name))) for one in catalogue)]
    return "\n\n".join(parts) + "\n"


def _section(one: Measurement, run: Mapping[str, Any] | None) -> Iterator[str]:
    yield f"## {one.title}\n"
    found = read(run)
    yield "| what | unit | asked for | found | interval | blocks | holds |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for row in one.rows:
        yield f"| {' | '.join(_cells(row, found.get(row.key)))} |"
    if run is None:
        yield f"\nNot measured yet: `python -m tests.bench --only {one.name}`."
        return
    if advice := one.advice(found):
        yield f"\n{advice}"
    yield f"\nCommit `{run['commit']}`, {run['at']}, {run['machine']}; {run['seconds']:.0f} s."


def read(run: Mapping[str, Any] | None) -> Found:
    """What one run found."""
    return {key: Spread(**values) for key, values in run["found"].items()} if run else {}


def _cells(row: Row, found: Spread | None) -> tuple[str, ...]:
    if found is None:
        return row.what, row.unit, row.wanted(), NEVER, NEVER, NEVER, NEVER
    between = f"{found.low:,g} to {found.high:,g}" if found.blocks > 1 else NEVER
    return row.what, row.unit, row.wanted(), f"{found.median:,g}", between, str(found.blocks), said(row.holds(found))


def said(holds: bool | None) -> str:
    """In a cell of a table."""
    return {True: "yes", False: "**no**", None: ""}[holds]


def told(one: Measurement, run: Mapping[str, Any]) -> str:
    """The same for a terminal."""
    found = read(run)
    lines = [f"{'':<58} {'found':>10} {'interval':>21} {'asked for':>10}"]
    for row in one.rows:
        spread = found.get(row.key)
        between = f"{spread.low:g} to {spread.high:g}" if spread and spread.blocks > 1 else NEVER
        value = f"{spread.median:g}" if spread else NEVER
        holds = said(row.holds(spread)).strip("*") if spread else ""
        lines.append(f"{row.what + ' ' + row.unit:<58} {value:>10} {between:>21} {row.wanted():>10} {holds}")
    return "\n".join((*lines, one.advice(found))).rstrip()
