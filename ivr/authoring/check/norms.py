"""What makes a call easier for the caller, as norms and studies have it: warnings, each naming where it is from."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

from ivr.authoring import nodes as forms
from ivr.authoring.check.graph import reach, reaching
from ivr.authoring.check.menus import check_question
from ivr.authoring.check.ways import Exit, How, Ways
from ivr.authoring.check.wording import check_wording
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes.asking import CollectForm
from ivr.authoring.problem import Findings
from ivr.authoring.read_node import Broken

MOST_LEVELS = 3
"""Menus on the shortest way to a menu, itself included (Irish universal-design toolkit)."""

_NO_ANSWER = frozenset({"not_found", "failed", "otherwise"})
"""Ways on which what was keyed turned out to be of no use: then it may well be asked once more."""


def check_norms(flow: FlowForm, places: Ways, spoken: Collection[str], found: Findings) -> None:
    for pair in flow.nodes.values():
        if not isinstance(pair.value, Broken):
            check_question(pair.value, spoken, found)
            check_wording(pair.value, spoken, found)
    _zero(flow, places, found)
    _depth(flow.start.value, places, found)
    _asked_twice(places, found)
    _owed_first(flow, places, found)


def _zero(flow: FlowForm, places: Ways, found: Findings) -> None:
    people = [name for name, place in places.items() if place.kind in ("transfer", "callback", "voicemail")]
    leads = reaching(people, places, lambda way: way.how in (How.ON, How.SYSTEM))
    for pair in flow.nodes.values():
        if isinstance(pair.value, forms.MenuForm) and (zero := pair.value.choices.get("0")):
            target = zero.value.go
            if target.value in places and target.value not in leads:
                message = f'0 leads to "{target.value}", and not to a person (ISO/IEC 13714)'
                found.add(Code.ZERO_IS_A_PERSON, target.mark, message, "a transfer, or a callback")


def _depth(start: str, places: Ways, found: Findings) -> None:
    """Only the first menu that lies too deep is named on each way: the ones below it follow from it."""
    levels, waiting = {start: 0}, deque([start])
    while waiting:
        name = waiting.popleft()
        here = levels[name] + (places[name].kind == "menu")
        if here == MOST_LEVELS + 1 and places[name].kind == "menu":
            message = f'"{name}" is a menu {here} levels deep (Irish universal-design toolkit: {MOST_LEVELS} at most)'
            found.add(Code.TOO_DEEP, places[name].mark, message, "a broader menu above; broad beats deep")
        for way in places[name].exits:
            if way.target not in levels:
                levels[way.target] = here
                (waiting.append if places[name].kind == "menu" else waiting.appendleft)(way.target)


def _asked_twice(places: Ways, found: Findings) -> None:
    asking = dict[str, list[str]]()
    for name, place in places.items():
        if isinstance(place.form, CollectForm):
            for given in place.form.answers(name):
                asking.setdefault(given.name.value, []).append(name)
    for answer, names in asking.items():
        for first, again in _both(names, places):
            message = f'"{answer}" is asked again, which "{first}" has asked (ISO 9241-154: nothing is asked twice)'
            found.add(Code.ASKED_TWICE, places[again].mark, message, f"{{answers.{answer}}}, which is known here")


def _both(names: list[str], places: Ways) -> Iterator[tuple[str, str]]:
    """Of several places that ask for the same: each that comes after another, once."""
    told = set[str]()
    for first in names if len(names) > 1 else ():
        given = [way.target for way in places[first].exits if way.how is How.ANSWER]
        after = reach(given, places, lambda way: way.label not in _NO_ANSWER)
        for again in names:
            if again != first and again in after and again not in told and first not in told:
                told.add(again)
                yield first, again


def _owed_first(flow: FlowForm, places: Ways, found: Findings) -> None:
    """A caller to whom we owe a call should not have to explain it again (ISO 9241-154: nothing is asked twice)."""
    if not any(place.kind in ("transfer", "callback") for place in places.values()):
        return
    met = reach([flow.start.value], places, _before_a_choice)
    if not any(places[name].kind == "open_callback" for name in met):
        message = "a caller to whom we owe a call is not met as one (ISO 9241-154: nothing is asked twice)"
        found.add(Code.MEET_OPEN_CALLBACK, flow.start.mark, message, "an open_callback node before the first menu")


def _before_a_choice(way: Exit) -> bool:
    return way.how in (How.ON, How.SYSTEM) and way.leaves is None
