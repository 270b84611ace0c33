"""Worlds whose flows have doors to the outside: messages, words, lookups and texts, under every fault there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.switchboard.rows import Message, Recording, RecordingState
from tests.simulation import run
from tests.simulation.bugs import named
from tests.simulation.bugs.plant import bug, planted
from tests.simulation.oracle.invariants import code
from tests.simulation.world.plan import OUTSIDE, Plan
from tests.simulation.world.stores import Level

SEED = OUTSIDE // 1_000_000


def test_no_promise_is_broken_and_memory_and_sql_tell_the_same() -> None:
    memory, _ = run.many(SEED, 300, run.CORES)
    sql, _ = run.many(SEED, 300, run.CORES, level=Level.SQL)
    assert [told for _, _, told in (*memory.broken, *sql.broken)] == []
    assert replace(sql, broken=[]) == replace(memory, broken=[])
    assert memory.checks["L8 a message is owed"] > 5 and memory.checks["S11 a text is sent once"] > 1


def test_people_do_go_through_these_doors() -> None:
    asked, states, texts = 0, set(), 0
    for number in range(20):
        centre, broken = run.live(Plan(OUTSIDE + number))
        assert broken is None, broken
        asked += centre.systems.asked
        states |= {row.state for row in centre.oracle.every(Recording).values()}
        texts += sum(row.caller_id is not None for row in centre.oracle.every(Message).values())
    assert asked > 5 and texts > 2 and {RecordingState.READY, RecordingState.ABSENT} <= states


@pytest.mark.parametrize(
    ("one", "promise"),
    [
        (
            bug(
                "a message is owed to nobody",
                "turns:_happen",
                "callbacks.agree(unit, board, caller, call, event, call.turn)",
                'event.node == "speak" or callbacks.agree(unit, board, caller, call, event, call.turn)',
            ),
            "L8",
        ),
        (named("a message of unknown fate is sent again"), "S11"),
    ],
)
def test_a_bug_at_these_doors_is_found(one, promise: str) -> None:
    with planted(one):
        seen, _ = run.many(SEED, 3000, run.CORES, stop_at_first=True)
    assert [code(invariant) for _, invariant, _ in seen.broken[:1]] == [promise]
