"""`ivr fmt` writes files in their one form, or only says which are not."""

from __future__ import annotations

from pathlib import Path

from tests.authoring.shop import write
from tests.cli.running import Shell

UGLY = "nodes:\n    person: {unanswered:   promise, transfer: support}   # a remark\n    promise: {callback: '30m'}"
NEAT = 'nodes:\n  person: {transfer: support, unanswered: promise}       # a remark\n  promise: {callback: "30m"}\n'


def test_a_folder_and_what_is_in_it(shell: Shell, tmp_path: Path) -> None:
    folder = write(tmp_path, UGLY)
    (folder / "main.yaml").chmod(0o640)
    ran = shell("fmt", "--check", str(folder))
    assert ran.code == 1 and f"{folder / 'main.yaml'}: is not in its form\n" in ran.out
    assert shell("fmt", str(folder)).code == 0
    assert NEAT in (folder / "main.yaml").read_text(encoding="utf-8")
    assert (folder / "main.yaml").stat().st_mode & 0o777 == 0o640
    again = shell("fmt", "--check", str(folder))
    assert (again.code, again.out, again.err) == (0, "", "2 files: all are in their form.\n")
    assert shell("check", str(folder)).code == 0
    assert not list(folder.glob("*.fmt-new"))


def test_the_settings_name_the_folder(shell: Shell, tmp_path: Path) -> None:
    folder = write(tmp_path, UGLY)
    assert shell("fmt", CALLFLOWS_DIR=str(folder)).code == 0
    assert NEAT in (folder / "main.yaml").read_text(encoding="utf-8")


def test_what_cannot_be_read_is_left_alone_and_told_like_the_checker_tells_it(shell: Shell, tmp_path: Path) -> None:
    folder = write(tmp_path, UGLY)
    for name, text in (("twice", "a: 1\na: 2\n"), ("open", "a: {b: 1\n"), ("anchor", "a: &x 1\nb: *x\n")):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    ran = shell("fmt", str(folder))
    assert ran.code == 1
    assert 'twice.yaml:2:1: error F005 the key "a" stands here twice' in ran.err
    assert "open.yaml" in ran.err and "anchor.yaml" in ran.err
    assert (folder / "twice.yaml").read_text(encoding="utf-8") == "a: 1\na: 2\n"
    assert NEAT in (folder / "main.yaml").read_text(encoding="utf-8")


def test_what_is_not_there_is_3(shell: Shell, tmp_path: Path) -> None:
    assert shell("fmt", str(tmp_path / "nowhere.yaml")).code == 3
