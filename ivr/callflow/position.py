"""Where a caller stands in a flow between two turns: small, frozen, and stored as JSON; it decides nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ivr.callflow.values import Answers, Type, Value, told_of

PLAIN, WITH_ANSWERS = 1, 2
"""The stored forms that are written: the second only where a call has answers, so that a release which does not read it
can answer all others, and this one can be taken back."""

HOLDING = "holding"
"""The stage of a caller who is held while a person is sought."""
RECORDING = "recording"
"""The stage of a caller whose words are recorded."""
LOOKING_UP = "looking_up"
"""The stage of a caller for whom a system of the business is asked."""
AWAY = frozenset({HOLDING, RECORDING, LOOKING_UP})
"""The stages at which no keys are awaited: the line comes back by itself."""


@dataclass(frozen=True, slots=True)
class Position:
    """`stage` tells apart the waits within one node; `memory` holds what the caller said in it, as sorted pairs;
    `answers` what is known since other nodes."""

    node: str
    language: str
    stage: str = ""
    tries: int = 0
    topic: str = ""
    memory: tuple[tuple[str, str], ...] = ()
    answers: Answers = ()

    def bare(self, owed: bool = False) -> Position:
        """Where the caller stood when the call ended: whatever they keyed or said is not kept any longer, but for what
        the flow says that agents are to be told, while we owe them something."""
        return replace(self, memory=(), answers=self.told if owed else ())

    @staticmethod
    def ended(language: str, told: Answers) -> str:
        """How an ended flow is written: by nothing, unless there is something to be told."""
        return Position("", language, answers=told).write() if told else ""

    @property
    def told(self) -> Answers:
        """What whoever talks with the caller may know."""
        return told_of(self.answers)

    @property
    def over(self) -> bool:
        """The flow has ended; what is left is what agents are told."""
        return not self.node

    def write(self) -> str:
        """As compact JSON text."""
        memory = [list(pair) for pair in self.memory]
        fields = [PLAIN, self.node, self.language, self.stage, self.tries, self.topic, memory]
        if self.answers:
            known = [[name, value.type, value.text, _mark(value)] for name, value in self.answers]
            fields = [WITH_ANSWERS, *fields[1:], known]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


_SENSITIVE, _TOLD = 1, 2
"""The release before knows the first only, and takes the second for it: what it does not know it tells nobody."""


def _mark(value: Value) -> int:
    return _SENSITIVE if value.sensitive else _TOLD if value.told else 0


def read(text: str) -> Position:
    """The position that was written, by this release or by the one before; ValueError where it is of no form that we
    know."""
    form, *fields = json.loads(text)
    if form not in _READS:
        raise ValueError(f"a position of form {form}; this program reads {', '.join(map(str, _READS))}")
    return _READS[form](fields)


def _first(fields: list[Any]) -> Position:
    node, language, stage, tries, topic, memory = fields
    return Position(node, language, stage, tries, topic, tuple((key, value) for key, value in memory))


def _second(fields: list[Any]) -> Position:
    *first, known = fields
    answers = tuple((name, _value(*stored)) for name, *stored in known)
    return replace(_first(first), answers=answers)


def _value(type_: str, text: str, mark: int) -> Value:
    return Value(Type(type_), text, mark == _SENSITIVE, mark == _TOLD)


_READS: Mapping[int, Callable[[list[Any]], Position]] = {PLAIN: _first, WITH_ANSWERS: _second}
