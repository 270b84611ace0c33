"""What makes a call easier for the caller, as norms and studies have it: warnings, each naming where it is from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta

from ivr.authoring import nodes as forms
from ivr.authoring.check.graph import reach, reaching
from ivr.authoring.check.speech import prompts
from ivr.authoring.check.ways import Exit, How, Ways
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.problem import Findings
from ivr.language.marks import unmarked
from ivr.language.template import fill

MOST_CHOICES = 4
"""ISO/IEC 13714: what is left of a longer list when it ends. Help, repeat, back and a person (0) are not counted."""

MOST_SECONDS = 20
"""Our own measure: two sentences longer than this, and callers press 0 or hang up."""

LETTERS_A_SECOND = {"en": 15, "bn": 12}
"""Of a voice at its ordinary pace; Bengali vowel signs count as letters. Other languages: as the slower one."""

PATIENCE = timedelta(seconds=3), timedelta(seconds=10)
"""Silence after a prompt: less hurries those who think, more leaves the others in doubt (ISO/IEC 13714, ACIxD)."""

_KEY_FIRST = re.compile(
    r"\b(?:press|push|dial|hit)\s+(?:the\s+)?(?:number\s+|key\s+)?[0-9*#]\s+(?:for|to)\b", re.IGNORECASE
)
_SINGLE_DIGIT = re.compile(r"(?<!\d)\d(?!\w)")


def check_norms(flow: FlowForm, places: Ways, spoken: Collection[str], found: Findings) -> None:
    for pair in flow.nodes.values():
        if isinstance(pair.value, forms.MenuForm):
            _menu(pair.value, spoken, found)
    _zero(flow, places, found)
    for prompt in prompts(flow):
        for code, said in prompt.spoken(spoken).items():
            if code == "en" and (turned := _KEY_FIRST.search(said.value)):
                message = f'"{turned.group()}" names the key before what it is for (ISO/IEC 13714, ETSI ETR 096)'
                found.add(Code.PURPOSE_FIRST, said.mark, message, '"For orders, press 1."')
            if (seconds := spoken_seconds(said.value, code)) > MOST_SECONDS:
                message = f"this takes about {seconds:.0f} seconds to say (our own measure: {MOST_SECONDS} at most)"
                found.add(Code.LONG_PROMPT, said.mark, message, "fewer words, or two nodes")
    _owed_first(flow, places, found)


def spoken_seconds(text: str, language: str) -> float:
    """About how long a voice needs for a text."""
    return len(unmarked(fill(text, {}))) / LETTERS_A_SECOND.get(language, min(LETTERS_A_SECOND.values()))


def _menu(form: forms.MenuForm, spoken: Collection[str], found: Findings) -> None:
    keys = [key for key in form.choices if key != "0"]
    if len(keys) > MOST_CHOICES:
        message = f"{len(keys)} choices; people keep about {MOST_CHOICES} in mind (ISO/IEC 13714; 0 is not counted)"
        found.add(Code.MANY_CHOICES, form.mark, message, "fewer choices; not a deeper menu, which is harder still")
    if keys != [str(number) for number in range(1, len(keys) + 1)] or list(form.choices)[: len(keys)] != keys:
        message = f"the keys are {', '.join(form.choices)} (ISO/IEC 13714: ascending from 1; 0 comes last)"
        found.add(Code.KEY_ORDER, form.mark, message, "1, 2, 3, …, 0")
    for code, said in form.prompt.spoken(spoken).items():
        if (heard := _heard(said.value, form)) and heard != [key for key in form.choices if key in heard]:
            message = f'in "{code}" the keys are said as {", ".join(heard)} (ISO/IEC 13714: in the order of the keys)'
            found.add(Code.KEY_ORDER, said.mark, message, ", ".join(form.choices))
    if form.timeout and not PATIENCE[0] <= form.timeout.value <= PATIENCE[1]:
        seconds = form.timeout.value.total_seconds()
        message = f"{seconds:.0f} s of silence end the wait (ISO/IEC 13714, ACIxD: 3 to 10)"
        found.add(Code.SHORT_PATIENCE, form.timeout.mark, message, "from 3s to 10s")


def _heard(text: str, form: forms.MenuForm) -> list[str]:
    """The keys that are named, in the order in which they are; digits of any script."""
    digits = (str(unicodedata.decimal(sign)) for sign in _SINGLE_DIGIT.findall(text))
    return list(dict.fromkeys(key for key in digits if key in form.choices))


def _zero(flow: FlowForm, places: Ways, found: Findings) -> None:
    people = [name for name, place in places.items() if place.kind in ("transfer", "callback")]
    leads = reaching(people, places, lambda way: way.how in (How.ON, How.SYSTEM))
    for pair in flow.nodes.values():
        if isinstance(pair.value, forms.MenuForm) and (zero := pair.value.choices.get("0")):
            target = zero.value.go
            if target.value in places and target.value not in leads:
                message = f'0 leads to "{target.value}", and not to a person (ISO/IEC 13714)'
                found.add(Code.ZERO_IS_A_PERSON, target.mark, message, "a transfer, or a callback")


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
