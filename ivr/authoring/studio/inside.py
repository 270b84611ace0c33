"""Run Subflow, with the export of what it runs: its widgets come to stand in the flow, under names of their own.

A value goes in as a parameter and comes out as a variable, as in Studio; where the subflow ends, the flow goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ivr.authoring.studio.library import Library
from ivr.authoring.studio.model import PASS, SET, SUBFLOW, Properties, Studio, Way, Widget
from ivr.authoring.studio.names import plain_name

DEEPEST = 4
"""Subflows in subflows."""
MOST_WIDGETS = 3_000
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAMED = re.compile(r"\b(widgets|flow\.variables|flow\.data|trigger\.parent\.parameters)\.([\w-]+)")
_BACK = re.compile(r"\bwidgets\.([\w-]+)\.(?:flow\.variables\.)?([\w-]+)")


def with_subflows(studio: Studio, library: Library, within: tuple[str, ...] = ()) -> Studio:
    """The flow with every subflow in it whose export is known; the others stay what they are."""
    for widget in [it for it in studio.widgets.values() if it.kind == SUBFLOW]:
        found = library.find(widget)
        if found is None or found.name in within or len(within) > DEEPEST or found.studio.begins is None:
            continue
        inner = with_subflows(found.studio, library, (*within, found.name))
        if len(studio.widgets) + len(inner.widgets) <= MOST_WIDGETS:
            studio = _Use(widget, inner).put_into(studio)
    return studio


@dataclass(frozen=True, slots=True)
class _Use:
    """A subflow where it is run."""

    widget: Widget
    inner: Studio

    @property
    def at_end(self) -> str:
        return self._named("return")

    def put_into(self, outer: Studio) -> Studio:
        """The outer flow with these widgets in it, and with what it asks of them asked of their variables."""
        moved = [self._moved(it) for it in self.inner.widgets.values()]
        back = Widget(self.at_end, PASS, PASS, Properties({}), (Way("next", self.widget.to("completed")),))
        begins = self._named(self.inner.begins or "")
        given = self._given(begins)
        enter = replace(self.widget, kind=PASS, ways=(Way("next", given[0].name if given else begins),))
        known = {**outer.widgets, self.widget.name: enter}
        kept = {name: it.rewritten(_in_templates(self._brought_back)) for name, it in known.items()}
        synthetic = {it.name: self.widget.name for it in (back, *given)}
        return replace(
            outer,
            widgets=kept | {it.name: it for it in (*given, *moved, back)},
            parts={**outer.parts, **synthetic, **self._prefixed(self.inner.parts)},
            ends={**outer.ends, **{it.name: self.at_end for it in moved}, **self._prefixed(self.inner.ends)},
        )

    def _named(self, name: str) -> str:
        return f"{self.widget.name}.{name}"

    def _prefixed(self, names: Mapping[str, str]) -> dict[str, str]:
        return {self._named(name): self._named(other) for name, other in names.items()}

    def _variable(self, name: str, given: bool = False) -> str:
        return f"{plain_name(self.widget.name, 'subflow')}__{'given_' if given else ''}{name}"

    def _moved(self, it: Widget) -> Widget:
        ways = tuple(replace(way, to=self._named(way.to) if way.to else self.at_end) for way in it.ways)
        moved = replace(it, name=self._named(it.name), ways=ways).rewritten(_in_templates(self._seen_inside))
        if it.kind != SET:
            return moved
        pairs = [
            {"key": self._variable(key.strip()), "value": value} for key, value in moved.properties.pairs("variables")
        ]
        return replace(moved, properties=Properties({"variables": pairs}))

    def _given(self, begins: str) -> list[Widget]:
        """The parameters, noted down before it begins."""
        pairs = self.widget.properties.pairs("parameters")
        noted = [{"key": self._variable(key.strip(), given=True), "value": value} for key, value in pairs]
        ways = (Way("next", begins),)
        return [Widget(self._named("parameters"), SET, SET, Properties({"variables": noted}), ways)] if noted else []

    def _seen_inside(self, template: str) -> str:
        return _NAMED.sub(self._inside, template)

    def _inside(self, found: re.Match[str]) -> str:
        where, name = found.groups()
        if where == "widgets":
            return f"widgets.{self._named(name)}" if name in self.inner.widgets else found[0]
        if where == "trigger.parent.parameters":
            return f"flow.variables.{self._variable(name, given=True)}"
        return f"flow.variables.{self._variable(name)}" if name in self._set_inside() else found[0]

    def _brought_back(self, template: str) -> str:
        return _BACK.sub(self._outside, template)

    def _outside(self, found: re.Match[str]) -> str:
        mine = found[1] == self.widget.name and found[2] in self._set_inside()
        return f"flow.variables.{self._variable(found[2])}" if mine else found[0]

    def _set_inside(self) -> set[str]:
        sets = (it for it in self.inner.widgets.values() if it.kind == SET)
        return {key.strip() for it in sets for key, _ in it.properties.pairs("variables")}


def _in_templates(change: Callable[[str], str]) -> Callable[[str], str]:
    """Only what Liquid reads is changed, not what is said."""
    return lambda text: _TEMPLATE.sub(lambda found: change(found[0]), text) if "{" in text else text
