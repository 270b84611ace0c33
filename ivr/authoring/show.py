"""Problems as a person, a program or a forge reads them; it judges nothing and prints nothing."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ivr.authoring.check.heard import Heard
from ivr.authoring.codes import Code, Severity
from ivr.authoring.folder import Result
from ivr.authoring.parse import lines_of
from ivr.authoring.problem import Problem

DOCS = "docs/errors"
"""Where the page of each code stands, under the root of the project."""

_MOST_COLUMNS = 108
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
_IN_PLACES = "%\r\n:,"
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(result: Result) -> str:
    """Every problem with its line, what was expected and what was meant; at the end how many, and what next."""
    lines = {file: lines_of(result.texts.get(file, "")) for file in {problem.file for problem in result.problems}}
    shown = ["\n".join(_problem(problem, lines[problem.file])) + "\n" for problem in result.problems]
    return "\n".join([*shown, _summary(result)])


def speech_as_text(result: Result) -> str:
    """How long callers listen, a line for each flow and language: what the checker measures and does not judge."""
    return "\n".join(f"{one.flow} ({one.language}): {_speech(one)}" for one in result.speech)


def as_json(result: Result) -> str:
    problems = [_plain(problem) for problem in result.problems]
    speech = [_figures(one) for one in result.speech]
    whole = {"problems": problems, "errors": result.errors, "warnings": result.warnings, "speech": speech}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_github(result: Result) -> str:
    """Workflow commands, which GitHub shows beside the line."""
    return "\n".join(_annotation(problem) for problem in result.problems)


def as_sarif(result: Result) -> str:
    """SARIF 2.1.0, for code scanning."""
    codes = sorted({problem.code for problem in result.problems})
    driver = {"name": "ivr check", "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_finding(problem) for problem in result.problems],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _problem(problem: Problem, lines: Sequence[str]) -> Iterator[str]:
    mark = problem.mark
    yield f"{problem.file}:{mark.line}:{mark.column}: {problem.severity} {problem.code} {problem.message}"
    margin = " " * max(5, len(str(mark.line)) + 1)
    if 0 < mark.line <= len(lines) and lines[mark.line - 1].strip():
        line, caret = _excerpt(lines[mark.line - 1], mark.column, mark.length)
        yield f"{mark.line:>{len(margin)}} | {line}"
        yield f"{margin} | {caret}"
    if problem.story:
        yield f"{margin} = the call:"
        yield from (f"{margin}     {line}" for line in problem.story)
    if problem.expected:
        yield f"{margin} = expected: {problem.expected}"
    if problem.hint:
        yield f"{margin} = {problem.hint}"


def _excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    """A line, cut where it is long, and carets under its columns."""
    start = max(0, column - 1 - _MOST_COLUMNS // 2) if len(line) > _MOST_COLUMNS else 0
    cut = line[start : start + _MOST_COLUMNS]
    before, at = cut[: column - 1 - start], cut[column - 1 - start : column - 1 - start + length]
    cut = "".join("\N{REPLACEMENT CHARACTER}" if _moves_the_cursor(letter) else letter for letter in cut)
    gap = "".join("\t" if letter == "\t" else " " * _width(letter) for letter in before)
    return cut.rstrip(), gap + "^" * max(1, sum(map(_width, at)))


def _moves_the_cursor(letter: str) -> bool:
    """Control characters, and those that turn the direction of text: a file must not write over the screen."""
    return (unicodedata.category(letter) == "Cc" and letter != "\t") or unicodedata.bidirectional(letter) in _TURNS


def _width(letter: str) -> int:
    """Columns of a letter on a screen, as terminals count: signs that sit on a letter have none."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _summary(result: Result) -> str:
    files = _count(len(result.files), "file")
    if not result.problems:
        return f"{files}: nothing to complain about.\nNext: ivr flows publish"
    found = f"{_count(result.errors, 'error')}, {_count(result.warnings, 'warning')} in {files}."
    worst = _worst(result.problems)
    return f"{found}\nWhat {worst} means, with an example: {DOCS}/{worst}.md"


def _worst(problems: Sequence[Problem]) -> Code:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return (errors or problems)[0].code


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _speech(one: Heard) -> str:
    figures = (
        (one.to_a_person, "a person after {:.0f} s of speech"),
        (one.to_a_choice, "the first choice after {:.0f} s"),
        (one.longest_menu, "the longest menu {:.0f} s"),
    )
    said = [words.format(seconds) for seconds, words in figures if seconds is not None]
    return ", ".join(said) or "nothing to choose, and no person"


def _figures(one: Heard) -> dict[str, Any]:
    """Seconds, to a tenth."""
    whole = asdict(one)
    return {name: round(value, 1) if isinstance(value, float) else value for name, value in whole.items()}


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.mark.line,
        "column": problem.mark.column,
        "severity": str(problem.severity),
        "code": str(problem.code),
        "message": problem.message,
        "expected": problem.expected,
        "hint": problem.hint,
        "story": list(problem.story),
    }


def _annotation(problem: Problem) -> str:
    parts = [problem.message, problem.expected and f"expected: {problem.expected}", problem.hint, *problem.story]
    text = _escaped("\n".join(part for part in parts if part), "%\r\n")
    place = f"file={_escaped(problem.file, _IN_PLACES)},line={problem.mark.line},col={problem.mark.column}"
    return f"::{problem.severity} {place},title={problem.code}::{text}"


def _escaped(text: str, signs: str) -> str:
    """As GitHub's workflow commands want it; the percent sign first."""
    for sign in signs:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _rule(code: Code) -> dict[str, Any]:
    page = f"{DOCS}/{code}.md"
    words = code.name.replace("_", " ").capitalize()
    told = {"shortDescription": {"text": words}, "help": {"text": f"See {page}"}}
    return {"id": str(code), "name": code.name, **told, "defaultConfiguration": {"level": str(code.severity)}}


def _finding(problem: Problem) -> dict[str, Any]:
    """Columns count letters; an address of a file has no backslash and no blank in it."""
    first = problem.mark.column
    region = {"startLine": problem.mark.line, "startColumn": first, "endColumn": first + max(1, problem.mark.length)}
    place = {"artifactLocation": {"uri": quote(Path(problem.file).as_posix())}, "region": region}
    return {
        "ruleId": str(problem.code),
        "level": str(problem.severity),
        "message": {"text": "\n".join([problem.message, *problem.story])},
        "locations": [{"physicalLocation": place}],
    }
