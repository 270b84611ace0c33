"""The words of the pages: English stands in the code, every other language in files beside this one, one per page.

A text that is not translated shows in English; a test lets none be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
LANGUAGES: Mapping[str, str] = {"en": "English", "bn": "বাংলা"}
"""By what each calls itself."""
FIRST = "en"


def N_(text: str) -> str:
    """Marks a text that stands in a table: it is translated where it is shown, by `_(text)`."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `one` has texts by their English; `many` those that depend on a number, by the English singular."""

    language: str
    one: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]

    def say(self, text: str) -> str:
        """The text in this language."""
        return self.one.get(text, text)

    def count(self, singular: str, plural: str, number: int) -> str:
        """The text that goes with so many."""
        if singular not in self.many:
            return singular if number == 1 else plural
        return self.many[singular][0 if _is_first(self.language, number) else 1]


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """The words of one of LANGUAGES; read once."""
    one: dict[str, str] = {}
    many: dict[str, tuple[str, ...]] = {}
    for path in sorted((HERE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                said = message.string
                if isinstance(message.id, str):
                    one.update({message.id: said} if message.id and isinstance(said, str) and said else {})
                elif said and all(said):
                    many[message.id[0]] = tuple(said)
    return Words(language, one, many)


def _is_first(language: str, number: int) -> bool:
    """Whether a number takes the first of two forms: in Bengali 0 and 1 do (CLDR)."""
    return bool(Locale.parse(language).plural_form(number) == "one")
