"""Callers are found by how their names begin, in both scripts, and the index is used for it."""

from __future__ import annotations

from sqlalchemy import select, text

from ivr.language import sought
from ivr.store.sql.searching import begins
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.switchboard.rows import Caller
from tests.store import samples

NAMES = ("Nasrin Akter", "nasir", "নাসরিন", "নাসির উদ্দিন", "Karim", "", "Zed", "√ odd")


def found(store: SqlStore, typed: str) -> list[str]:
    columns = TABLES[Caller].c
    which = begins(columns.search, sought.key(typed), store.engine.dialect.name)
    with store.reading() as unit:
        return sorted(unit.run(select(columns.name).where(which, columns.search != "")).scalars())


def test_by_how_the_name_begins(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        for name in NAMES:
            samples.caller(unit, name=name, search=sought.key(name))
    assert found(sql_store, "NAS") == ["Nasrin Akter", "nasir"]
    assert found(sql_store, "নাস") == ["নাসরিন", "নাসির উদ্দিন"]
    assert found(sql_store, "zed") == ["Zed"]
    assert found(sql_store, "z") == ["Zed"]
    assert found(sql_store, "√") == ["√ odd"]
    assert found(sql_store, "x") == []


def test_the_index_is_searched(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        for number in range(2_000):
            samples.caller(unit, name=f"n{number}", search=f"n{number}")
    columns, dialect = TABLES[Caller].c, sql_store.engine.dialect.name
    which = begins(columns.search, "n19", dialect)
    sought_for = select(columns.id).where(which, text("search <> ''"))
    plan = str(sought_for.compile(sql_store.engine, compile_kwargs={"literal_binds": True}))
    with sql_store.engine.begin() as connection:
        if dialect == "postgresql":
            connection.exec_driver_sql("ANALYZE callers")
        explain = "EXPLAIN " if dialect == "postgresql" else "EXPLAIN QUERY PLAN "
        told = " ".join(str(line) for line in connection.execute(text((explain + plan).replace(":", "\\:"))))
    assert "callers_search_idx" in told
