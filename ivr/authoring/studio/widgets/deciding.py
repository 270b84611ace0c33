"""Set Variables and Split Based On: what a flow remembers, and how it decides."""

from __future__ import annotations

import re
from typing import Any

from ivr.authoring.studio import liquid
from ivr.authoring.studio.answers import Kind, Ref
from ivr.authoring.studio.channels import fixed
from ivr.authoring.studio.conditions import expression
from ivr.authoring.studio.counts import count_of
from ivr.authoring.studio.draft import To
from ivr.authoring.studio.liquid import Piece, Value
from ivr.authoring.studio.model import Condition, Way, Widget
from ivr.authoring.studio.text import plain
from ivr.authoring.studio.widgets.left import todo
from ivr.authoring.studio.work import Work

Constant = str | int | float | dict[str, Any]
"""What stands in a `set`: a value, {add: 1}, or {of: LIST, at: NUMBER}."""
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
MOST_LETTERS = 500
NEVER = "1 == 2"
"""Stands where a question is to be filled in."""
ALWAYS = "1 == 1"


def set_values(work: Work, widget: Widget) -> None:
    """One `set`; a value with conditions in it becomes a `branch` to as many of them."""
    next_ = work.on(widget, "next")
    plain = dict[str, Constant]()
    steps = list[tuple[Ref, list[tuple[str, Constant | None]]]]()
    for key, template in widget.properties.pairs("variables"):
        ref = work.answers.of_variable(key)
        path = f"flow.variables.{key.strip()}"
        options = [(when, _constant(work, widget, ref, path, it)) for when, it in work.variants(widget, template)]
        options = _with_first(ref, options)
        if len(options) > 1:
            steps.append((ref, options))
        elif options[0][1] is not None:
            plain[ref.name] = options[0][1]
    _write(work, widget, plain, steps, next_)


def _with_first(ref: Ref, options: list[tuple[str, Constant | None]]) -> list[tuple[str, Constant | None]]:
    """A count that is begun where it is unknown is one value, not two."""
    if len(options) != 2 or options[0][0] not in (f"{ref.place} is known", f"{ref.place} is unknown"):
        return options
    first, count = (value for _, value in (options if options[0][0].endswith("unknown") else options[::-1]))
    if isinstance(count, dict) and isinstance(first, int) and "first" not in count:
        return [("", {**count, "first": first})]
    return options


def _write(
    work: Work,
    widget: Widget,
    plain: dict[str, Constant],
    steps: list[tuple[Ref, list[tuple[str, Constant | None]]]],
    next_: To,
) -> None:
    entry = work.names[widget.name]
    names = [work.free(f"{entry}_{ref.name}") if at or plain else entry for at, (ref, _) in enumerate(steps)]
    for name, (ref, options) in reversed(list(zip(names, steps, strict=True))):
        ways = [(when, _one(work, widget, ref, value, next_)) for when, value in options]
        next_ = To(work.branch(name, widget, ways[:-1], ways[-1][1]))
    if plain:
        work.put(widget, "set", plain, {"next": next_})
    elif not steps:
        work.put(widget, "go", {"to": next_})


def _one(work: Work, widget: Widget, ref: Ref, value: Constant | None, next_: To) -> To:
    if value is None:
        return To(next_.node)
    return To(work.extra(f"{work.names[widget.name]}_{ref.name}", widget, "set", {ref.name: value}, {"next": next_}))


def _constant(work: Work, widget: Widget, ref: Ref, path: str, pieces: tuple[Piece, ...]) -> Constant | None:
    """The value as it is written; None where nothing of it is known here."""
    if ref.kind is Kind.NUMBER and (by := count_of(pieces, path)):
        return {"add": by}
    if item := _item(work, ref, pieces):
        return item
    counted = [it for it in pieces if isinstance(it, Value) and any(name in _SUMS for name, _ in it.filters)]
    if counted and None in [work.find(widget, it) for it in counted]:
        work.row(widget).adapt("it reckons, where a flow of ours only counts: what it comes to stays unknown")
        return None
    said = work.spoken(widget, pieces)
    if ref.kind is Kind.NUMBER:
        if _NUMBER.fullmatch(said):
            return float(said) if "." in said else int(said)
        work.row(widget).adapt(f"{ref.name} is compared as a number, and this is none")
        return None
    return said[:MOST_LETTERS] or None


def _item(work: Work, ref: Ref, pieces: tuple[Piece, ...]) -> dict[str, Any] | None:
    """One of a list, where that is all that is said."""
    said = [it for it in pieces if not isinstance(it, str) or it.strip()]
    value = said[0] if len(said) == 1 and isinstance(said[0], Value) else None
    found = work.answers.taken(value) if value and not value.filters else None
    if value is None or found is None or ref.kind not in (Kind.TEXT, Kind.NUMBER):
        return None
    kind = {"kind": "number"} if ref.kind is Kind.NUMBER else {}
    return {"of": found[0].name, "at": found[1].name, **({"path": value.rest} if value.rest else {}), **kind}


_SUMS = frozenset(("plus", "minus", "times", "divided_by", "modulo"))


def split(work: Work, widget: Widget) -> None:
    """A `branch` in the order of the tests. What cannot be asked is kept as what never holds, behind a `todo`."""
    ways, unasked = list[tuple[str, To]](), list[str]()
    for way in widget.matches:
        asked = [_asked(work, widget, condition) for condition in way.conditions]
        if None in asked:
            unasked.append(" and ".join(_shown(widget, condition) for condition in way.conditions))
        ways.append((NEVER if None in asked else " and ".join(filter(None, asked)), _target(work, widget, way)))
    otherwise = work.failing(widget, "noMatch", "no match")
    if unasked:
        _note(work, widget, unasked, len(unasked) == len(ways))
        name = work.free(f"{work.names[widget.name]}_branch")
        todo(work, widget, plain(f"Ask in {name}: {'; '.join(unasked)}")[:MOST_LETTERS], To(name))
        work.branch(name, widget, ways, otherwise)
    elif ways:
        work.branch(work.names[widget.name], widget, ways, otherwise)
    else:
        work.put(widget, "go", {"to": otherwise})


def _note(work: Work, widget: Widget, unasked: list[str], everything: bool) -> None:
    row = work.row(widget)
    for shown in unasked:
        what = f"cannot be asked here, and never holds until it is filled in: {shown}"
        if everything:
            row.leave(what)
        else:
            row.adapt(what)


def _asked(work: Work, widget: Widget, condition: Condition) -> str | None:
    if (always := fixed(widget, condition)) is not None:
        return ALWAYS if always else NEVER
    ref = subject(work, widget, condition)
    return expression(ref, condition, _one_value(work, widget, condition.value)) if ref else None


def subject(work: Work, widget: Widget, condition: Condition) -> Ref | None:
    """What a test is about, where that is one value and nothing beside it."""
    return _one_value(work, widget, condition.argument or widget.properties.text("input"))


def _one_value(work: Work, widget: Widget, template: str) -> Ref | None:
    pieces = [it for it in liquid.pieces(template) if isinstance(it, Value) or it.strip()]
    if len(pieces) != 1 or not isinstance(pieces[0], Value) or not liquid.is_plain(template):
        return None
    return work.find(widget, pieces[0])


def _target(work: Work, widget: Widget, way: Way) -> To:
    if way.to:
        return work.to(way.to)
    shown = " and ".join(f"{it.test} {it.value}".strip() for it in way.conditions)
    work.row(widget).default(f"match of {shown}: we call back")
    return To("(promise)")


def _shown(widget: Widget, condition: Condition) -> str:
    return f"{condition.argument or widget.properties.text('input')} {condition.test} {condition.value}".strip()[:160]
