"""What reading costs: every list that is narrowed down is found by an index, and so is all that hangs on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivr.reports.call import calls, transfers
from ivr.reports.callback import callbacks
from ivr.reports.caller import callers
from ivr.reports.pages import Which
from ivr.store.rules.kinds import NAMES
from ivr.store.sql.store import SqlStore
from tests.store import samples
from tests.store.test_plans import SMALL, Sent, scans_of_postgresql, scans_of_sqlite, sent

__all__ = ["sent"]


def tour(store: SqlStore) -> None:
    """Asks every report, narrowed down in every way."""
    with store.unit() as unit:
        person = samples.caller(unit, number="+12025550123")
        on = samples.call(unit, person)
        samples.transfer_row(unit, person, on)
        promise = samples.callback_row(unit, person)
        samples.customer_leg(unit, samples.offer_row(unit, samples.agent(unit), promise))
    with store.reading() as unit:
        for narrowed in (Which(caller="+12025550123"), Which(since=unit.now), Which(before=5)):
            for page in (calls.page, transfers.page, callbacks.page):
                page(unit, narrowed)
        transfers.page(unit, Which(state="waiting")), callbacks.page(unit, Which(state="connected"))
        calls.one(unit, on.public_id), callbacks.one(unit, promise.public_id), callers.one(unit, "+12025550123")


def looked_through(store: SqlStore, sent: Sent) -> int:
    """How many statements were explained; AssertionError where one reads a big table from end to end."""
    scans: Callable[[Any, str, Any], list[str]]
    scans = scans_of_sqlite if store.engine.dialect.name == "sqlite" else scans_of_postgresql
    explained = 0
    with store.engine.connect() as connection:
        connection.begin()
        cursor = connection.connection.cursor()
        for statement, parameters in [one for one in sent if one[0].startswith("SELECT")]:
            whole = {table for table in scans(cursor, statement, parameters) if table in NAMES.values()}
            assert whole <= SMALL | {"published"}, statement
            explained += 1
    return explained


def test_no_report_reads_a_big_table_from_end_to_end(sql_store: SqlStore, sent: Sent) -> None:
    tour(sql_store)
    assert looked_through(sql_store, sent) > 20
