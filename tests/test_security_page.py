"""The page on security says what is so: the tests that it calls upon are there, and so are its files and settings."""

import ast
import re
from functools import cache

import pytest

from ivr.cli import COMMANDS
from ivr.settings.table import TABLE
from tests.paths import ROOT

PAGE = ROOT / "docs" / "security.md"
TEXT = PAGE.read_text(encoding="utf-8")
LONGEST = 1500
"""Words: who should read it has a shop to run."""

SHOWN = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")
ROW = re.compile(r"^\| (?!Threat|---)(.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)


@cache
def named_in(path: str) -> frozenset[str]:
    """The names of the tests in a file, read and not run."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"), path)
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_threat_is_stopped_by_something_that_a_test_shows() -> None:
    rows = ROW.findall(TEXT)
    assert len(rows) >= 34
    for threat, stops, shown in rows:
        assert stops and SHOWN.sub("", shown).strip() == "" and SHOWN.search(shown), threat


@pytest.mark.parametrize(("path", "name"), SHOWN.findall(TEXT))
def test_every_test_that_it_names_is_there(path: str, name: str) -> None:
    assert (ROOT / path).is_file()
    assert name in named_in(path)


def test_no_test_is_named_in_another_way() -> None:
    """What is written otherwise would be checked by nobody."""
    assert TEXT.count("::") == len(SHOWN.findall(TEXT))


def test_every_file_that_it_links_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert links and all((PAGE.parent / link).exists() for link in links)


def test_every_setting_and_command_that_it_names_is_there() -> None:
    known = {row.name for row in TABLE}
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})`", TEXT))
    assert named and named <= known, named - known
    assert set(re.findall(r"python -m ivr ([a-z]+)", TEXT)) <= set(COMMANDS)


def test_it_says_what_is_not_protected_and_is_short() -> None:
    assert "\n## What is not protected\n" in TEXT and "\n## When you find a hole\n" in TEXT
    assert len(TEXT.split()) <= LONGEST
