"""A tree of real processes: what dies comes back, what is stopped is gone."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.local.branch import BackOff, ending
from tests.local.trees import SLEEPS, STUBBORN, Grown, child, eventually, lives
from tests.paths import ROOT


def test_a_child_that_is_killed_is_started_again_and_the_person_is_told(tmp_path: Path) -> None:
    with Grown([child("worker", SLEEPS)], logs=tmp_path) as grown:
        assert grown.started.wait(10)
        first = grown.tree.pids()["worker"]
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: grown.tree.pids().get("worker", first) != first)
        assert "worker was killed by SIGKILL; starting it again in 0.05 s" in grown.said


def test_the_last_words_of_a_child_are_shown_and_kept(tmp_path: Path) -> None:
    with Grown([child("web", "import sys; sys.exit('no such table')")], logs=tmp_path) as grown:
        assert eventually(lambda: "  web: no such table" in grown.said)
    assert any(line.startswith("web ended with exit code 1") for line in grown.said)
    assert "no such table" in (tmp_path / "web.log").read_text()


def test_pauses_grow_to_a_limit() -> None:
    back_off = BackOff(first=0.5, longest=30)
    assert [back_off.pause(deaths) for deaths in (1, 2, 3, 6, 7, 1000)] == [0.5, 1, 2, 16, 30, 30]


def test_a_child_that_keeps_dying_is_given_longer_and_longer_pauses(tmp_path: Path) -> None:
    with Grown([child("web", "raise SystemExit(3)")], logs=tmp_path) as grown:
        assert eventually(lambda: sum("exit code 3" in line for line in grown.said) >= 4)
    pauses = [line.split(" in ")[1] for line in grown.said if "exit code 3" in line]
    assert pauses[:4] == ["0.05 s", "0.1 s", "0.2 s", "0.2 s"]


def test_stopping_leaves_nobody_not_even_grandchildren(tmp_path: Path) -> None:
    born = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]).pid, flush=True)"
    family = f"{born}; {SLEEPS}"
    with Grown([child("web", family)], logs=tmp_path) as grown:
        assert grown.started.wait(10)
        assert eventually(lambda: (tmp_path / "web.log").read_text().strip())
        pids = [grown.tree.pids()["web"], int((tmp_path / "web.log").read_text())]
        assert all(lives(pid) for pid in pids)
    assert grown.ended_well
    assert eventually(lambda: not any(lives(pid) for pid in pids))


def test_what_a_dead_child_left_is_gone_before_it_is_started_again(tmp_path: Path) -> None:
    """A killed web server's workers would hold the port."""
    orphan = f"subprocess.Popen([sys.executable, '-c', {SLEEPS!r}])"
    leaves = f"import subprocess, sys; print({orphan}.pid, flush=True); raise SystemExit(1)"
    with Grown([child("web", leaves)], logs=tmp_path) as grown:
        assert eventually(lambda: "starting it again" in "".join(grown.said))
        assert eventually(lambda: not lives(int((tmp_path / "web.log").read_text().split()[0])))


def test_a_child_that_will_not_end_is_ended(tmp_path: Path) -> None:
    with Grown([child("web", STUBBORN)], logs=tmp_path, end_seconds=0.3) as grown:
        assert grown.started.wait(10)
        assert eventually(lambda: "ready" in (tmp_path / "web.log").read_text())
        pid = grown.tree.pids()["web"]
        asked = time.monotonic()
    assert time.monotonic() - asked < 3
    assert not lives(pid)


def test_a_stage_waits_until_the_one_before_answers_and_outlives_the_one_after(tmp_path: Path) -> None:
    mark, order = tmp_path / "mark", tmp_path / "order"
    note = (
        f"import signal, sys, time\ndef bye(*_):\n    open({str(order)!r}, 'a').write(sys.argv[1] + ' '); sys.exit()\n"
    )
    base = note + f"signal.signal(signal.SIGTERM, bye); time.sleep(.3); open({str(mark)!r}, 'w'); time.sleep(60)"
    late = note + f"signal.signal(signal.SIGTERM, bye); print(open({str(mark)!r}).name, flush=True); time.sleep(60)"
    stages = [[child("redis", base, mark.exists)], [child("web", late)]]
    named = [[replace(own, argv=(*own.argv, own.name)) for own in stage] for stage in stages]
    with Grown(*named, logs=tmp_path) as grown:
        assert grown.started.wait(10)
        assert eventually(lambda: str(mark) in (tmp_path / "web.log").read_text())
    assert order.read_text().split() == ["web", "redis"]
    assert not any("ended" in line for line in grown.said)


def test_what_never_answers_is_named_and_everything_is_stopped(tmp_path: Path) -> None:
    silent = child("redis", SLEEPS, answers=lambda: False)
    with Grown([silent], [child("web", SLEEPS)], logs=tmp_path, answer_seconds=0.3) as grown:
        assert eventually(lambda: grown.tree.pids())
        pid = grown.tree.pids()["redis"]
        grown.join()
    assert grown.ended_well is False
    assert "no answer within 0.3 s from redis" in grown.said
    assert "starting web" not in grown.said
    assert not lives(pid)


def test_stopping_while_it_still_starts_is_a_good_end(tmp_path: Path) -> None:
    with Grown([child("redis", SLEEPS, answers=lambda: False)], logs=tmp_path) as grown:
        assert eventually(lambda: grown.tree.pids())
    assert grown.ended_well is True


SUPERVISOR = """
import sys
from pathlib import Path
from threading import Event
from tests.local.trees import SLEEPS, child
from ivr.local.tree import Tree
bye = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('bye', flush=True)))"
polite = f"{bye}; print('ready', flush=True); {SLEEPS}"
tree = Tree([[child("web", polite), child("worker", SLEEPS)]], Path(sys.argv[1]), lambda line: None)
tree.run(Event(), lambda: print(*tree.pids().values(), flush=True))
"""


def test_a_supervisor_that_is_killed_leaves_nobody(tmp_path: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", SUPERVISOR, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    pids = [int(pid) for pid in run.stdout.readline().split()]
    assert eventually(lambda: (tmp_path / "web.log").read_text() == "ready\n")
    assert len(pids) == 2 and all(lives(pid) for pid in pids)
    run.kill()
    run.communicate()
    assert eventually(lambda: not any(lives(pid) for pid in pids))
    assert (tmp_path / "web.log").read_text() == "ready\nbye\n"


@pytest.mark.parametrize(
    ("code", "words"),
    [(0, "ended with exit code 0"), (-15, "was killed by SIGTERM"), (-99, "was killed by signal 99")],
)
def test_an_ending_in_words(code: int, words: str) -> None:
    assert ending(code) == words
