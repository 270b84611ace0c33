"""The mark of a ledger that has long been full: every line makes another one, also one that comes to light late."""

from __future__ import annotations

from sqlalchemy import insert, text

from ivr.reports.mark import LATELY, MARK, mark
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.switchboard.rows import Entry
from tests.store import samples


def told(store: SqlStore, *ids: int) -> str:
    """The mark, after lines with these numbers came to light."""
    lines = [
        {"id": id, "entity": "call", "entity_id": 1, "from_state": "", "to_state": "live", "cause": "", "actor": ""}
        | {"fence": 0, "at": samples.NOON}
        for id in ids
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(TABLES[Entry]), lines)
    with store.reading() as unit:
        return mark(unit)


def test_a_line_that_comes_to_light_late_makes_another_mark(sql_store: SqlStore) -> None:
    late = LATELY * 2 - 7
    marks = [told(sql_store, *(id for id in range(1, LATELY * 2) if id != late))]
    marks += [told(sql_store, late), told(sql_store, LATELY * 2)]
    assert len(set(marks)) == 3


def test_the_mark_is_read_from_the_end_of_the_ledger_alone(sql_store: SqlStore) -> None:
    told(sql_store, *range(1, LATELY * 4))
    if sql_store.engine.dialect.name == "sqlite":
        return  # it walks along the key by itself
    with sql_store.engine.begin() as connection:
        connection.execute(text("ANALYZE ledger"))
    with sql_store.reading() as unit:
        found = MARK.compile(sql_store.engine, compile_kwargs={"literal_binds": True})
        plan = [row[0] for row in unit.run(text(f"EXPLAIN {found}"))]
    assert any("Limit" in line and f"rows={LATELY} " in line for line in plan), plan
    assert not any("Seq Scan" in line for line in plan), plan
