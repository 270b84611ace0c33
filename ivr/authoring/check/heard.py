"""What a caller listens to, in seconds of speech: until the first choice, until a person, and at the longest menu.

Music, rings and silence are not speech. A way through a flow is the quickest: its caller presses a key as soon as the
sentence that names it is over. Rates are those of `ivr.language.pace`.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ivr.authoring.check.menus import breaths, keys_in
from ivr.authoring.check.ways import Exit, How, Place, Ways
from ivr.authoring.nodes import LanguageForm, MenuForm, NodeForm
from ivr.authoring.nodes.asking import CollectForm
from ivr.authoring.nodes.outside import ListenForm
from ivr.authoring.nodes.telling import SmsForm
from ivr.language.pace import spoken_seconds
from ivr.language.words import Word

TRIES = 2
"""How often a question is said that nobody answers, where the author says nothing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Of one flow in one language, in seconds; None where there is no such thing on any way."""

    flow: str
    language: str
    to_a_person: float | None
    to_a_choice: float | None
    longest_menu: float | None


@dataclass(frozen=True, slots=True)
class Ear:
    """A caller of one language."""

    language: str
    words: Mapping[str, str]
    """The built-in sentences of that language."""

    def whole(self, form: NodeForm) -> float:
        """Everything that is said at a node, once."""
        if isinstance(form, SmsForm):
            return 0.0
        return sum(spoken_seconds(text, code) for text, code in self._said(form))

    def until(self, form: NodeForm, way: Exit) -> float:
        """What is said at a node before a call leaves it by this way."""
        if way.how is How.KEY:
            return self.until_key(form, (way.label,))
        if way.how is How.SILENCE:
            tries = getattr(form, "tries", None)
            return self.whole(form) * (tries.value if tries else TRIES)
        if isinstance(form, CollectForm) and not form.secret and (form.readback is None or form.readback.value):
            return self.whole(form) + spoken_seconds(self.words.get(Word.ANSWER_READBACK, ""), self.language)
        if isinstance(form, LanguageForm) and not form.spoken:
            own = [key for key, pair in (form.choices or {}).items() if pair.value.value == self.language]
            return self.until_key(form, own)
        return self.whole(form)

    def until_key(self, form: NodeForm, keys: Collection[str]) -> float:
        """Up to the end of the first sentence that names one of the keys; all of it where none does."""
        past = 0.0
        for text, code in self._said(form):
            parts = breaths(text)
            for number, part in enumerate(parts, 1):
                if code == self.language and any(named in keys for _, named in keys_in(part)):
                    return past + spoken_seconds(" ".join(parts[:number]), code)
            past += spoken_seconds(text, code)
        return past

    def _said(self, form: NodeForm) -> Iterator[tuple[str, str]]:
        """Texts and their languages: where the language is asked for, all of them are heard."""
        if isinstance(form, LanguageForm):
            yield from ((pair.value.value, code) for code, pair in (form.prompt or {}).items())
            return
        for prompt in form.prompts():
            yield prompt.text(self.language), self.language


def heard(flow: str, start: str, places: Ways, ear: Ear) -> Heard:
    """The three figures of a flow, for callers of one language."""
    past = _past(start, places, ear)
    people = [at + ear.whole(form) for place, at in past for form in _forms(place) if place.kind == "transfer"]
    choices = [at + _first(form, ear) for place, at in past for form in _forms(place) if _is_menu(form)]
    menus = [ear.whole(form) for place, _ in past for form in _forms(place) if _is_menu(form)]
    return Heard(flow, ear.language, min(people, default=None), min(choices, default=None), max(menus, default=None))


def _past(start: str, places: Ways, ear: Ear) -> list[tuple[Place, float]]:
    """Every place that a call can reach, with the least speech before it (Dijkstra's algorithm)."""
    least, waiting, found = {start: 0.0}, [(0.0, start)], list[tuple[Place, float]]()
    done = set[str]()
    while waiting:
        at, name = heapq.heappop(waiting)
        if name in done:
            continue
        done.add(name)
        found.append((places[name], at))
        for form in _forms(places[name]):
            for way in _ordinary(places[name]):
                then = at + ear.until(form, way)
                if way.target not in least or then < least[way.target]:
                    least[way.target] = then
                    heapq.heappush(waiting, (then, way.target))
    return found


def _ordinary(place: Place) -> Iterator[Exit]:
    """The ways of a caller to whom nothing is owed."""
    return (way for way in place.exits if place.kind != "open_callback" or way.how is How.SYSTEM)


def _forms(place: Place) -> Iterator[NodeForm]:
    if isinstance(place.form, NodeForm):
        yield place.form


def _is_menu(form: NodeForm) -> bool:
    return isinstance(form, MenuForm | ListenForm) or (isinstance(form, LanguageForm) and not form.spoken)


def _first(form: NodeForm, ear: Ear) -> float:
    """Until the first key of a question is named, whichever it is."""
    keys = getattr(form, "choices", None) or {}
    return ear.until_key(form, keys)
