"""docs/capacity.md, made of what was measured: nobody types a number into it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.bench.scale import ROWS as SCALE
from tests.capacity.needs import (
    BUSY,
    DAYS,
    MEASURED_TURNS,
    OFFERS,
    PEAK,
    PERSON,
    TALK,
    Figures,
    cost,
    drained,
    first_limit,
    medians,
    needs,
    per_hour,
)
from tests.capacity.words import BEGINNING, COST, LIMITS, OUTAGE, WHAT_TO_ADD

NEVER = "not measured yet"
FURTHER = ((3, "three turns"), (MEASURED_TURNS, "five turns, as measured"), (10, "ten turns"))
PLACED = (1, 5, 30)
"""Calls a second that an account may place: the default, and what one may ask for."""


def render(runs: Mapping[str, Any], erlang: Mapping[str, Any]) -> str:
    """The whole page; `runs` as docs/performance.json has them, `erlang` as docs/capacity.json."""
    figures = medians(runs)
    parts = (
        BEGINNING, _costs(figures), _hours(figures), _days(figures), WHAT_TO_ADD, _tried(figures),
        f"## Twilio's own limits\n\n{_table(LIMITS[0], LIMITS[1:])}", COST, OUTAGE, _outage(), _erlang(erlang),
    )  # fmt: skip
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head), *map(tuple, rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _said(value: float | None, unit: str = "") -> str:
    if value is None:
        return NEVER
    number = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{number} {unit}".strip()


def _costs(figures: Figures) -> str:
    known = (
        (f"web CPU of a call: first request, {MEASURED_TURNS} turns, report of its end", "call.cpu_ms", "ms"),
        ("the database's CPU of it", "call.store_ms", "ms"),
        ("rows that it adds", "call.rows", ""),
        ("bytes of these, indexes too", "call.bytes", ""),
        ("web CPU of a further turn", "turn.postgresql.cpu_ms", "ms"),
        ("the database's CPU of a further turn", "turn.postgresql.store_ms", "ms"),
        ("a worker's CPU to have an agent phoned", "scale.worker.cpu_ms", "ms"),
        ("a sweep's CPU to have an agent phoned", "scale.sweep.cpu_ms", "ms"),
    )  # fmt: skip
    rows = ((what, _said(figures.get(key), unit)) for what, key, unit in known)
    return f"## What a call costs, on PostgreSQL\n\n{_table(('what', 'measured'), rows)}"


def _hours(figures: Figures) -> str:
    rows = (
        (what, *(_said(per_hour(cost(figures, turns, part))) for part in ("cpu_ms", "store_ms")))
        for turns, what in FURTHER
    )
    head = ("calls of", "an hour and core of web", "an hour and core of PostgreSQL")
    told = "3,600 s divided by the costs above: a core that does nothing else, without rest."
    return f"## Calls an hour and core\n\n{told}\n\n{_table(head, rows)}"


def _days(figures: Figures) -> str:
    head = (
        "calls a day", "a second", "on the line at once", "legs placed a second", "web cores", "PostgreSQL cores",
        "worker cores", "turns kept, GB",
    )  # fmt: skip
    each = [needs(day, figures) for day in DAYS]
    rows = (
        (f"{one.day:,}", _said(one.per_second), _said(one.at_once), _said(one.legs_per_second),
         _said(one.web_cores), _said(one.store_cores), _said(one.driving_cores), _said(one.gigabytes))
        for one in each
    )  # fmt: skip
    told = (
        f"In the busiest hour, in which {PEAK:.0%} of the day's calls come; a call takes {TALK} s; {PERSON:.0%} of the"
        f" callers are passed on\nto a person, for each of whom an agent is phoned {OFFERS:g} times; cores are used to"
        f" {BUSY:.0%}.\nThese are assumptions: put your own into `tests/capacity/needs.py`."
    )
    limits = "\n".join(f"- {one.day:,} calls a day: {first_limit(one)}" for one in each)
    first = f"At its end first, with one core of each part and an account that may place one call a second:\n\n{limits}"
    return f"## Up to a million calls a day\n\n{told}\n\n{_table(head, rows)}\n\n{first}"


def _tried(figures: Figures) -> str:
    rows = ((row.what, _said(figures.get(row.key), row.unit)) for row in SCALE)
    return (
        "## Tried: a second process of each part\n\nOn two cores, which the database and whoever asks share"
        " (`python -m tests.bench --only scale`): what counts\nhere is less the gain than that two do nothing twice."
        f"\n\n{_table(('what', 'found'), rows)}"
    )


def _outage() -> str:
    head = ("calls a day", "owed after an hour", *(f"hours to call them, at {rate}/s" for rate in PLACED))
    rows = ((f"{day:,}", _said(day * PEAK), *(_said(drained(day * PEAK, rate)) for rate in PLACED)) for day in DAYS)
    return _table(head, rows)


def _erlang(kept: Mapping[str, Any]) -> str:
    return "\n\n".join(("## Erlang A against the product", *_compared(kept)))


def _compared(kept: Mapping[str, Any]) -> Iterator[str]:
    yield (
        "The product's own switchboard before a crowd in virtual time, beside what queueing theory says of it: one"
        " team,\nno ringing time, no callbacks, exponential talks and patience. It must not differ by more than"
        " a twentieth."
    )
    if not kept:
        yield "Not measured yet: `python -m tests.capacity`."
        return
    rows = (
        (row["what"], f"{row['formula']:.4g}", f"{row['product']:.4g}", f"{row['product'] / row['formula'] - 1:+.1%}")
        for row in kept["rows"]
    )
    yield _table(("", "Erlang A", "product", "differs"), rows)
    yield f"{kept['agents']} agents, {kept['calls']:,} calls counted, commit `{kept['commit']}`, {kept['at']}."
