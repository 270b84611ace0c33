"""`ivr check`: exit codes that scripts rely on, and every shape of its answer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli.check import check
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
    assert run_["tool"]["driver"]["rules"] == [{"id": "F706", "helpUri": "docs/errors/F706.md"}]
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
