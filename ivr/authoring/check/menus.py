"""Whether a question that keys answer is such as people keep in mind: how many, in which order, how patiently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import timedelta

from ivr.authoring.codes import Code
from ivr.authoring.nodes import MenuForm, NodeForm
from ivr.authoring.nodes.asking import CollectForm, SurveyForm
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import Said
from ivr.callflow.nodes import Keyed
from ivr.language.marks import unmarked

MOST_CHOICES = 4
"""ISO/IEC 13714: what is left of a longer list when it ends. Help, repeat, back and a person (0) are not counted."""

MOST_WITHOUT_PAUSE = 3
"""Choices said in one breath (ACIxD; studies of recall)."""

MOST_OFFERS = 2
"""How often the same is asked before a person is offered (Irish universal-design toolkit)."""

PATIENCE = timedelta(seconds=3), timedelta(seconds=10)
"""Silence after a prompt: less hurries those who think, more leaves the others in doubt (ISO/IEC 13714, ACIxD)."""

_TO_LOOK_UP = frozenset({Keyed.DIGITS, Keyed.AMOUNT, Keyed.PHONE})
"""What a caller has on paper, and not in mind."""

_PAUSE = re.compile(r"(?<=[.!?।;:])\s+|<break\b[^<>]*>|</?[ps]>")
_SINGLE_DIGIT = re.compile(r"(?<!\d)\d(?!\w)")


def check_question(form: NodeForm, spoken: Collection[str], found: Findings) -> None:
    """A menu, or whatever else is asked by key."""
    if isinstance(form, MenuForm):
        _choices(form, found)
        _patience(form, found)
        for code, said in form.prompt.spoken(spoken).items():
            _order(form, code, said, found)
            _breath(form, said, found)
    elif isinstance(form, SurveyForm):
        _patience(form, found)
    elif isinstance(form, CollectForm):
        _time_to_look_up(form, found)
    _offers(form, found)


def breaths(text: str) -> list[str]:
    """A text from pause to pause: its sentences, and whatever a break parts."""
    return [plain for piece in _PAUSE.split(text) if (plain := unmarked(piece).strip())]


def keys_in(text: str) -> Iterator[tuple[int, str]]:
    """Single digits of any script, as they are on the keys of a telephone, each with its offset."""
    return ((one.start(), str(unicodedata.decimal(one[0]))) for one in _SINGLE_DIGIT.finditer(text))


def _choices(form: MenuForm, found: Findings) -> None:
    keys = [key for key in form.choices if key != "0"]
    if len(keys) > MOST_CHOICES:
        message = f"{len(keys)} choices; people keep about {MOST_CHOICES} in mind (ISO/IEC 13714; 0 is not counted)"
        found.add(Code.MANY_CHOICES, form.mark, message, "fewer choices; not a deeper menu, which is harder still")
    if keys != [str(number) for number in range(1, len(keys) + 1)] or list(form.choices)[: len(keys)] != keys:
        message = f"the keys are {', '.join(form.choices)} (ISO/IEC 13714: ascending from 1; 0 comes last)"
        found.add(Code.KEY_ORDER, form.mark, message, "1, 2, 3, …, 0")


def _order(form: MenuForm, code: str, said: Said[str], found: Findings) -> None:
    heard = _heard(unmarked(said.value), form)
    if heard and heard != [key for key in form.choices if key in heard]:
        message = f'in "{code}" the keys are said as {", ".join(heard)} (ISO/IEC 13714: in the order of the keys)'
        found.add(Code.KEY_ORDER, said.mark, message, ", ".join(form.choices))


def _breath(form: MenuForm, said: Said[str], found: Findings) -> None:
    parts = breaths(said.value)
    most = max((len(_heard(part, form)) for part in parts), default=0)
    if most > MOST_WITHOUT_PAUSE:
        message = f"{most} choices in one breath (ACIxD, studies of recall: {MOST_WITHOUT_PAUSE} at most)"
        found.add(Code.NO_PAUSE, said.mark, message, "a sentence for each choice, or a <break/> between them")
    last = max((number for number, part in enumerate(parts) if _heard(part, form)), default=len(parts))
    if (after := len(parts) - 1 - last) > 1:
        message = f"{after} sentences come after the last choice (studies of recall: one at most)"
        found.add(Code.AFTER_LAST, said.mark, message, "what is to be known first, then the choices")


def _heard(text: str, form: MenuForm) -> list[str]:
    """The keys that are named, in the order in which they are."""
    return list(dict.fromkeys(key for _, key in keys_in(text) if key in form.choices))


def _patience(form: MenuForm | SurveyForm, found: Findings) -> None:
    if form.timeout and not PATIENCE[0] <= form.timeout.value <= PATIENCE[1]:
        seconds = form.timeout.value.total_seconds()
        message = f"{seconds:.0f} s of silence end the wait (ISO/IEC 13714, ACIxD: 3 to 10)"
        found.add(Code.SHORT_PATIENCE, form.timeout.mark, message, "from 3s to 10s")


def _time_to_look_up(form: CollectForm, found: Findings) -> None:
    if form.timeout and form.kind.value in _TO_LOOK_UP and form.timeout.value < PATIENCE[1]:
        seconds = form.timeout.value.total_seconds()
        message = f"{seconds:.0f} s to find what stands on paper (ISO/IEC 13714, ACIxD: 10 and more)"
        found.add(Code.TIME_TO_LOOK_UP, form.timeout.mark, message, "10s or more")


def _offers(form: NodeForm, found: Findings) -> None:
    tries: Said[int] | None = getattr(form, "tries", None)
    if tries and tries.value > MOST_OFFERS:
        message = f"it is asked {tries.value} times before a person comes (Irish toolkit: {MOST_OFFERS} at most)"
        found.add(Code.MANY_TRIES, tries.mark, message, f"tries: {MOST_OFFERS}")
