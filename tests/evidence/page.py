"""The page of the evidence, made of its figures alone: a pure function, so that nobody can type a number into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.evidence.assumptions import ASSUMPTIONS, BEGINNING, LEVELS

Figures = Mapping[str, Any]
NEVER = "–"


def render(whole: Figures) -> str:
    """The whole page as Markdown."""
    proofs = whole["proofs"]
    parts: Iterable[Iterator[str]] = (
        iter([BEGINNING]),
        _runs(proofs),
        _simulated(proofs),
        _away(_figures(proofs, "outages")),
        _killed(_figures(proofs, "kills")),
        _explored(_figures(proofs, "models")),
        _bugs(_figures(proofs, "bugs")),
        _invariants(whole["invariants"], proofs),
        _faults(whole["faults"], _figures(proofs, "P")),
        _cells(_figures(proofs, "P")),
        _assumed(),
        _taught(whole["corpus"]),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _figures(proofs: Figures, name: str) -> Figures:
    figures: Figures = proofs.get(name, {}).get("figures", {})
    return figures


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table; numbers get their thousands parted."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(_said(cell) for cell in row)} |"


def _said(cell: object) -> str:
    if isinstance(cell, bool) or cell is None:
        return "yes" if cell else NEVER
    return f"{cell:,}" if isinstance(cell, int | float) else str(cell).replace("|", "\\|")


def _runs(proofs: Figures) -> Iterator[str]:
    yield "## The runs\n"
    head = ("proof", "command", "holds", "minutes", "day", "commit", "machine")
    yield from table(
        head,
        (
            (
                name,
                f"`{run['command']}`",
                "yes" if not run["exit"] else "**no**",
                round(run["seconds"] / 60, 1),
                run["at"],
                f"`{run['commit']}`",
                run["machine"],
            )
            for name, run in proofs.items()
        ),
    )


def _simulated(proofs: Figures) -> Iterator[str]:
    yield "## Calls under faults\n"
    yield LEVELS + "\n"
    head = (
        "level",
        "calls",
        "events",
        "events a call",
        "events/s a core",
        "calls/s",
        "broken promises",
        "seed",
        "trace",
    )
    rows = [(level, _figures(proofs, level)) for level in "PSH"]
    yield from table(
        head,
        (
            (
                level,
                one["calls"],
                one.get("events"),
                one.get("events_per_call"),
                one.get("events_per_second_per_process"),
                one.get("calls_per_second"),
                _count(one.get("violations", 0)),
                one["seed"],
                f"`{one['trace'][:12]}`" if "trace" in one else NEVER,
            )
            for level, one in rows
            if one
        ),
    )
    fates = _figures(proofs, "P").get("fates", {})
    yield "\nHow the debts of level P ended: " + ", ".join(f"{name} {count:,}" for name, count in fates.items()) + "."


def _count(found: object) -> int:
    """A number, or the lines that are one each."""
    return found if isinstance(found, int) else len(found)  # type: ignore[arg-type]


def _away(one: Figures) -> Iterator[str]:
    yield "## The database away while callers are on the line\n"
    if not one:
        return
    yield "Seconds until a caller hears something, over real HTTP; each of ten callers was owed once afterwards.\n"
    yield from table(
        ("what is away", "first caller", "tenth", "longest"),
        ((row["what"], row["first"], row["last"], row["longest"]) for row in one["outages"]),
    )
    if one.get("recovered"):
        yield "\nThe whole product away for an hour; seconds from its return until everybody who rang is owed a call.\n"
        rows = ((row["database"], row["callers"], row["seconds"]) for row in one["recovered"])
        yield from table(("database", "callers of that hour", "seconds"), rows)


def _killed(one: Figures) -> Iterator[str]:
    yield "## Real processes, killed\n"
    if not one:
        return
    words = f"{one['kills']:,} strikes, one every {one['seconds_per_kill']} s, under {one['calls']:,} calls"
    yield f"{words}: **{_count(one['lost'])} lost, {_count(one['violations'])} broken promises**.\n"
    yield from table(("struck", "times"), one["kinds"].items())


def _explored(one: Figures) -> Iterator[str]:
    yield "## Every state there is\n"
    if not one:
        return
    yield "The machines of the promise, explored exhaustively within the bounds of each world.\n"
    yield from table(("world", "states", "seconds", "holds"), one["worlds"])
    caught = sum(bool(row[1]) for row in one["mistakes"])
    yield f"\n{caught} of {len(one['mistakes'])} protocols with one mistake each are caught;"
    yield f"no world took more than {one['megabytes']} MB.\n"
    yield from table(("mistake", "caught by"), one["mistakes"])


def _bugs(one: Figures) -> Iterator[str]:
    yield "## Planted bugs\n"
    if not one:
        return
    yield "One mistake at a time is planted, in the simulation only; so many calls it takes to find it:\n"
    yield from table(
        ("bug", "calls needed", "caught by"), ((row["name"], row["calls"], row["invariant"]) for row in one["bugs"])
    )


def _invariants(rows: Iterable[Figures], proofs: Figures) -> Iterator[str]:
    yield "## What must hold, and how often it was looked at\n"
    checked = {level: _by_code(_figures(proofs, level).get("invariants", {})) for level in "PS"}
    head = ("", "invariant", "P: checks", "S: checks", "real processes")
    yield from table(
        head,
        (
            (
                row["code"],
                row["sentence"],
                checked["P"].get(row["code"]),
                checked["S"].get(row["code"]),
                ", ".join(f"`{path}`" for path in row["elsewhere"]) or NEVER,
            )
            for row in rows
        ),
    )


def _by_code(checks: Mapping[str, int]) -> dict[str, int]:
    summed: dict[str, int] = {}
    for name, count in checks.items():
        code = name.partition(" ")[0].rstrip(":")
        summed[code] = summed.get(code, 0) + count
    return summed


def _faults(rows: Iterable[Figures], simulated: Figures) -> Iterator[str]:
    yield "## What went wrong, and how often\n"
    yield "Each fault strikes at the lowest level at which it means anything; `-`: the program has no such part.\n"
    struck = {name.partition(" ")[0]: count for name, count in simulated.get("faults", {}).items()}
    yield from table(
        ("", "fault", "level", "struck at P", "where"),
        (
            (row["number"], row["name"], row["level"], struck.get(str(row["number"])), f"`{row['where']}`")
            for row in rows
        ),
    )


def _cells(one: Figures) -> Iterator[str]:
    yield "## State, event and fault together\n"
    if not one:
        return
    yield f"{one['transitions_taken']} of {one['transitions']} transitions of the three machines were taken;"
    yield f"{one['cells_hit']:,} of {one['cells']:,} cells (transition × fault that had just struck) were hit."
    never = one["transitions_never_taken"]
    yield "\nNever taken: " + (", ".join(f"`{name}`" for name in never) if never else "none") + ".\n"
    cells: dict[str, list[str]] = {}
    for cell in one["cells_never_hit"]:
        move, _, fault = cell.partition(", ")
        if move not in never:
            cells.setdefault(move, []).append(fault.partition(" ")[0])
    yield from table(
        ("transition", "never just after fault"), ((f"`{move}`", ", ".join(f)) for move, f in cells.items())
    )


def _assumed() -> Iterator[str]:
    yield "## What all this assumes\n"
    yield from (f"* {one}" for one in ASSUMPTIONS)


def _taught(rows: Iterable[Figures]) -> Iterator[str]:
    yield "## Every world that ever broke a promise, and what it taught\n"
    yield from table(
        ("level", "seed", "broke", "at", "what it taught"),
        ((one["level"], one["plan"]["seed"], one["invariant"], f"`{one['commit']}`", one["taught"]) for one in rows),
    )
