"""The businesses under docs/examples: they check without a warning, and their scripts take every way."""

from pathlib import Path

import pytest

from ivr.authoring.fmt import formatted
from ivr.authoring.folder import load_folder
from ivr.rehearsal.scripts.show import as_text
from ivr.rehearsal.scripts.suite import run_suite
from tests.authoring.shop import shown
from tests.paths import ROOT

EXAMPLES = sorted((ROOT / "docs" / "examples").iterdir())
MOST_SECONDS = 15
"""Of speech, to a person by the fastest path."""


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_checks_and_soon_leads_to_a_person(folder: Path) -> None:
    result = load_folder(folder)
    assert not result.problems, shown(result)
    assert all(one.to_a_person is not None and one.to_a_person <= MOST_SECONDS for one in result.speech)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_its_scripts_take_every_way(folder: Path) -> None:
    suite = run_suite(folder)
    assert suite.good and all(one.percent == 100 for one in suite.coverage), as_text([suite], with_coverage=True)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_it_is_in_its_one_form(folder: Path) -> None:
    files = [*folder.glob("*.yaml"), *folder.glob("scripts/*.yaml")]
    assert files and all((text := file.read_text(encoding="utf-8")) == formatted(text) for file in files)
