"""Every text of every page is there in every language, fresh, with the same values in it, and no text too many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from ivr.console import words
from tests.paths import ROOT

CONSOLE = ROOT / "ivr" / "console"
CHECKS = ROOT / "ivr" / "app" / "checks.py"
"""What it finds is said on a page, too."""
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
VALUE = re.compile(r"%\(\w+\)s")
OTHERS = sorted(set(words.LANGUAGES) - {words.FIRST})
BENGALI_NAME = "বাংলা"

Text = str | tuple[str, ...]


def templates() -> Iterator[tuple[Path, Text]]:
    for path in sorted((CONSOLE / "templates").rglob("*.html")):
        with path.open("rb") as file:
            for _, _, found, _ in babel_extract(file, list(KEYWORDS), [], {"silent": "false"}):
                said = tuple(filter(None, found if isinstance(found, tuple) else (found,)))
                if said:  # none where a template translates what a table says: that is marked there
                    yield path, said if len(said) > 1 else said[0]


def python() -> Iterator[tuple[Path, Text]]:
    for path in sorted(CONSOLE.rglob("*.py")):
        for _, found, _, _ in extract_from_file("python", str(path), keywords=KEYWORDS):
            yield path, found
    for _, found, _, _ in extract_from_file("python", str(CHECKS), keywords={"said": None}):
        yield CHECKS, found


@cache
def wanted() -> dict[Text, Path]:
    """Every text in English, with a file that says it."""
    return {text: path.relative_to(ROOT) for path, text in (*templates(), *python())}


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing(language: str) -> None:
    known = words.words(language)
    missing = {
        text: str(path)
        for text, path in wanted().items()
        if (text not in known.one if isinstance(text, str) else text[0] not in known.many)
    }
    assert missing == {}


@pytest.mark.parametrize("path", sorted((CONSOLE / "words").glob("*/*.po")), ids=lambda path: path.stem)
def test_no_text_is_doubtful_or_of_yesterday(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.name)
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert not catalogue.obsolete
    assert [message.id for message in catalogue if message.id and message.id not in wanted()] == []
    for message in catalogue:
        if not message.id:
            continue
        said = (message.string,) if isinstance(message.string, str) else message.string
        asked = set(VALUE.findall(" ".join(message.id) if isinstance(message.id, tuple) else message.id))
        assert all(set(VALUE.findall(one)) == asked for one in said), message.id


def test_no_text_is_said_in_two_ways() -> None:
    """Each page has a file of its own: what two of them say in English, they say alike."""
    for language in OTHERS:
        said: dict[object, object] = {}
        for path in sorted((CONSOLE / "words" / language).glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale=language):
                    if message.id:
                        assert said.setdefault(message.id, message.string) == message.string, (path.name, message.id)


def test_templates_say_nothing_past_the_words() -> None:
    """What stands between tags is either asked of the words, or no word at all."""
    for path in sorted((CONSOLE / "templates").rglob("*.html")):
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", " ", re.sub(r"<(code|kbd)>.*?</\1>", "", text))
        said = re.findall(r"(?:alt|title|placeholder|aria-label)=\"([^\"/]*\w[^\"/]*)\"", text)
        assert re.findall(r"[^\W\d_]{2,}", bare) + said == [], path.name


def test_numbers_take_their_form() -> None:
    bengali = words.Words("bn", {}, {"%(n)s call": ("%(n)sটি কল", "%(n)sটি কলই")})
    assert [bengali.count("%(n)s call", "%(n)s calls", n)[-1] for n in (0, 1, 2)] == ["ল", "ল", "ই"]
    assert [bengali.count("%(n)s row", "%(n)s rows", n) for n in (0, 1)] == ["%(n)s rows", "%(n)s row"]


def test_each_language_is_called_by_its_own_name() -> None:
    assert words.LANGUAGES["bn"] == BENGALI_NAME
