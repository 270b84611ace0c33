"""The page of the speeds is made of the catalogue and of what was found, and of nothing else."""

import json
import random

import pytest

from tests.bench import page
from tests.bench.__main__ import FIGURES, PAGE
from tests.bench.catalogue import CATALOGUE
from tests.bench.row import Row, Spread, one, spread


def test_the_page_says_what_the_figures_say() -> None:
    runs = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert page.render(CATALOGUE, runs) == PAGE.read_text(encoding="utf-8")


def test_the_pages_rows_are_the_catalogues_rows() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    told = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert [what for what in told if what not in ("what", "---")] == [row.what for it in CATALOGUE for row in it.rows]


def test_every_figure_has_its_row_and_every_row_a_key_of_its_own() -> None:
    keys = [row.key for it in CATALOGUE for row in it.rows]
    assert len(keys) == len(set(keys))
    found = {key for run in json.loads(FIGURES.read_text(encoding="utf-8")).values() for key in run["found"]}
    assert found <= set(keys)


def test_measurements_are_told_apart() -> None:
    assert len({it.name for it in CATALOGUE}) == len({it.title for it in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize(("blocks", "left_out"), [(1, 0), (5, 0), (6, 0), (9, 1), (12, 2), (15, 3)])
def test_an_interval_leaves_out_only_what_it_can_spare(blocks: int, left_out: int) -> None:
    found = spread(float(value) for value in range(blocks))
    assert (found.low, found.high) == (left_out, blocks - 1 - left_out)


def test_the_interval_holds_the_true_median_nineteen_times_of_twenty() -> None:
    drawn = random.Random(7)
    found = [spread(drawn.gauss(10, 3) for _ in range(9)) for _ in range(2_000)]
    assert 0.94 < sum(one.low <= 10 <= one.high for one in found) / len(found) < 0.98


def test_what_is_flat_is_not_failed_by_noise() -> None:
    noisy = Spread(1.2, 1.05, 1.4, 9)
    assert Row("k", "w", "", 1.1).holds(noisy) is False
    assert Row("k", "w", "", 1.1, by="low").holds(noisy) is True
    assert Row("k", "w", "", 0.4, least=True).holds(one(0.39)) is False
    assert Row("k", "w").holds(one(7)) is None
