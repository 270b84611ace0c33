"""`make test` tells the truth: what failed, what was left out, how long it took."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.suites import APART, BUDGET, SHARED, WAITING, Result, Suite, compiling_once, report, run, suites


def test_a_suite_of_its_own_runs_once_and_apart(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    rooms, live = suites(tmp_path)
    assert (rooms.name, live.name) == ("rooms", "live")
    assert f"--ignore={tmp_path / 'live'}" in rooms.arguments
    assert live.arguments == (str(tmp_path / "live"),)


def test_each_suite_says_how_long_it_may_take_nine_minutes_in_all() -> None:
    assert set(BUDGET) == {"rooms", *APART}
    assert sum(BUDGET.values()) <= 540
    assert {suite.name for suite in suites(ROOT / "tests") if "-n" in suite.arguments} == set(SHARED)


def test_whose_stories_wait_for_telephones_has_one_pytest_more() -> None:
    dealt = {
        one.name: int(one.arguments[one.arguments.index("-n") + 1])
        for one in suites(ROOT / "tests")
        if "-n" in one.arguments
    }
    assert {dealt[name] for name in WAITING} == {dealt["rooms"] + 1}


def test_what_is_compiled_is_kept_for_the_run_where_it_may_not_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    ask = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    with compiling_once() as environ:
        said = subprocess.run([sys.executable, "-c", ask], env=environ, capture_output=True, text=True).stdout.split()
        assert (said[0], Path(said[1]).is_dir()) == ("False", True)
    assert not Path(said[1]).exists()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("def test_good(): pass", "passed"), ("def test_bad(): assert False", "FAILED"), ("", "FAILED")],
)
def test_a_suite_that_failed_or_holds_no_test_has_failed(tmp_path: Path, text: str, outcome: str) -> None:
    (tmp_path / "test_it.py").write_text(text)
    plain = [part for plugin in ("cacheprovider", "hypothesispytest", "xdist") for part in ("-p", f"no:{plugin}")]
    result = run(Suite("it", (str(tmp_path / "test_it.py"), *plain)))
    assert result.outcome == outcome
    assert result.seconds > 0


def test_the_table_says_what_was_left_out() -> None:
    table = report([Result("rooms", "passed", 12.34), Result("browser", "LEFT OUT")])
    assert f"rooms        passed        12.3 s of {BUDGET['rooms']} s\n" in table
    assert "browser      LEFT OUT" in table
    assert f"in all                     12.3 s of {BUDGET['rooms']} s" in table


def test_a_suite_that_takes_longer_than_it_may_is_seen_and_has_not_failed() -> None:
    table = report([Result("kill", "passed", BUDGET["kill"] + 0.1)])
    assert f"passed        {BUDGET['kill'] + 0.1:.1f} s of  {BUDGET['kill']} s   longer than it may" in table


def test_an_unknown_suite_cannot_be_skipped() -> None:
    environ = {**os.environ, "SKIP": "brwoser"}
    asked = subprocess.run(
        [sys.executable, "-m", "tests.suites"], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert asked.returncode == 2
    assert "SKIP=brwoser: the suites are rooms" in asked.stdout
