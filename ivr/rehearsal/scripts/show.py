"""Played scripts as a person or a program reads them; it judges nothing and prints nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ivr.authoring.parse import lines_of
from ivr.authoring.show import as_text as as_checked
from ivr.rehearsal.scripts.coverage import Coverage
from ivr.rehearsal.scripts.played import Failure, Line, Played
from ivr.rehearsal.scripts.suite import Suite

_MOST_LINES = 30


def as_text(suites: Sequence[Suite], with_coverage: bool) -> str:
    """Everything that went wrong in its place, with the dialogue up to there; then how many, and what was never met."""
    parts = [part for suite in suites for part in _suite(suite)]
    count, failed = sum(suite.count for suite in suites), sum(suite.failed for suite in suites)
    summary = f"{count} script{'' if count == 1 else 's'}: {'all as written' if not failed else f'{failed} failed'}."
    covered = [_coverage(one) for suite in suites for one in suite.coverage] if with_coverage else []
    return "\n".join([*parts, summary, *covered])


def _suite(suite: Suite) -> Iterator[str]:
    if suite.flows.errors:
        yield as_checked(suite.flows) + "\n"
    if suite.scripts.problems:
        yield (
            as_checked(
                replace(
                    suite.flows,
                    problems=suite.scripts.problems,
                    texts=suite.scripts.texts,
                    files=tuple(suite.scripts.texts),
                )
            )
            + "\n"
        )
    for file, many in suite.played.items():
        lines = lines_of(suite.scripts.texts[file])
        for one in many:
            if one.failure:
                yield "\n".join(_failed(file, one, one.failure, lines)) + "\n"


def _failed(file: str, played: Played, failure: Failure, lines: Sequence[str]) -> Iterator[str]:
    mark = failure.mark
    yield f"{file}:{mark.line}:{mark.column}: {played.title}: {failure.message}"
    margin = " " * max(5, len(str(mark.line)) + 1)
    yield f"{margin} = the call:"
    told = played.dialogue[-_MOST_LINES:]
    if len(told) < len(played.dialogue):
        yield f"{margin}     (… {len(played.dialogue) - len(told)} lines before)"
    yield from (f"{margin}     {_line(line)}" for line in told)
    yield f"{mark.line:>{len(margin)}} > {lines[mark.line - 1].strip()}"
    if failure.expected:
        yield f"{margin} = expected: {failure.expected}"
    if failure.hint:
        yield f"{margin} = {failure.hint}"


def _line(line: Line) -> str:
    return f"{line.at:%H:%M:%S}  {line.language:3} {line.text}"


def _coverage(one: Coverage) -> str:
    met = f"{one.nodes - len(one.unvisited)} of {one.nodes} nodes, {one.ways - len(one.untaken)} of {one.ways} ways"
    lines = [f"{one.flow}: {one.percent:g} % ({met})"]
    lines += [f"  never reached: {name}" for name in one.unvisited]
    lines += [f"  never taken:   {way.node} → {way.label}" for way in one.untaken]
    return "\n".join(lines)


def as_json(suites: Sequence[Suite]) -> str:
    """The same for programs."""
    whole = {
        "scripts": [_plain(file, one) for suite in suites for file, many in suite.played.items() for one in many],
        "problems": [
            {
                "file": one.file,
                "line": one.mark.line,
                "column": one.mark.column,
                "code": one.code,
                "message": one.message,
            }
            for suite in suites
            for one in (*suite.flows.problems, *suite.scripts.problems)
        ],
        "passed": sum(suite.count - suite.failed for suite in suites),
        "failed": sum(suite.failed for suite in suites),
        "coverage": [_covered(one) for suite in suites for one in suite.coverage],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _plain(file: str, played: Played) -> dict[str, Any]:
    failure = played.failure
    return {
        "file": file,
        "script": played.title,
        "line": failure.mark.line if failure else played.mark.line,
        "column": failure.mark.column if failure else played.mark.column,
        "passed": failure is None,
        "message": failure.message if failure else "",
        "expected": failure.expected if failure else "",
        "hint": failure.hint if failure else "",
        "dialogue": [
            {"at": f"{line.at:%H:%M:%S}", "language": line.language, "text": line.text} for line in played.dialogue
        ],
    }


def _covered(one: Coverage) -> dict[str, Any]:
    return {
        "flow": one.flow,
        "percent": one.percent,
        "nodes": one.nodes,
        "ways": one.ways,
        "unvisited": list(one.unvisited),
        "untaken": [{"node": way.node, "way": way.label} for way in one.untaken],
    }
