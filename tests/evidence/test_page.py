"""The page of the evidence is made of its figures, and of nothing else."""

import json

from tests.evidence import catalogue, page
from tests.evidence.__main__ import FIGURES, PAGE
from tests.simulation.bugs import BUGS


def test_the_page_says_what_the_figures_say() -> None:
    assert page.render(json.loads(FIGURES.read_text(encoding="utf-8"))) == PAGE.read_text(encoding="utf-8")


def test_the_catalogues_are_whole() -> None:
    names = catalogue.as_json()
    assert [one["code"] for one in names["invariants"]] == [
        *(f"S{number}" for number in range(1, 19)),
        *(f"L{number}" for number in range(1, 9)),
    ]
    assert [one["number"] for one in names["faults"]] == list(range(1, 57))


def test_the_page_names_no_bug_that_is_not_planted_any_more() -> None:
    proofs = json.loads(FIGURES.read_text(encoding="utf-8"))["proofs"]
    found = proofs.get("bugs", {}).get("figures", {}).get("bugs", [])
    assert {one["name"] for one in found} <= {one.name for one in BUGS}
