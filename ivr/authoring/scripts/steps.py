"""The steps of a script: what the caller hears and does, one after the other, as a list in YAML.

A step is a word (`hangs up`) or a word with its value (`presses: "1"`); it is played elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import FLAG, LANGUAGE, TEXT, One, Said, duration, one_of
from ivr.authoring.shape import By, Form, Reader, Shape, optional, required
from ivr.authoring.tree import Mapping, Mark, Scalar, Tree


class Does(StrEnum):
    """What an agent does when the telephone rings."""

    ANSWERS = "answers"
    DECLINES = "declines"
    LETS_IT_RING = "lets it ring"
    BUSY = "is busy"
    AWAY = "away"
    """Not on duty: nobody rings them."""


class Act(StrEnum):
    """What a step is."""

    HEARS = "hears"
    PRESSES = "presses"
    SAYS = "says"
    """Aloud, after a tone or in a talk."""
    STAYS_SILENT = "stays silent"
    """Until the line says something else."""
    WAITS = "waits"
    TALKS_WITH = "talks with"
    AGENT_LEAVES = "the agent hangs up"
    HANGS_UP = "hangs up"
    CALLS_AGAIN = "calls again"
    IS_CALLED = "is called"
    """Goes on with the day until the telephone rings, and answers it."""
    LETS_IT_RING = "lets it ring"
    """The same, and does not answer."""
    AGENTS = "agents"
    """From here on they do something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearsForm(Form):
    main = "text"
    text: Said[str] = required(TEXT, "what is heard, or a part of it")
    language: Said[str] | None = optional(LANGUAGE, "in which language it is said")
    exactly: Said[bool] | None = optional(FLAG, "whether it is all that is said; left out: a part of it is enough")


@dataclass(frozen=True, slots=True)
class Step:
    """`value` is what the act is about: what is heard, the keys, a name, a length of time; None where nothing is."""

    act: Act
    mark: Mark
    value: Any = None


def _keys(text: str) -> str | None:
    return text if re.fullmatch(r"[0-9*#]{1,32}", text, re.ASCII) else None


KEYS = One('keys in quotes, such as "1" or "123456#"', Code.BAD_KEY, _keys)
PERSON = One("the name of an agent", Code.BAD_NAME, lambda text: text if 0 < len(text) <= 60 else None)
AGENTS = By(PERSON, one_of(*Does), least=1)

_VALUES: dict[Act, Reader[Any]] = {
    Act.HEARS: Shape(HearsForm),
    Act.PRESSES: KEYS,
    Act.SAYS: TEXT,
    Act.WAITS: duration("1s", "30d"),
    Act.TALKS_WITH: PERSON,
    Act.AGENTS: AGENTS,
}
"""Acts with a value; the others are a word alone."""


@dataclass(frozen=True, slots=True)
class StepReader:
    def read(self, tree: Tree, found: Findings) -> Step | None:
        if isinstance(tree, Scalar):
            return self._word(tree, found)
        if isinstance(tree, Mapping) and len(tree.entries) == 1:
            key, value = tree.entries[0].key, tree.entries[0].value
            act = self._act(key, found)
            if act is None:
                return None
            if act not in _VALUES:
                found.add(Code.WRONG_SHAPE, value.mark, f'nothing belongs after "{act}"', f"- {act}")
                return None
            read = _VALUES[act].read(value, found)
            return None if read is None else Step(act, tree.mark, read)
        found.add(Code.WRONG_SHAPE, tree.mark, "a step is one thing", 'such as - presses: "1"')
        return None

    def _word(self, tree: Scalar, found: Findings) -> Step | None:
        act = self._act(tree, found)
        if act in _VALUES:
            found.add(Code.WRONG_SHAPE, tree.mark, f'what follows "{act}" is missing', f"- {act}: …")
            return None
        return Step(act, tree.mark) if act else None

    def _act(self, word: Scalar, found: Findings) -> Act | None:
        if word.text in [*Act]:
            return Act(word.text)
        found.unknown(Code.UNKNOWN_KEY, word.mark, f'"{word.text[:60]}" is no step', word.text, list(Act))
        return None


STEP = StepReader()
