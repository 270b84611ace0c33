"""`test`: call scripts as somebody at a terminal, or a forge, would have them played."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.shop import write
from tests.cli.running import Shell
from tests.paths import ROOT
from tests.rehearsal.scripts.shop import FLOW, one, rehearse

SAMPLE = ROOT / "callflows"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(f"sqlite:///{tmp_path}/none/ivr.db", tmp_path / "none")


def test_one_file_may_be_played(shell: Shell) -> None:
    ran = shell("test", str(SAMPLE / "scripts" / "main.yaml"))
    assert ran.code == 0 and "all as written" in ran.out


def test_what_fails_ends_the_command_with_1(shell: Shell, tmp_path: Path) -> None:
    rehearse(tmp_path, one("      - hears: Nothing of the kind\n"))
    ran = shell("test", str(tmp_path))
    assert ran.code == 1 and "scripts/main.yaml:7:9: one:" in ran.out


def test_coverage_that_is_not_whole_ends_it_with_1(shell: Shell, tmp_path: Path) -> None:
    rehearse(tmp_path, one("      - hangs up\n"))
    assert shell("test", str(tmp_path)).code == 0
    ran = shell("test", str(tmp_path), "--coverage")
    assert ran.code == 1 and "never taken:" in ran.out


def test_a_program_reads_all_of_it(shell: Shell, tmp_path: Path) -> None:
    rehearse(
        tmp_path, one("      - hears: For our address\n") + one("      - hears: Nothing\n").replace("one:", "two:")
    )
    whole = shell("test", str(tmp_path), "--json").json()
    assert (whole["passed"], whole["failed"]) == (1, 1)
    first, second = whole["scripts"]
    assert first["passed"] and second["message"].startswith("the caller hears") and second["line"] == 12
    assert whole["coverage"][0]["percent"] < 100


def test_a_path_that_is_not_there(shell: Shell, tmp_path: Path) -> None:
    ran = shell("test", str(tmp_path / "nowhere"))
    assert ran.code == 3 and "there is nothing at" in ran.err


def test_a_script_may_stand_beside_the_flows_too(shell: Shell, tmp_path: Path) -> None:
    rehearse(tmp_path, one("      - hangs up\n"))
    beside = (tmp_path / "scripts" / "main.yaml").rename(tmp_path / "evening.yaml")
    for path in (tmp_path, beside):
        ran = shell("test", str(path))
        assert ran.code == 0 and "1 script" in ran.out
    assert shell("check", str(tmp_path)).code == 0


def test_a_file_that_is_no_script_is_told_where_scripts_belong(shell: Shell, tmp_path: Path) -> None:
    rehearse(tmp_path, one("      - hangs up\n"))
    flow = shell("test", str(tmp_path / "main.yaml"))
    assert flow.code == 1 and "is a call flow: its scripts belong into" in flow.err and "scripts" in flow.err
    far = tmp_path / "far" / "away" / "night.yaml"
    far.parent.mkdir(parents=True)
    far.write_text("version: 1\nscripts: {}\n")
    lost = shell("test", str(far))
    assert lost.code == 1 and "no flows beside it: scripts belong into a folder scripts" in lost.err


def test_a_flow_is_explored_by_its_name_or_its_file(shell: Shell, tmp_path: Path) -> None:
    write(tmp_path, FLOW)
    for named, folder in (("main", str(tmp_path)), (str(tmp_path / "main.yaml"), "")):
        ran = shell("explore", named, CALLFLOWS_DIR=folder or str(SAMPLE))
        assert ran.code == 0 and "No dead ends." in ran.out and "Everything was tried." in ran.out
    assert shell("explore", "main", "--json", CALLFLOWS_DIR=str(tmp_path)).json()["dead_ends"] == []


def test_a_flow_that_is_not_there_is_not_explored(shell: Shell, tmp_path: Path) -> None:
    write(tmp_path)
    ran = shell("explore", "mian", CALLFLOWS_DIR=str(tmp_path))
    assert ran.code == 3 and "there is main" in ran.err
    assert shell("explore", CALLFLOWS_DIR=str(tmp_path / "none")).code == 3
    write(tmp_path, "start: nowhere\n")
    assert shell("explore", CALLFLOWS_DIR=str(tmp_path)).code == 1
