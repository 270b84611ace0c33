"""What may be written in a file of call scripts."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import FLAG, LANGUAGE, NAME, NUMBER, TEXT, VERSION, One, Said, count, duration, one_of
from ivr.authoring.scripts.steps import AGENTS, PERSON, STEP, Does, HearsForm, Step
from ivr.authoring.shape import By, Form, Many, Pairs, Shape, optional, required
from ivr.authoring.tree import Mapping, Scalar, Sequence, Tree

__all__ = ["Agent", "Does", "Ending", "EndsForm", "HearsForm", "ScriptFile", "ScriptForm", "SystemForm"]

WITHHELD = "withheld"
Agent = Pairs[Said[str]]

Ending = ("callback", "talked", "declined", "left")
"""callback: we owe the caller a call. talked: they talked with somebody, and nothing is owed. declined: they said that
they want no call. left: they went, and nothing is owed."""


@dataclass(frozen=True, slots=True)
class WhoReader:
    def read(self, tree: Tree, found: Findings) -> Said[str] | None:
        if isinstance(tree, Scalar) and tree.text == WITHHELD:
            return Said(WITHHELD, tree.mark)
        return NUMBER.read(tree, found)


def _moment(text: str) -> datetime | None:
    """By the clock on the wall: the zone is that of the business."""
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Anything:
    """Any piece of YAML, as the JSON that a system would answer; all single values are texts in it."""

    def read(self, tree: Tree, found: Findings) -> Any:
        match tree:
            case Mapping():
                return {entry.key.text: self.read(entry.value, found) for entry in tree.entries}
            case Sequence():
                return [self.read(item, found) for item in tree.items]
        return tree.text


AT = One("a time by the clock of the business, such as 2026-11-20 21:30", Code.BAD_DAY, _moment)
TITLE = One("what happens, in a few words", Code.BAD_NAME, lambda text: text if 0 < len(text) <= 100 else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemForm(Form):
    """How the business's own system answers the lookup of one node. 0: not at all."""

    main = "status"
    status: Said[int] = required(count(0, 599), "the status of its answer: 200, 404, 500; 0 where it is away")
    says: Any = optional(Anything(), "what it answers", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueForm(Form):
    """Callers who wait for a team already."""

    main = "callers"
    callers: Said[int] = required(count(1, 50), "how many wait")
    longest: Said[timedelta] | None = optional(duration("1s", "8h"), "how long the first of them has waited")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndsForm(Form):
    main = "how"
    how: Said[str] = required(one_of(*Ending), "how it ends: callback, talked, declined or left")
    team: Said[str] | None = optional(NAME, "who owes the call")
    by: Said[datetime] | None = optional(AT, "the promise: at the latest then")
    to: Said[str] | None = optional(NUMBER, "the number that is to be called, where it is not the caller's")
    agent: Said[str] | None = optional(PERSON, "who was talked with", key="with")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptForm(Form):
    at: Said[datetime] = required(AT, "when the call comes in, by the clock of the business")
    who: Said[str] | None = optional(WhoReader(), "who calls: a number, or withheld", key="from")
    name: Said[str] | None = optional(TEXT, "the name under which we know the caller")
    speaks: Said[str] | None = optional(LANGUAGE, "the language that the caller spoke last time")
    vip: Said[bool] | None = optional(FLAG, "whether the caller is marked as important")
    calls: Said[int] | None = optional(count(0, 100), "how often they have called this week already")
    owed: Said[str] | None = optional(NAME, "a team that owes the caller a call already")
    waiting: Pairs[QueueForm] | None = optional(By(NAME, Shape(QueueForm)), "team: callers who wait for it already")
    agents: Agent | None = optional(AGENTS, "name: what they do when the telephone rings")
    incidents: Pairs[PromptForm] | None = optional(By(NAME, PROMPT), "topic: what was declared before the call")
    systems: Pairs[SystemForm] | None = optional(
        By(TEXT, Shape(SystemForm)), "node of a lookup: how your own system answers"
    )
    steps: tuple[Step, ...] = required(Many(STEP, least=1), "what the caller hears and does")
    ends: EndsForm | None = optional(Shape(EndsForm), "how it must have ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFile(Form):
    version: Said[int] = required(VERSION, "version: 1, of this language")
    flow: Said[str] = required(NAME, "the call flow that is called")
    scripts: Pairs[ScriptForm] = required(By(TITLE, Shape(ScriptForm), least=1), "name: script")


SCRIPTS = Shape(ScriptFile)

Answers = Table[str, SystemForm]
