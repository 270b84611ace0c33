"""Every code has a page, and every page tells the truth: its example fails as it says, and passes once put right."""

from pathlib import Path

import pytest

from ivr.authoring.codes import Code
from tests.authoring.pages import FOLDER, Page, index, pages, run, said_of
from tests.authoring.shop import shown

EVERY = {str(page.code): page for page in pages()}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(EVERY) == sorted(Code)


def test_the_list_of_all_pages_is_up_to_date() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == index()


@pytest.mark.parametrize("code", EVERY)
def test_the_page_names_itself_and_how_grave_it_is(code: str) -> None:
    page: Page = EVERY[code]
    assert page.text.startswith(f"# {code}: ")
    assert f"\n*{page.code.severity.capitalize()}.* " in page.text


@pytest.mark.parametrize("code", EVERY)
def test_the_failing_example_fails_with_the_words_on_the_page(code: str, tmp_path: Path) -> None:
    page = EVERY[code]
    result = run(tmp_path, *page.examples()[0])
    assert code in {str(problem.code) for problem in result.problems}
    assert said_of(page, result) == page.said()


@pytest.mark.parametrize("code", EVERY)
def test_the_passing_example_does_not_fail_like_that(code: str, tmp_path: Path) -> None:
    result = run(tmp_path, *EVERY[code].examples()[1])
    assert code not in {str(problem.code) for problem in result.problems}
    if code > "F007":  # up to there an example is no whole flow
        assert not result.problems, shown(result)
