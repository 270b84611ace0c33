"""What may be written in a call script, and what is said about the rest: in its place, with what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.authoring.folder import load_folder
from ivr.authoring.scripts import Act, Scripts, read_scripts
from tests.authoring.shop import write

STEPS = "    steps: [hangs up]\n"


def read(folder: Path, text: str) -> Scripts:
    result = load_folder(write(folder))
    assert result.business is not None
    file = folder / "scripts.yaml"
    file.write_text(text, encoding="utf-8")
    return read_scripts([file], result.business, {flow.name: flow for flow in result.flows})


def script(folder: Path, text: str) -> Scripts:
    return read(folder, f"version: 1\nflow: main\nscripts:\n  one:\n    at: 2026-11-20 21:30\n{text}")


def test_a_whole_script_is_read(tmp_path: Path) -> None:
    found = script(
        tmp_path,
        """    from: "+8801712345678"
    name: Nasrin
    speaks: en
    vip: true
    calls: 2
    agents: {Karim: lets it ring}
    incidents: {orders: Deliveries are late.}
    steps:
      - hears: Welcome
      - hears: {text: Welcome, language: en, exactly: true}
      - presses: "1"
      - says: My fridge is broken
      - waits: 10m
      - agents: {Karim: answers}
      - talks with: Karim
      - stays silent
      - hangs up
    ends: {how: callback, team: support, by: 2026-11-21 10:30}
""",
    )
    assert not found.problems
    (file,) = found.files.values()
    one = file.scripts["one"].value
    assert one.who is not None and one.who.value == "+8801712345678"
    assert [step.act for step in one.steps][-3:] == [Act.TALKS_WITH, Act.STAYS_SILENT, Act.HANGS_UP]


@pytest.mark.parametrize(
    ("text", "line", "column", "said", "hint"),
    [
        ("    agent: {Karim: answers}\n" + STEPS, 6, 5, '"agent" means nothing', 'mean "agents"'),
        ("    steps: [hangs upp]\n", 6, 13, '"hangs upp" is no step', 'mean "hangs up"'),
        ("    steps:\n      - press: '1'\n", 7, 9, '"press" is no step', 'mean "presses"'),
        ("    steps: [presses]\n", 6, 13, 'what follows "presses" is missing', ""),
        ("    steps:\n      - hangs up: now\n", 7, 19, "nothing belongs after", ""),
        ("    steps:\n      - presses: one\n", 7, 18, '"one" cannot be read here', ""),
        ("    steps:\n      - {presses: '1', hears: Welcome}\n", 7, 9, "a step is one thing", ""),
        ("    steps:\n      - hears: {text: Hello, language: bn}\n", 7, 40, "there is no language", ""),
        ("    agents: {Karim: sleeps}\n" + STEPS, 6, 21, '"sleeps" cannot be read here', ""),
        ("    agents: {Karim: answers}\n    steps:\n      - talks with: Karin\n", 8, 21, '"Karin"', 'mean "Karim"'),
        ("    systems: {find: 200}\n" + STEPS, 6, 15, 'there is no lookup "find"', ""),
        ("    from: 8801712345678\n" + STEPS, 6, 11, "cannot be read here", ""),
        (STEPS + "    ends: {how: callback, team: suport}\n", 7, 33, 'no team "suport"', 'mean "support"'),
        (STEPS + "    ends: happily\n", 7, 11, '"happily" cannot be read here', ""),
    ],
)
def test_what_is_wrong_is_said_in_its_place(
    tmp_path: Path, text: str, line: int, column: int, said: str, hint: str
) -> None:
    found = script(tmp_path, text)
    (problem,) = found.problems
    assert (problem.mark.line, problem.mark.column) == (line, column)
    assert said in problem.message and hint in problem.hint
    assert not found.files


def test_a_flow_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, "version: 1\nflow: mian\nscripts:\n  one:\n    at: 2026-11-20 21:30\n" + STEPS).problems
    assert problem.expected == "main" and problem.hint == 'did you mean "main"?'


@pytest.mark.parametrize("text", ["", "[", "scripts: 1", "a: &a [*a]", "\0", "version: 1\nflow: main\nscripts: {}\n"])
def test_whatever_is_in_the_file_it_is_a_problem_and_never_an_exception(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).problems
