"""Kill -9, FLUSHALL, a full disk, a commit of which nobody knows: started again, nobody was forgotten or rung twice."""

import time

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.kill.rig import Rig
from tests.kill.strikes import STRIKES, possible
from tests.kill.verdict import Judge
from tests.kill.wire import Wire

SEED, ROUNDS = 1, 10


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_lost_whatever_dies_when(kind, nursery):
    with Rig(kind, SEED, nursery) as rig:
        for _ in range(ROUNDS):
            rig.strike()
        rig.heal()
        result = rig.result
        assert result.violations == []
        assert result.lost == []
        assert result.strikes == ROUNDS and len(result.struck) >= 8
        assert result.calls > ROUNDS / 2 and result.asked > 0
        if kind == "sqlite":
            _books_without_a_debt_are_noticed(rig)


def _books_without_a_debt_are_noticed(rig):
    """Were one obligation missing, it would be told."""
    with rig.parts.store.engine.begin() as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for trigger in triggers:
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE obligations SET source_key = 'another ' || id"))
    town = rig.town
    town.cast.look()
    found = Judge(rig.parts, town.exchange, town.cast.truth, town.cast.drawn.policies).look()
    assert len(found.lost) >= found.asked / 2


def test_a_database_can_be_struck_by_all_that_is_its_own():
    names = {strike.name for strike in STRIKES}
    assert names - set(possible("postgresql", True)) == {"disk full, as an error"}
    assert names - set(possible("sqlite", False)) == {
        "kill -9 PostgreSQL",
        "kill -9 a PostgreSQL backend",
        "commit outcome unknown",
        "disk full",
    }


@pytest.mark.parametrize("done", [True, False])
def test_nobody_learns_whether_a_commit_was_done(done, postgresql_url):
    direct = create_engine(postgresql_url)
    wire = Wire(postgresql_url)
    engine = create_engine(wire.url)
    with direct.begin() as connection:
        connection.execute(text("CREATE TABLE scraps (word text)"))
    with pytest.raises(DBAPIError), engine.connect() as connection:
        connection.execute(text("INSERT INTO scraps VALUES ('kept?')"))
        wire.cut_next_commit(done)
        connection.commit()
    limit = time.monotonic() + 10
    while not wire.cuts and time.monotonic() < limit:
        time.sleep(0.01)
    with direct.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM scraps")).scalar_one() == int(done)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    assert wire.cuts == 1
    wire.close()
    engine.dispose()
    direct.dispose()
