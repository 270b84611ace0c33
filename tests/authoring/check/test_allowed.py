"""A warning that is wanted so is switched off in the flow, or at one node, and never without a reason."""

from pathlib import Path

import pytest

from tests.authoring.shop import check, codes

FLOW = """start: main
nodes:
  main:
    menu: {prompt: "For orders, press 2. For us, press 1.", choices: {"2": other, "1": person}, otherwise: person}
    allow: {F702: "our old customers know these keys"}
  other: {menu: {prompt: "For us, press 2.", choices: {"2": person}, otherwise: person}}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""


def test_at_a_node_it_is_switched_off_there_alone(tmp_path: Path) -> None:
    result = check(tmp_path, FLOW)
    assert [(str(problem.code), problem.mark.line) for problem in result.problems] == [("F702", 6)]


@pytest.mark.parametrize("where", ["beside", "under"])
def test_it_stands_under_the_kind_or_beside_it(where: str, tmp_path: Path) -> None:
    other = 'other: {menu: {prompt: "For us, press 2.", choices: {"2": person}, otherwise: person'
    allowed = ', allow: {F702: "as ever"}'
    flow = FLOW.replace(f"  {other}}}}}", f"  {other}{allowed}}}}}" if where == "under" else f"  {other}}}{allowed}}}")
    assert codes(check(tmp_path, flow)) == []


@pytest.mark.parametrize("allow", ["{F702: }", "{F702: [a]}", "{F201: because}", "{F999: because}", "F702"])
def test_errors_stand_and_a_reason_is_needed(allow: str, tmp_path: Path) -> None:
    flow = FLOW.replace('{F702: "our old customers know these keys"}', allow)
    assert {"F702", "F113", "F103"} & {*codes(check(tmp_path, flow))} >= {"F702"}


def test_what_takes_nothing_back_is_told(tmp_path: Path) -> None:
    flow = FLOW.replace("press 2. For us, press 1.", "press 1. For us, press 2.").replace(
        '"2": other, "1"', '"1": other, "2"'
    )
    result = check(tmp_path, f"allow: {{F706: small, F701: our regulars know it}}\n{flow}")
    assert [(str(problem.code), problem.mark.line) for problem in result.problems] == [
        ("F802", 1),
        ("F802", 6),
        ("F702", 7),
    ]


def test_in_a_flow_with_errors_nothing_is_called_needless(tmp_path: Path) -> None:
    assert codes(check(tmp_path, "allow: {F701: our regulars know it}\nstart: persn")) == ["F201"]
