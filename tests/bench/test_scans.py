"""No statement of a call, of the sweep, of a page or of the API reads a table that grows from end to end: each is
caught while it is sent, and its plan is read on tables that have grown.

The planner is told to do without whole scans and joins of whole tables, as it does by itself once tables are large:
what it then reads whole it can read no other way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from ivr.api.routes import ROUTES
from ivr.store.retention import purge
from ivr.store.rules.kinds import NAMES
from ivr.switchboard import sweep
from ivr.switchboard.rows import Scope
from ivr.switchboard.sign_in import tokens
from tests.bench import crowd, pages
from tests.console.floor import Floor
from tests.console.pages.on_the_line import opens, rang
from tests.databases import PostgresqlDatabases
from tests.store.test_plans import SMALL

GROWING = set(NAMES.values()) - SMALL - {"published", "passkeys", "remarks", "number_changes"}
"""The others have as many rows as there are people, and things that these write or change about themselves."""
PART = re.compile(r"^turns_(rest|(before_)?\d{4}_\d\d)$")
"""Where a part of a table is read whole it counts as the table, but for a month in which nothing was said yet."""
WITHOUT = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material")
TOKEN = "ivr_" + "k" * 43

Sent = dict[str, tuple[Any, str]]
"""Each statement, with its parameters and what sent it first."""


class Caught:
    """Notes what is sent by whom."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.sent, self._by = floor, Sent(), ""
        event.listen(floor.parts.store.engine, "before_cursor_execute", self._note)

    def _note(self, _on: Any, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        if not many:
            self.sent.setdefault(statement, (given, self._by))

    def during(self, name: str, act: Callable[[], Any]) -> None:
        """Whatever is sent meanwhile is this one's."""
        self._by = name
        act()


@pytest.fixture(scope="module")
def caught(postgresql_databases: PostgresqlDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caught]:
    """All that was sent; nothing is written afterwards."""
    url = postgresql_databases.make()
    floor = Floor(url, tmp_path_factory.mktemp("var"))
    opens(floor)
    rang(floor, "1", "1")
    crowd.load(url, 3_000, 300)
    made = Caught(floor)
    everything(made)
    yield made
    floor.close()
    postgresql_databases.drop(url)


def everything(caught: Caught) -> None:
    """Calls, one pass of the sweep and of the purge, every page, and all that the API tells."""
    parts = caught.floor.parts
    nobody: Any = None  # what is placed at the carrier fails, and is put aside
    caught.during("a call", lambda: (rang(caught.floor, "1", "1"), rang(caught.floor, "2", "1", from_=None)))
    for name, visit in pages._pages(caught.floor):
        caught.during(name, visit)
    tokens.create(parts.store, "test", tokens.hashed(TOKEN), Scope.READ)
    browser, known = caught.floor.app.test_client(), ids(caught.floor)
    for route in ROUTES:
        path = re.sub(r"\{\w+}", known.get(route.path.split("/")[1], "x"), route.path)
        if route.method == "GET" and route.path != "/audit":  # an audit looks at everything, and is asked for rarely
            asked = {"headers": {"Authorization": f"Bearer {TOKEN}"}}
            caught.during(f"GET {path}", lambda path=path, asked=asked: browser.get(f"/api/v1{path}", **asked))
    caught.during("the sweep", lambda: sweep.once(parts.board, nobody))
    caught.during("the purge", lambda: purge(parts.store))


def ids(floor: Floor) -> dict[str, str]:
    """One of each, by the first word of its addresses."""
    sought = {
        "calls": "SELECT max(public_id) FROM calls", "callbacks": "SELECT max(public_id) FROM callbacks",
        "callers": "SELECT max(number) FROM callers", "agents": "SELECT min(name) FROM agents",
        "webhooks": "SELECT min(public_id) FROM endpoints",
    }  # fmt: skip
    with floor.parts.store.engine.connect() as on:
        return {word: str(on.execute(text(asking)).scalar()) for word, asking in sought.items()}


def read_whole(on: Connection, statement: str, given: Any) -> set[str]:
    """The growing tables that this statement cannot but read from end to end."""
    asked = text("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL")
    partial = set(on.execute(asked).scalars())
    for switch in WITHOUT:
        on.exec_driver_sql(f"SET LOCAL {switch} = off")
    (plan,) = on.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", given).scalar_one()
    scanned = set(_scanned(plan["Plan"], partial, False))
    empty = set(on.execute(text("SELECT relname FROM pg_class WHERE reltuples = 0")).scalars())
    return {table for each in scanned if (table := PART.sub("turns", each)) == each or each not in empty} & GROWING


def _scanned(step: dict[str, Any], partial: set[str], limited: bool) -> Iterator[str]:
    """A list that stops after a page may follow an index from its beginning; so may whoever wants all that a partial
    index holds: it holds what is open."""
    kind, limited = step["Node Type"], limited or step["Node Type"] == "Limit"
    looked_up = "Index Cond" in step or step.get("Index Name") in partial or limited
    if kind == "Seq Scan" or (kind in ("Index Scan", "Index Only Scan") and not looked_up):
        yield step["Relation Name"]
    for below in step.get("Plans", ()):
        yield from _scanned(below, partial, limited and kind not in ("Sort", "Aggregate"))


def test_nothing_reads_a_growing_table_from_end_to_end(caught: Caught) -> None:
    found, explained = list[tuple[str, list[str], str]](), 0
    with caught.floor.parts.store.engine.connect() as on:
        for statement, (given, by) in list(caught.sent.items()):
            if re.match(r"\(?(SELECT|WITH|UPDATE|DELETE)\b", statement) and "pg_catalog" not in statement:
                if whole := read_whole(on, statement, given):
                    found.append((by, sorted(whole), statement))
                explained += 1
    assert found == []
    assert explained > 150


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM calls WHERE topic = 'x'",
        "SELECT count(*) FROM ledger",
        "SELECT * FROM turns WHERE answer = 'x'",
        "SELECT * FROM callbacks WHERE state NOT IN ('connected') ORDER BY promised_by LIMIT 20",
        "SELECT c.id FROM callers c JOIN notes n ON n.search = c.search WHERE c.id = 5",
    ],
)
def test_a_statement_that_does_is_found_out(caught: Caught, statement: str) -> None:
    with caught.floor.parts.store.engine.connect() as on:
        assert read_whole(on, statement, ())
        assert not read_whole(on, "SELECT * FROM calls ORDER BY id DESC LIMIT 50", ())
        assert not read_whole(on, "SELECT * FROM callbacks WHERE deadline IS NOT NULL", ())
