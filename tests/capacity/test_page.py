"""The page of the capacities is made of what was measured, and its arithmetic is right."""

import json

import pytest

from tests.bench import whole
from tests.bench.__main__ import FIGURES as BENCH
from tests.bench.catalogue import CATALOGUE
from tests.capacity import needs, page
from tests.capacity.__main__ import PAGE, kept

FOUND = {
    "call.cpu_ms": 6.0, "call.store_ms": 2.0, "call.rows": 10.0, "call.bytes": 5_000.0, "turn.postgresql.cpu_ms": 1.0,
    "turn.postgresql.store_ms": 0.25, "scale.worker.cpu_ms": 12.0, "scale.sweep.cpu_ms": 15.0,
}  # fmt: skip
RUNS = {"all": {"found": {key: {"median": value} for key, value in FOUND.items()}}}


def test_the_page_says_what_the_figures_say() -> None:
    runs = json.loads(BENCH.read_text(encoding="utf-8"))
    assert page.render(runs, kept()) == PAGE.read_text(encoding="utf-8"), "python -m tests.capacity page"


def test_every_figure_of_the_page_is_one_that_is_measured() -> None:
    assert set(FOUND) <= {row.key for one in CATALOGUE for row in one.rows}
    assert whole.TURNS == needs.MEASURED_TURNS


def test_what_was_not_measured_says_so_and_what_was_does_not() -> None:
    assert "not measured yet" in page.render({}, {}) and "Not measured yet: `python -m tests.capacity`" in page.render(
        {}, {}
    )
    told = page.render(RUNS, {"agents": 8, "calls": 9, "commit": "c", "at": "d", "rows": [
        {"what": "give up", "formula": 0.2, "product": 0.19}]})  # fmt: skip
    before, tried, after = told.partition("## Tried")
    assert "not measured yet" not in before and "Not measured yet" not in after
    assert "| give up | 0.2 | 0.19 | -5.0% |" in after


def test_a_call_of_more_turns_costs_these_turns_more() -> None:
    assert needs.cost(FOUND, 10, "cpu_ms") == pytest.approx(11.0)
    assert needs.per_hour(needs.cost(FOUND, 3, "cpu_ms")) == pytest.approx(900_000)
    assert needs.cost({"call.cpu_ms": 6.0}, 10, "cpu_ms") is None


def test_a_million_calls_a_day_by_hand() -> None:
    """150,000 in the busiest hour: 41.7 a second, each 6 ms of web: a quarter of a core, at six tenths 0.417."""
    found = needs.needs(1_000_000, FOUND)
    assert found.per_second == pytest.approx(41.67, rel=1e-3) and found.at_once == pytest.approx(10_000)
    assert found.web_cores == pytest.approx(0.4167, rel=1e-3) and found.store_cores == pytest.approx(0.1389, rel=1e-3)
    assert found.legs_per_second == pytest.approx(25.0) and found.driving_cores == pytest.approx(0.5)
    assert found.gigabytes == pytest.approx(600)
    assert needs.first_limit(found) == "calls a second that the account may place"
    assert needs.first_limit(found, legs_per_second=100) == "the processor of what drives"


def test_what_an_outage_left_is_called_at_the_pace_of_the_account() -> None:
    assert needs.drained(3_600, legs_per_second=1.0) == pytest.approx(2.5)
