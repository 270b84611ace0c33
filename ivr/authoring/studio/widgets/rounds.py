"""Ways that come back to the question they left: through words, values, and a count of how often that was.

Such a round is no nodes of its own: a question of ours is put again by itself, so often as is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ivr.authoring.studio import liquid, text
from ivr.authoring.studio.conditions import holds
from ivr.authoring.studio.liquid import Piece, Test, Value
from ivr.authoring.studio.model import SAY, SET, SPLIT, Widget
from ivr.authoring.studio.widgets.speaking import sound_of
from ivr.authoring.studio.work import Work

MOST_HOPS = 7
MOST_TRIES = 5
"""The checker allows no more."""


@dataclass(slots=True)
class Round:
    """`tries`: how often the question is put; None: for ever. `out`: where it leads then; None: the flow hung up."""

    passed: list[Widget] = field(default_factory=list)
    tries: int | None = None
    out: str | None = None


def round_of(work: Work, widget: Widget, name: str | None) -> Round | None:
    """The round that begins there; None where the way leads elsewhere."""
    made, at = Round(), work.studio.widget(name)
    for _ in range(MOST_HOPS):
        if at is None:
            return None
        if at.name == widget.name:
            return made
        if at.kind == SPLIT:
            return _counted(work, widget, made, at)
        if at.kind not in (SAY, SET):
            return None
        made.passed.append(at)
        at = work.studio.widget(at.to("audioComplete", "next"))
    return None


def leads_back(work: Work, widget: Widget, name: str | None) -> bool:
    return round_of(work, widget, name) is not None


def fold_round(work: Work, widget: Widget, it: Round) -> None:
    """What is said before it is put again: a menu says one text for that, whatever was wrong; others say ours."""
    for passed in it.passed:
        if work.carried.get(passed.name) == widget.name:
            continue
        work.fold(work.names[widget.name], passed)
        if passed.kind == SAY:
            said = _words(work, passed) or _recording(work, passed)
            if not said or work.again.setdefault(widget.name, said) != said:
                work.row(passed).adapt("what it says before asking again is said in other words")


def _words(work: Work, say: Widget) -> str:
    """The words, where they are the same for everybody; empty otherwise."""
    said = say.properties.text("say")
    plain = said and liquid.is_plain(said)
    return work.spoken(say, liquid.pieces(said)) if plain and len(text.parts(text.plain(said))) == 1 else ""


def _recording(work: Work, say: Widget) -> dict[str, Any]:
    """The recording that is played instead, as a prompt."""
    sound = sound_of(work, say, say.properties.text("play")) if not say.properties.text("say") else ""
    return {code: {"sound": sound} for code in work.tongue.codes} if sound else {}


def _counted(work: Work, widget: Widget, made: Round, split: Widget) -> Round | None:
    """The round behind a split that asks how often it was gone: gone through until it leads elsewhere."""
    variable = _counter(split)
    sets = [it for it in made.passed if it.kind == SET]
    if not variable or not any(_adds(it, variable) for it in sets):
        return None
    count: str | None = _begins(work, variable, sets)
    for tries in range(1, MOST_TRIES + 1):
        for it in sets:
            count = _after(it, variable, count)
        to = next((way.to for way in split.matches if all(holds(c, count or "") for c in way.conditions)), None)
        after = to or split.to("noMatch")
        back = _straight_back(work, widget, after)
        if back is None:
            return Round([*made.passed, split], tries, after) if tries > 1 else None
        made.passed += [passed for passed in back if passed not in made.passed]
    return None


def _straight_back(work: Work, widget: Widget, name: str | None) -> list[Widget] | None:
    """What is passed on a way back on which nothing is asked."""
    passed, at = list[Widget](), work.studio.widget(name)
    for _ in range(MOST_HOPS):
        if at is None or at.kind not in (SAY, SET) and at.name != widget.name:
            return None
        if at.name == widget.name:
            return passed
        passed.append(at)
        at = work.studio.widget(at.to("audioComplete", "next"))
    return None


def _counter(split: Widget) -> str:
    """The variable that all tests of a split are about; empty where there is none."""
    templates = {it.argument or split.properties.text("input") for way in split.matches for it in way.conditions}
    named = {it.path for template in templates for it in liquid.pieces(template) if isinstance(it, Value)}
    found = re.fullmatch(r"flow\.variables\.([^.]+)", next(iter(named), "")) if len(named) == 1 else None
    return found[1] if found else ""


def _adds(it: Widget, variable: str) -> bool:
    """Whether a widget counts on."""
    return any(key.strip() == variable and "plus" in value for key, value in it.properties.pairs("variables"))


def _begins(work: Work, variable: str, sets: list[Widget]) -> str | None:
    """What the count is before the first round: set once elsewhere, or not at all."""
    elsewhere = [it for it in work.studio.widgets.values() if it.kind == SET and it not in sets]
    values = [value for it in elsewhere for key, value in it.properties.pairs("variables") if key.strip() == variable]
    return values[0].strip() if len(values) == 1 and re.fullmatch("[0-9]{1,4}", values[0].strip()) else None


def _after(it: Widget, variable: str, count: str | None) -> str | None:
    """The count after a widget that sets it."""
    for key, template in it.properties.pairs("variables"):
        if key.strip() == variable:
            met = (one for one in liquid.variants(template) or () if _met(one.tests, variable, count))
            chosen = next(met, None)
            count = "".join(_said(piece, variable, count) for piece in chosen.pieces).strip() if chosen else None
    return count


def _met(tests: tuple[tuple[Test, ...], ...], variable: str, count: str | None) -> bool:
    path = f"flow.variables.{variable}"
    asked = [test for group in tests for test in group]
    return all(not test.sign and test.left.path == path and not test.left.filters and bool(count) for test in asked)


def _said(piece: Piece, variable: str, count: str | None) -> str:
    if isinstance(piece, str):
        return piece
    known = piece.literal or (count if piece.path == f"flow.variables.{variable}" else None)
    for name, argument in piece.filters:
        if name != "plus" or not re.fullmatch("[0-9]{1,3}", argument) or not re.fullmatch("[0-9]{0,6}", known or ""):
            return "?"
        known = str(int(known or 0) + int(argument))
    return known or ""
