"""What a folder holds: one business, some flows, and files of others."""

from pathlib import Path

import pytest

from ivr.authoring.folder import load_folder
from tests.authoring.shop import check, codes, only, write


def test_several_flows_make_one_business(tmp_path: Path) -> None:
    result = check(tmp_path, "", night="callflow: night\nnumbers: ['+12025550101']")
    assert [flow.name for flow in result.flows] == ["main", "night"]
    assert result.business is not None
    assert result.business.numbers == ("+12025550100", "+12025550101")


def test_a_folder_without_a_business_says_so(tmp_path: Path) -> None:
    problem = only(check(tmp_path, "", None))
    assert problem.code == "F007"
    assert problem.file.endswith("business.yaml")


def test_where_the_business_is_broken_the_flows_are_checked_all_the_same(tmp_path: Path) -> None:
    assert codes(check(tmp_path, "start: persn", "zone: Nowhere")) == ["F603", "F201"]


def test_what_one_part_of_the_business_got_wrong_is_not_said_again_of_the_flows(tmp_path: Path) -> None:
    broken = "teams:\n  support: {title: {en: Support}, hours: shop}\n  other: {title: {en: Other}, hours: shop}\n"
    assert codes(check(tmp_path, "", broken)) == ["F102", "F102"]


def test_call_scripts_beside_the_flows_are_left_to_those_who_play_them(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "night.yaml").write_text("scripts: at night\nanything: goes\n")
    result = load_folder(tmp_path)
    assert not result.problems
    assert len(result.flows) == 1


def test_one_flow_can_be_checked_alone(tmp_path: Path) -> None:
    write(tmp_path, "", broken="callflow: [")
    assert not load_folder(tmp_path, frozenset({tmp_path / "main.yaml"})).problems
    assert load_folder(tmp_path).errors


def test_nothing_is_compiled_where_anything_is_an_error(tmp_path: Path) -> None:
    result = check(tmp_path, "", broken="callflow: [")
    assert result.business is None
    assert result.flows == ()


def test_a_flow_answers_at_least_one_number(tmp_path: Path) -> None:
    assert only(check(tmp_path, "numbers: []")).message == "nothing stands here"
    assert check(tmp_path, 'numbers: "+12025550101"').flows[0].numbers == ("+12025550101",)


def test_warnings_do_not_keep_a_flow_back_and_can_be_allowed(tmp_path: Path) -> None:
    warned = check(tmp_path, "allow: {}")
    assert codes(warned) == ["F706"]
    assert (warned.errors, warned.warnings, len(warned.flows)) == (0, 1, 1)
    assert not check(tmp_path, "allow: {F706: a small example}").problems


@pytest.mark.parametrize("key", ["x-note", "x-"])
def test_keys_of_your_own_are_ignored_everywhere(key: str, tmp_path: Path) -> None:
    flow = (
        f"{key}: [anything]\nnodes:\n  {key}: 1\n"
        f"  person: {{transfer: {{team: support, {key}: 2}}, unanswered: promise, {key}2: 3}}\n"
        "  promise: {callback: 30m}\n"
    )
    assert not check(tmp_path, flow, f"{key}: {{}}").problems


def test_problems_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    result = check(tmp_path, "title: []\nstart: [x]", "currency: x", also="callflow: Also")
    places = [(Path(problem.file).name, problem.mark.line) for problem in result.problems]
    assert places == sorted(places)
    assert {name for name, _ in places} == {"also.yaml", "business.yaml", "main.yaml"}
