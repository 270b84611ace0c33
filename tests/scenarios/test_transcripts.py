"""The golden pages of whole calls are what callers and agents hear, and short enough to be read."""

import pytest

from tests.scenarios import transcripts


@pytest.mark.parametrize("name", transcripts.STORIES)
def test_a_page_is_what_was_heard(name):
    text = (transcripts.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert transcripts.play(name) == text, "read it, then: make transcripts"
    assert len(text.splitlines()) <= transcripts.MOST_LINES


def test_every_page_is_of_a_story():
    assert {path.stem for path in transcripts.FOLDER.glob("*.txt")} == set(transcripts.STORIES)
