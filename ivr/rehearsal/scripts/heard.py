"""What the caller of a script has heard, and whether it is what the script says."""

from __future__ import annotations

import difflib
import re
import unicodedata

from ivr.authoring.scripts import HearsForm
from ivr.authoring.tree import Mark
from ivr.callflow.graph import Callflow
from ivr.rehearsal.handset import Handset
from ivr.rehearsal.scripts.played import Failure
from ivr.simulator.exchange import Fact

_MOST_LETTERS = 300


class Heard:
    """`last` is what was said last. What was found is behind us: the next must be heard after it."""

    def __init__(self, handset: Handset, flow: Callflow) -> None:
        self._handset, self._seen = handset, 0
        self._codes = {voice.locale: code for code, voice in flow.languages.items()}

    def forget(self) -> None:
        """The caller acts: what was heard before was before."""
        self._seen = len(self._facts())

    def find(self, said: HearsForm) -> bool:
        """Whether it was said since; if so, what comes next must come after it."""
        facts = self._facts()
        for place in range(self._seen, len(facts)):
            if self._is_it(facts[place], said):
                self._seen = place + 1
                return True
        return False

    @property
    def last(self) -> str:
        words = [fact.text for fact in self._facts() if fact.text]
        return _short(words[-1]) if words else ""

    @property
    def words(self) -> str:
        """What was spoken last; music and tones are no words."""
        return next((fact.text for fact in reversed(self._facts()) if fact.other == "say"), "")

    @property
    def tone(self) -> bool:
        """Whether the last that was heard is the tone after which one speaks."""
        facts = self._facts()
        return bool(facts) and facts[-1].other == "beep"

    def missing(self, mark: Mark, said: HearsForm) -> Failure:
        """It was not said: what was, and what was probably meant."""
        since = [fact for fact in self._facts()[self._seen :] if fact.text]
        told = " / ".join(f'"{_short(fact.text)}"' for fact in since) or "nothing"
        wanted = f'"{said.text.value}"' + (f" in {said.language.value}" if said.language else "")
        return Failure(mark, f"the caller hears {told}", wanted, self._hint(said, since))

    def _hint(self, said: HearsForm, since: list[Fact]) -> str:
        sentences = [piece for fact in since for piece in re.split(r"(?<=[.!?।])\s+", fact.text)]
        close = difflib.get_close_matches(said.text.value, sentences, n=1)
        if close:
            return f'did you mean "{close[0]}"?'
        before = self._facts()[: self._seen]
        return "this was said earlier" if any(self._is_it(fact, said) for fact in before) else ""

    def _is_it(self, fact: Fact, said: HearsForm) -> bool:
        wanted, told = _plain(said.text.value), _plain(fact.text)
        whole = bool(said.exactly and said.exactly.value)
        in_it = self._codes.get(fact.language, fact.language.partition("-")[0])
        spoken = not said.language or said.language.value == in_it
        return spoken and (wanted == told if whole else wanted in told)

    def _facts(self) -> list[Fact]:
        return [fact for fact in self._handset.facts() if fact.what == "hears"]


def _plain(text: str) -> str:
    """Breaks of lines and ways of writing the same letter make no difference."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
