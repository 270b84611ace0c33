"""The translation of one flow while it goes on: what is known, what is written, and which widgets are still to come.

A widget is translated when a way leads to its node; one that was folded into another is never asked for by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ivr.authoring.studio import liquid, text
from ivr.authoring.studio.answers import Answers, Ref
from ivr.authoring.studio.conditions import of_tag
from ivr.authoring.studio.draft import Draft, To
from ivr.authoring.studio.liquid import Piece, Test, Value
from ivr.authoring.studio.model import Studio, Widget
from ivr.authoring.studio.names import free, plain_name
from ivr.authoring.studio.table import Row
from ivr.authoring.studio.tongue import Tongue

END = "(end)"
"""Hangs up, as a Studio flow does where it ends."""
PROMISE = "(promise)"
"""The safe default: we call back. With the name of a team behind it: that team does."""
PERSON = "(person)"
"""For a key that asks for somebody: the first transfer, or a callback where there is none."""


@dataclass(slots=True)
class Work:
    studio: Studio
    answers: Answers
    tongue: Tongue
    names: dict[str, str]
    """Widget → the node that stands for it."""
    draft: Draft = field(default_factory=Draft)
    rows: dict[str, Row] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)
    """Name of a team → who that was."""
    hosts: list[str] = field(default_factory=list)
    folded: set[str] = field(default_factory=set)
    carried: dict[str, str] = field(default_factory=dict)
    """Say → the silent widget whose prompt it is."""
    again: dict[str, str | dict[str, Any]] = field(default_factory=dict)
    """Question → what is said before it is put again: a text, or a prompt as it is written."""
    switched: dict[str, str] = field(default_factory=dict)
    """Widget → the language that is spoken from there on, and may not have been before."""
    _switches: dict[str, str] = field(default_factory=dict)

    def row(self, widget: Widget) -> Row:
        return self.rows[widget.name]

    def to(self, name: str) -> To:
        """The way to the node of a widget, which will be translated."""
        spoken, name = self.switched.get(name), self.carried.get(name, name)
        if name not in self.waiting:
            self.waiting.append(name)
        code = spoken or self.switched.get(name)
        return To(self._switch(name, code) if code else self.names[name])

    def _switch(self, name: str, code: str) -> str:
        """The node before a widget from which on another language is spoken."""
        if name not in self._switches:
            wanted = self.free(f"{self.names[name]}_in_{code}")
            widget = self.studio.widgets[name]
            self._switches[name] = self.write(wanted, widget, "language", code, {"next": To(self.names[name])})
        return self._switches[name]

    def on(self, widget: Widget, *events: str) -> To:
        """Where a flow may end: the way on, or the end of the call."""
        name = widget.to(*events) or self.studio.ends.get(widget.name)
        return self.to(name) if name else To(END)

    def failing(self, widget: Widget, event: str, when: str) -> To:
        """Where a flow must not end: a branch that the source leaves open gets the safe default, and is listed."""
        if name := widget.to(event):
            return self.to(name)
        self.row(widget).default(f"{when}: we call back")
        return To(PROMISE)

    def put(self, widget: Widget, kind: str, fields: Any = None, beside: dict[str, Any] | None = None) -> str:
        """The node that stands for a widget."""
        return self.write(self.names[widget.name], widget, kind, fields, beside)

    def extra(self, wanted: str, widget: Widget, kind: str, fields: Any, beside: dict[str, Any] | None = None) -> str:
        """A further node for a widget."""
        return self.write(self.free(wanted), widget, kind, fields, beside)

    def free(self, wanted: str) -> str:
        return free(wanted, {*self.draft.nodes, *self.names.values()})

    def write(self, name: str, widget: Widget, kind: str, fields: Any, beside: dict[str, Any] | None) -> str:
        self.draft.add(name, kind, fields, beside)
        self.row(widget).nodes.append(name)
        return name

    def fold(self, into: str, widget: Widget) -> None:
        """A widget that is part of another's node."""
        self.folded.add(widget.name)
        row = self.row(widget)
        if into not in row.nodes:
            row.nodes.append(into)

    def find(self, widget: Widget, value: Value) -> Ref | None:
        return self.answers.find(value, widget.name)

    def spoken(self, widget: Widget, pieces: Sequence[Piece]) -> str:
        def lost(value: Value) -> None:
            self.row(widget).adapt(f"{{{{{value.shown}}}}} cannot be spoken here, and is left out")

        return text.spoken(pieces, lambda value: self.find(widget, value), lost)

    def sendable(self, widget: Widget, template: str) -> str:
        def lost(value: Value) -> None:
            self.row(widget).adapt(f"{{{{{value.shown}}}}} is not known here, and is left out")

        if not liquid.is_plain(template):
            self.row(widget).adapt("a condition within what is sent is left out")
        return text.sendable(liquid.pieces(template), lambda value: self.find(widget, value), lost)

    def variants(self, widget: Widget, template: str) -> list[tuple[str, tuple[Piece, ...]]]:
        """What a template may say, each with the expression under which it does; the last has none."""
        found = liquid.variants(template)
        if found is None:
            self.row(widget).adapt("the conditions within its text are left out")
            return [("", liquid.pieces(template))]
        made = list[tuple[str, tuple[Piece, ...]]]()
        for variant in found:
            asked = [self._asked(widget, test) for group in variant.tests for test in group]
            if None in asked:
                self.row(widget).adapt("a condition within its text cannot be asked here, and is taken not to hold")
            else:
                made.append((" and ".join(filter(None, asked)), variant.pieces))
        if not made or made[-1][0]:
            made.append(("", ()))
        return made

    def _asked(self, widget: Widget, test: Test) -> str | None:
        ref = self.find(widget, test.left)
        return of_tag(ref, test) if ref else None

    def branch(self, name: str, widget: Widget, ways: list[tuple[str, To]], otherwise: To) -> str:
        """A node that asks in order; written under that very name."""
        arms = [{"when": when, "go": to} for when, to in ways]
        return self.write(name, widget, "branch", arms, {"otherwise": otherwise})

    def say(self, name: str, widget: Widget, said: str, next_: To) -> To:
        """Nodes that say a text, the first under that name; where there is nothing to say, the way on."""
        bits = text.parts(said)
        if not bits:
            return next_
        names = [name if number == 0 else self.free(f"{name}_{number + 1}") for number in range(len(bits))]
        for at, bit in enumerate(bits):
            then = To(names[at + 1]) if at + 1 < len(names) else next_
            self.write(names[at], widget, "say", self.tongue.prompt(bit), {"next": then})
        return To(names[0])

    def team(self, hint: str, meaning: str) -> str:
        """A team by what it is called; who is meant by somebody else's name gets one of their own."""
        wanted = plain_name(hint, "team")
        taken = [name for name, other in self.teams.items() if other != meaning]
        name = free(wanted, taken)
        self.teams.setdefault(name, meaning)
        return name
