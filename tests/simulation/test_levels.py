"""The same world over the memory store and over SQLite: nobody could tell which, and a long run can be taken apart."""

from __future__ import annotations

import functools
import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.simulation import bugs, corpus, kept, prove, run, table
from tests.simulation.run import Course
from tests.simulation.seen import Seen
from tests.simulation.shrink import shortest
from tests.simulation.world.chance import Fault
from tests.simulation.world.day import CALLS as CALLS_A_DAY
from tests.simulation.world.plan import Plan
from tests.simulation.world.stores import Level

CALLS = 500
"""At level S."""


def test_nothing_is_broken_over_sql_and_nobody_could_tell_the_difference() -> None:
    memory, _ = run.many(3, CALLS, run.CORES)
    sql, _ = run.many(3, CALLS, run.CORES, level=Level.SQL)
    assert [told for _, _, told in sql.broken] == []
    assert sql.calls >= CALLS
    assert replace(sql, broken=[]) == replace(memory, broken=[])


def test_a_world_tells_where_memory_and_sql_part() -> None:
    """The trace holds ids, tokens and the ledger's order: a store with other dice is found out."""
    centre, _ = run.live(Plan(3_000_000, level=Level.SQL))
    told = run.trace(centre)
    again, _ = run.live(Plan(3_000_000))
    assert run.trace(again) == told
    other, _ = run.live(Plan(3_000_001))
    assert run.trace(other) != told


def test_a_run_that_was_stopped_goes_on_as_if_nothing_had_been(tmp_path: Path) -> None:
    whole, half = Course(5, 120), Course(5, 60)
    whole.run()
    half.run()
    kept.keep(half, tmp_path)
    rest = Course(5, 120)
    kept.take_up(rest, tmp_path)
    assert 60 <= rest.seen.calls < 120
    rest.run()
    assert rest.seen == whole.seen
    kept.drop(rest, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_figures_of_another_program_are_not_added_to(tmp_path: Path) -> None:
    course = Course(5, 10)
    course.run()
    kept.keep(course, tmp_path)
    path = kept.place(5, Level.PROMISE, tmp_path)
    path.write_text(path.read_text().replace('"commit": "', '"commit": "un'))
    with pytest.raises(kept.Changed):
        kept.take_up(Course(5, 20), tmp_path)


def test_a_broken_promise_survives_being_written_down() -> None:
    plan = Plan(7, frozenset({2}), frozenset({Fault.LOST}), frozenset({"agent 1"}), Level.SQL)
    seen = Seen(calls=1, broken=[(plan, "S1", "told")])
    seen.moves["offer", "ringing", "miss"] += 3
    assert Seen.read(json.loads(json.dumps(seen.as_json())), Level.SQL) == seen
    assert "--without-calls 2 --without 1" in plan.command() and "--level S" in plan.command()


def test_every_lesson_is_still_known() -> None:
    taught = list(corpus.lessons())
    assert len(taught) >= 3
    for lesson in taught:
        assert lesson.taught.endswith(".")
        _, broken = run.live(lesson.plan)
        assert broken is None, f"{lesson.plan.command()}: {broken}"


def test_the_table_names_what_was_never_hit() -> None:
    course = Course(1, 40)
    course.run()
    figures = table.as_json(course)
    assert figures["cells"] == len(table.MOVES) * len(table.UNDER)
    assert len(table.never_hit(course.seen)) + int(str(figures["cells_hit"])) == figures["cells"]
    assert {key[-1] for key in course.seen.under} <= set(table.UNDER)


def test_the_command_line_writes_all_figures_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    words = [sys.executable, "-m", "tests.simulation", "prove", "--calls", "10", "--jobs", "1", "--json", str(file)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    figures = json.loads(file.read_text())
    assert figures["violations"] == 0 and figures["seed"] == 1 and figures["level"] == "P" and figures["commit"]


def test_ctrl_c_keeps_what_was_seen_and_the_same_command_goes_on() -> None:
    words = [sys.executable, "-m", "tests.simulation", "prove", "--seed", "987", "--jobs", "1"]
    # What was started in the background ignores Ctrl-C, and so would its children.
    hears = functools.partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    stopped = subprocess.Popen([*words, "--calls", "1000000"], cwd=ROOT, stderr=subprocess.PIPE, preexec_fn=hears)
    assert stopped.stderr is not None and b"calls" in stopped.stderr.read(40)
    stopped.send_signal(signal.SIGINT)
    assert b"--continue" in stopped.communicate()[1]
    assert stopped.returncode == prove.INTERRUPTED
    rest = [*words, "--calls", "1", "--continue", "--json"]
    done = subprocess.run(rest, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and json.loads(done.stdout)["calls"] > 1
    assert subprocess.run(rest, cwd=ROOT, capture_output=True).returncode == 2, "it came to its end"


def test_a_story_is_shortened_without_losing_its_end() -> None:
    with bugs.planted(bugs.named("there is no sweep")):
        seen, _ = run.many(1, 600, 1, stop_at_first=True)
        plan, invariant, _ = seen.broken[0]
        shorter = shortest(plan, invariant)
        _, broken = run.live(shorter)
    assert broken is not None and broken[0] == invariant
    assert len(shorter.without_calls) > CALLS_A_DAY // 2 and shorter.without
