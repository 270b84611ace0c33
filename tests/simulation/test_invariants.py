"""The table of the 26 promises is whole: each is checked where it says, and some that need a memory are seen to cry."""

import os
import re

import pytest

from ivr.line.instructions import HangUp, Say
from tests.paths import ROOT
from tests.simulation import run
from tests.simulation.bugs import named, planted
from tests.simulation.oracle.documents import _problems
from tests.simulation.oracle.invariants import INVARIANTS, code, counted
from tests.simulation.oracle.money import ordinary

CODES = [f"S{n}" for n in range(1, 19)] + [f"L{n}" for n in range(1, 9)]
ORACLE = ROOT / "tests" / "simulation" / "oracle"
CHECK = re.compile(r'(?:hold|_hold)\(\s*"([^"]+)"')
QUICKLY_SEEN = {
    "a late report of ringing is newer": ("S12", 42),
    "who comes too late hears nothing": ("S14", 31),
    "owners are told the number": ("S16", 42),
    "tasks are not swept": ("L2", 31),
    "a task is shown again after nine days": ("L6", 31),
    "whoever looks first is served": ("L5", 31),
    "who rests is served first": ("L5", 31),
    "who asks is looked at after a while": ("L7", 31),
}
"""Bugs, which promise each breaks first, and in the worlds of which seed."""


def checks() -> set[str]:
    """All that the oracle checks, as it stands in its files."""
    return {name for path in ORACLE.glob("*.py") for name in CHECK.findall(path.read_text(encoding="utf-8"))}


def test_there_are_26_in_their_order() -> None:
    assert [one.code for one in INVARIANTS] == CODES


def test_every_check_belongs_to_one_of_them_and_each_has_a_check() -> None:
    assert [name for name in checks() if not code(name)] == []
    assert [name for name, count in counted(dict.fromkeys(checks(), 1)).items() if not count] == []


@pytest.mark.parametrize("where", sorted({where for one in INVARIANTS for where in one.elsewhere}))
def test_what_is_checked_over_http_is_checked_there(where: str) -> None:
    path, _, name = where.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_whoever_is_checked_over_http_says_where() -> None:
    assert [one.code for one in INVARIANTS if ("H" in one.levels) != bool(one.elsewhere)] == []


@pytest.mark.parametrize("bug", QUICKLY_SEEN)
def test_what_needs_a_memory_is_seen(bug: str) -> None:
    promise, seed = QUICKLY_SEEN[bug]
    with planted(named(bug)):
        seen, _ = run.many(seed, 250, os.cpu_count() or 1, stop_at_first=True)
    assert [code(invariant) for _, invariant, _ in seen.broken[:1]] == [promise]


def test_a_document_that_goes_on_after_its_end_is_no_document() -> None:
    assert _problems((HangUp(), Say("Hello", "en-US")), "main")
    assert not _problems((Say("Hello", "en-US"),), "main")


@pytest.mark.parametrize(
    ("number", "there"),
    [
        ("+8801712345678", True),
        ("+12025550150", True),
        ("+19005550150", False),
        ("+911", False),
        ("+442071838750", False),
        ("16263", False),
    ],
)
def test_what_a_person_answers_at_an_ordinary_price(number: str, there: bool) -> None:
    assert ordinary(number) is there
