"""`ivr check`: exit codes that scripts rely on, and every shape of its answer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli.check import check
from ivr.cli.flows import flows
from tests.authoring.shop import write


def run(*arguments: object) -> Result:
    return CliRunner().invoke(check, [str(argument) for argument in arguments], catch_exceptions=False)


def test_good_flows(tmp_path: Path) -> None:
    result = run(write(tmp_path))
    assert result.exit_code == 0
    said = "2 files: nothing to complain about.\nNext: ivr flows publish\nmain (en): a person after 0 s of speech\n"
    assert result.output == said


def test_errors_are_1_and_warnings_only_when_one_is_strict(tmp_path: Path) -> None:
    assert run(write(tmp_path, "title: []")).exit_code == 1
    assert run(write(tmp_path, "allow: {}")).exit_code == 0
    assert run(tmp_path, "--strict").exit_code == 1


def test_a_wrong_option_is_2_and_what_is_not_there_3(tmp_path: Path) -> None:
    assert run(tmp_path, "--format", "xml").exit_code == 2
    missing = run(tmp_path / "nowhere")
    assert missing.exit_code == 3
    assert "nowhere" in missing.stderr
    assert missing.stdout == ""


def test_json_is_what_was_agreed(tmp_path: Path) -> None:
    write(tmp_path, "start: persn\nallow: {}")
    result = run(tmp_path, "--format", "json")
    said = json.loads(result.stdout)
    assert (said["errors"], said["warnings"]) == (1, 0)
    (problem,) = said["problems"]
    assert problem["file"] == str(tmp_path / "main.yaml")
    assert (problem["line"], problem["column"], problem["severity"], problem["code"]) == (1, 8, "error", "F201")
    assert problem["message"] == 'there is no node "persn"'
    assert json.loads(run(tmp_path, "--json").stdout) == said


def test_github_shows_it_beside_the_line(tmp_path: Path) -> None:
    write(tmp_path, "nodes:\n  person: {transfer: support, unanswered: bye}\n  bye: {hang_up: 100%}")
    line = run(tmp_path, "--format", "github").stdout
    assert line.startswith(f"::error file={tmp_path}/main.yaml,line=2,col=43,title=F401::a caller who asked")
    assert line.count("\n") == 1
    assert "%0A" in line
    assert "100%25" in line


def test_sarif_is_for_code_scanning(tmp_path: Path) -> None:
    write(tmp_path, "allow: {}")
    run_ = json.loads(run(tmp_path, "--format", "sarif").stdout)["runs"][0]
    (rule,) = run_["tool"]["driver"]["rules"]
    assert (rule["id"], rule["help"]["text"]) == ("F706", "See docs/errors/F706.md")
    assert run_["results"][0]["level"] == "warning"


def test_one_file_is_checked_with_its_business_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "", broken="callflow: [")
    assert run(tmp_path / "main.yaml").exit_code == 0
    assert run(tmp_path / "broken.yaml").exit_code == 1
    assert run(tmp_path / "business.yaml").exit_code == 1
    assert run(tmp_path / "main.yaml", tmp_path / "broken.yaml").exit_code == 1


def test_several_folders(tmp_path: Path) -> None:
    result = run(write(tmp_path / "a"), write(tmp_path / "b", "start: persn"))
    assert result.exit_code == 1
    assert "1 error, 0 warnings in 4 files." in result.output


@pytest.mark.parametrize("noise", [b"\xff\xfe", b"\x1b[2J", "\u202e".encode(), b"\x00" * 1000])
def test_a_file_cannot_write_over_the_screen(noise: bytes, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "main.yaml").write_bytes(b"title: " + noise)
    result = run(tmp_path)
    assert result.exit_code == 1
    assert not set("\x1b\x00\u202e") & set(result.output)


BEFORE = """start: main
nodes:
  main:
    menu: {prompt: "For orders, press 1. For us, press 2.", choices: {"1": promise, "2": person}, otherwise: person}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""
AFTER = BEFORE.replace('"1": promise, "2": person', '"1": person, "2": promise')


def test_what_changes_for_callers_is_told_against_the_version_before(tmp_path: Path) -> None:
    old, new = write(tmp_path / "old", BEFORE), write(tmp_path / "new", AFTER)
    assert run(new).exit_code == 0
    compared = run(new, "--against", old, "--strict")
    assert compared.exit_code == 1
    assert compared.output.count("warning F719") == 2
    assert run(new, "--against", old / "main.yaml", "--strict").exit_code == 1
    assert run(old, "--against", old, "--strict").exit_code == 0
    assert run(new, "--against", tmp_path / "nowhere").exit_code == 3
    assert run(new, "--against", write(tmp_path / "broken", "start: persn")).exit_code == 3


def test_or_against_what_is_live_and_what_callers_pressed(sqlite_url: str, tmp_path: Path) -> None:
    environment = {"DATABASE_URL": sqlite_url, "VAR_DIR": str(tmp_path / "var")}
    cli = CliRunner(env=environment)
    new = str(write(tmp_path / "new", AFTER))
    assert "F719" not in cli.invoke(check, [new, "--against", "live"]).output
    assert cli.invoke(flows, ["publish", str(write(tmp_path / "old", BEFORE))]).exit_code == 0
    said = cli.invoke(check, [new, "--against", "live"], catch_exceptions=False)
    assert said.exit_code == 0
    assert 'key 1 leads to "person", and to "promise" in the version before' in said.output


def test_what_callers_listen_to_is_measured(tmp_path: Path) -> None:
    said = json.loads(run(write(tmp_path, BEFORE), "--json").stdout)["speech"]
    assert said == [{"flow": "main", "language": "en", "to_a_person": 2.7, "to_a_choice": 1.2, "longest_menu": 2.7}]
    assert json.loads(run(write(tmp_path, "start: persn"), "--json").stdout)["speech"] == []
