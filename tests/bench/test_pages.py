"""The business that is made up for measuring stands on today's tables, and every page shows it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from tests.bench import crowd, pages
from tests.bench.pages import GROWING, PAGES, name_of
from tests.console.floor import Floor
from tests.console.pages.on_the_line import opens, rang


def test_every_page_shows_a_business_that_was_made_up(postgresql_url: str, tmp_path: Path) -> None:
    floor = Floor(postgresql_url, tmp_path)
    opens(floor)
    rang(floor, "1", "1")
    crowd.load(postgresql_url, 600, 60)
    asked = {name: visit() for name, visit in pages._pages(floor)}
    with floor.parts.store.engine.connect() as on:
        kept = on.execute(text("SELECT (SELECT count(*) FROM calls), (SELECT count(*) FROM callbacks)")).one()
    floor.close()
    assert asked.keys() == {name_of(page) for page in (*PAGES, *GROWING)}
    assert tuple(kept) >= (601, 61)
    assert asked["/callbacks?tab=due as owner"] > asked["/there/is/nothing as owner"]


def test_no_two_pages_have_one_name() -> None:
    names = [name_of(page) for page in (*PAGES, *GROWING)]
    assert len(names) == len(set(names))


def test_statements_that_grow_with_rows_are_found_out() -> None:
    few = pages.Page("/calls as owner", 10.0, 20.0, 8.0, 6, 6)
    many = pages.Page("/callers as owner", 10.0, 150.0, 8.0, 60, 10)
    found = pages._flat([few, many])
    assert (found["pages.growing"].median, found["pages.p99_ms"].median) == (1, 150)
    rows = {row.key: row for row in pages.MEASURED.rows}
    assert rows["pages.growing"].holds(found["pages.growing"]) is False
    assert rows["pages.p99_ms"].holds(found["pages.p99_ms"]) is False
