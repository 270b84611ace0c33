"""`callers export` and `callers erase`: all that is kept, and nothing of it."""

from __future__ import annotations

from ivr.reports.equation.audit import audit
from ivr.switchboard.rows import Caller, Erasure
from tests.api.worlds import NASRIN, SqlWorld, owed
from tests.cli.running import Shell


def test_all_that_is_kept_is_told_as_json(shell: Shell, world: SqlWorld) -> None:
    assert shell("callers", "export", NASRIN).code == 3
    owed(world)
    told = shell("callers", "export", "01712345678")
    assert told.code == 0, told.err
    kept = told.json()
    assert kept["callers"][0]["number"] == NASRIN
    assert kept["calls"] and kept["callbacks"] and kept["turns"] and kept["ledger"]


def test_who_is_erased_is_not_known_any_more_and_the_books_balance(shell: Shell, world: SqlWorld) -> None:
    assert shell("callers", "erase", NASRIN, "--yes").code == 3
    owed(world)
    world.run_for(120)
    assert shell("callers", "erase", NASRIN).code == 1, "nobody said yes"
    erased = shell("callers", "erase", NASRIN, "--yes")
    assert erased.code == 0, erased.err
    assert shell("callers", "show", NASRIN).code == 3
    with world.store.reading() as unit:
        assert unit.one(Caller, number=NASRIN) is None
    world.run_for(600)
    with world.store.reading() as unit:
        calls = world.exchange.list_calls({})
        assert all(unit.one(Erasure, sid=call.sid) is None for call in calls)
    assert audit(world.store).balanced
