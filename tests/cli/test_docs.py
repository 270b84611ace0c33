"""What the pages say about the command line exists: every command, every option, every check."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import click
import pytest

from ivr.app import checks
from ivr.app.metrics import OWN_MEANING
from ivr.cli import COMMANDS
from ivr.reports.shop.figures import MEANING
from tests.paths import ROOT

PAGES = [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), ROOT / "callflows" / "README.md"]


def named() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every `python -m ivr …` of the pages, as (page, words)."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        for line in re.findall(r"python -m ivr ([a-z][^`\n|>]*)", text):
            yield page.name, tuple(line.split())


def command(words: tuple[str, ...]) -> click.Command:
    """The command that these words begin with; KeyError where there is none."""
    module = importlib.import_module(f"ivr.cli.{COMMANDS[words[0]]}")
    found: click.Command = getattr(module, words[0].replace("-", "_"))
    if isinstance(found, click.Group):
        found = found.commands[words[1]]
    return found


def test_the_pages_name_commands() -> None:
    assert len({*named()}) > 15


@pytest.mark.parametrize(("page", "words"), sorted({*named()}))
def test_every_command_in_the_pages_exists_with_its_options(page: str, words: tuple[str, ...]) -> None:
    known = {option for one in command(words).params for option in one.opts}
    assert {word for word in words if word.startswith("--")} <= known, page


def test_every_figure_is_explained_in_its_own_words() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name, meaning in {**MEANING, **OWN_MEANING}.items():
        assert f"| `{name}` | {meaning} |" in page, name


def test_every_check_of_readiness_is_explained() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for check in (*checks.ESSENTIAL, *checks.BESIDE):
        assert f"| `{check.__name__}` |" in page, check


def test_what_the_checks_advise_exists() -> None:
    source = (ROOT / "ivr" / "app" / "checks.py").read_text(encoding="utf-8")
    advised = re.findall(r"python -m ivr ([a-z]+(?: [a-z]+)?)", source)
    assert len(advised) > 4
    for words in advised:
        command(tuple(words.split()))
