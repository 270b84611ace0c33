"""The built-in sentences, one YAML file per language beside `ivr.language`, with the business's own laid over them."""

from __future__ import annotations

from collections.abc import Mapping as Table
from functools import cache
from pathlib import Path

import ivr.language
from ivr.authoring.business import BusinessForm
from ivr.authoring.parse import parse
from ivr.authoring.problem import Findings
from ivr.authoring.tree import Mapping, Scalar

FOLDER = Path(ivr.language.__file__).parent / "words"
TOPIC = "topic_"
"""Before the name of a topic: how agents hear it."""


@cache
def built_in() -> Table[str, Table[str, str]]:
    """Language code → name → sentence. Our own files are sound, which the tests prove; a broken one raises."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yaml"))}


def words_of(business: BusinessForm) -> dict[str, dict[str, str]]:
    """All sentences of the languages that the business names or words itself."""
    codes = [*business.languages, *(code for code in business.words or {} if code not in business.languages)]
    return {code: {**built_in().get(code, {}), **_topics(business, code), **_own(business, code)} for code in codes}


def _own(business: BusinessForm, code: str) -> dict[str, str]:
    own = business.words.get(code) if business.words else None
    return {name: pair.value.value for name, pair in own.value.items()} if own else {}


def _topics(business: BusinessForm, code: str) -> dict[str, str]:
    topics = (business.topics or {}).items()
    return {TOPIC + name: pair.value[code].value.value for name, pair in topics if code in pair.value}


def _read(path: Path) -> dict[str, str]:
    found = Findings(path.name)
    tree = parse(path.read_bytes(), found).tree
    if not isinstance(tree, Mapping) or found.problems:
        raise ValueError(f"{path.name}: {found.problems}")
    return {entry.key.text: entry.value.text for entry in tree.entries if isinstance(entry.value, Scalar)}
