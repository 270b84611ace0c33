"""What is found can be read by people, programs and forges: every shape holds what its readers ask for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ivr.authoring.folder import Result
from ivr.authoring.show import as_github, as_json, as_sarif, as_text
from tests.authoring.messages import CASES, FOLDER
from tests.authoring.shop import check

REFERENCE = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+")
"""A relative reference (RFC 3986)."""
COMMAND = re.compile(r"::(error|warning) file=([^,:]+),line=(\d+),col=(\d+),title=F\d{3}::(.+)")


@pytest.fixture(params=CASES)
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Result:
    case = FOLDER / request.param
    business = case / "business.yaml"
    flow = (case / "main.yaml").read_text(encoding="utf-8")
    return check(tmp_path / "a, b: 50%", flow, business.read_text(encoding="utf-8") if business.is_file() else "")


def test_text_points_at_the_place(found: Result) -> None:
    text = as_text(found)
    for problem in found.problems:
        head = f"{problem.file}:{problem.mark.line}:{problem.mark.column}: {problem.severity} {problem.code} "
        assert head + problem.message in text
    for number, line in enumerate(lines := text.splitlines()):
        if re.match(r" +\d+ \| ", line):
            assert re.fullmatch(r" +\| \s*\^+", lines[number + 1]), lines[number + 1]


def test_json_has_every_problem_whole(found: Result) -> None:
    said = json.loads(as_json(found))
    assert (said["errors"], said["warnings"], said["speech"]) == (found.errors, found.warnings, said["speech"])
    assert len(said["problems"]) == len(found.problems)
    for one in said["problems"]:
        assert set(one) == {"file", "line", "column", "severity", "code", "message", "expected", "hint", "story"}


def test_github_gets_one_line_for_each(found: Result) -> None:
    lines = as_github(found).splitlines()
    assert len(lines) == len(found.problems)
    for line, problem in zip(lines, found.problems, strict=True):
        command = COMMAND.fullmatch(line)
        assert command, line
        plain = command[2].replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
        assert (plain, int(command[3]), int(command[4])) == (problem.file, problem.mark.line, problem.mark.column)


def test_sarif_has_what_its_schema_requires(found: Result) -> None:
    """The required parts of SARIF 2.1.0, and those without which code scanning shows nothing."""
    whole = json.loads(as_sarif(found))
    assert (whole["version"], whole["$schema"][-16:]) == ("2.1.0", "sarif-2.1.0.json")
    (run,) = whole["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"])
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(found.problems)
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        (location,) = result["locations"]
        _placed(location["physicalLocation"])


def _placed(place: dict[str, Any]) -> None:
    assert REFERENCE.fullmatch(place["artifactLocation"]["uri"])
    region = place["region"]
    assert region["startLine"] >= 1
    assert 1 <= region["startColumn"] < region["endColumn"]
