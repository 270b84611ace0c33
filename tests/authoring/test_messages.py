"""What the checker says of broken flows, word by word: the golden texts stand beside the flows."""

from pathlib import Path

import pytest

from tests.authoring.messages import CASES, FOLDER, said_of


def test_there_are_at_least_ten() -> None:
    assert len(CASES) >= 10


@pytest.mark.parametrize("case", CASES)
def test_the_words_are_the_ones_that_were_read_and_liked(case: str, tmp_path: Path) -> None:
    assert said_of(case, tmp_path) == (FOLDER / case / "said.txt").read_text(encoding="utf-8")
