"""Guards over the whole checkout: what a file must never hold, and lists that must say the same thing twice.

Each guard reads what git tracks, so a stranger's clone is guarded like this one.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.settings.table import TABLE
from tests.paths import ROOT, tracked

LARGEST = 1_000_000
"""Bytes. A larger tracked file is not text that a person wrote."""


def spelled(*parts: str) -> str:
    """Join the parts of a forbidden word, so that this file does not hold it."""
    return "".join(parts)


MACHINE = "|".join(
    [
        spelled(r"/(wo", r"rk|fa", r"rm|ro", r"ot|ho", r"me/\w+|Us", r"ers/\w+)/"),  # somebody's own folders
        spelled(r"\b(pyp", r"i\.org|pythonh", r"osted\.org|npmj", r"s\.(org|com)|prox", r"y\.golang\.org)"),
        spelled(r"--(extra-)?inde", r"x-url[ =]|--find-li", r"nks[ =]"),
        spelled(r"\bsuba", r"gent|\b(this|previous) ses", r"sion\b"),
    ]
)
PATCHES = spelled(r"mo", r"ck\.patch|monkeypa", r"tch\.setattr|\bmo", r"cker\b|from unittest import mo", r"ck")
CONFLICT = spelled(r"^(<<<<<<", r"< |>>>>>>", r"> )")


def texts(*suffixes: str) -> Iterator[tuple[Path, str]]:
    """Yield every tracked text file, or those with one of the suffixes."""
    for path in tracked():
        if (suffixes and path.suffix not in suffixes) or path.stat().st_size > LARGEST or "vendor" in path.parts:
            continue
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def found(pattern: str, *suffixes: str) -> list[str]:
    """Return every line of the tracked texts in which the pattern occurs."""
    sought = re.compile(pattern, re.MULTILINE)
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts(*suffixes)
        if sought.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if sought.search(line)
    ]


def test_no_file_knows_the_machine_on_which_it_was_written() -> None:
    assert found(MACHINE) == []


def test_tests_use_fakes_and_never_patch_our_own_code() -> None:
    assert found(PATCHES, ".py") == []


def test_no_merge_was_left_half_done() -> None:
    assert found(CONFLICT) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MACHINE, spelled("open('/wo", "rk/notes.txt')")),
        (MACHINE, spelled("https://pyp", "i.org/simple")),
        (MACHINE, spelled("pip install --inde", "x-url https://example.com")),
        (PATCHES, spelled("monkeypa", "tch.setattr(clock, 'now', None)")),
        (CONFLICT, spelled("<<<<<<", "< HEAD")),
    ],
)
def test_each_guard_catches_what_it_is_for(pattern: str, text: str) -> None:
    assert re.search(pattern, text)


def test_every_setting_is_in_the_readme() -> None:
    readme = ROOT / "README.md"
    if readme.exists():  # until the README is written there is nothing to compare
        text = readme.read_text(encoding="utf-8")
        assert [row.name for row in TABLE if f"`{row.name}`" not in text] == []


def targets() -> set[str]:
    """Return the targets of the Makefile that a person may name."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_every_target_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))
    assert targets() - explained == set()


def test_every_make_command_in_the_docs_exists() -> None:
    named = {
        (str(path), target)
        for path, text in texts(".md")
        for target in re.findall(r"(?:`|^\s*|\$ )make ([a-z][a-z-]+)", text, re.MULTILINE)
    }
    assert {(path, target) for path, target in named if target not in targets()} == set()


def pins(lock: str) -> dict[str, str]:
    """Return what a lock file pins: name to version."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_everything_that_is_installed_is_pinned_by_its_hash(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock)) > 20
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_tests_run_on_what_users_run_on() -> None:
    ours, tests = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: tests.get(name) for name in ours} == ours


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))
