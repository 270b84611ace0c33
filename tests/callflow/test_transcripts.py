"""The golden transcripts are what the product says, short enough to be read, and leave no node and no sentence out."""

import ast
from pathlib import Path

import pytest

import ivr.callflow
from ivr.callflow.events import Entered
from ivr.language import Word
from tests.callflow import shop, transcripts
from tests.language.built_in import words

PAGES = sorted(transcripts.FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_what_callers_hear(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert transcripts.play(transcripts.read_page(text)) == text, "read it, then: make transcripts"
    assert len(text.splitlines()) <= transcripts.MOST_LINES


def test_every_sentence_of_the_engine_is_heard_on_some_page() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    for word in _sentences():
        openings = [words(language)[word].split("{")[0].split("[")[0] for language in ("en", "bn")]
        assert any(opening in said for opening in openings if opening), f"no page has {word}"


def test_every_node_is_met_on_some_page() -> None:
    met: set[str] = set()
    for path in PAGES:
        page = transcripts.read_page(path.read_text(encoding="utf-8"))
        call = transcripts.begin(page)
        assert list(transcripts.lines(page, call))
        met |= {event.node for event in call.history if isinstance(event, Entered)}
    assert met == set(shop.NODES)


def _sentences() -> set[Word]:
    """Every built-in sentence that the room's source names."""
    found: set[Word] = set()
    for path in Path(ivr.callflow.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Word":
                found.add(Word[node.attr])
    return found
