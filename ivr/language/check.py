"""Whether the texts of one language are complete and sayable. It judges, and changes nothing."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ivr.language.forms import Form, Words, items, named
from ivr.language.template import Flaw, check_template
from ivr.language.words import MOST_BYTES, Word


class WordFault(Enum):
    """What can be wrong with a text of a language."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_NFC = "not_nfc"
    TEMPLATE = "template"
    LIST = "list"


@dataclass(frozen=True)
class WordFlaw:
    """One fault, at one key; `flaw` tells where in the text, if it is the template that is wrong."""

    key: str
    fault: WordFault
    flaw: Flaw | None = None


_HOUR = re.compile(r"[0-9]|1[0-9]|2[0-3]")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_CURRENCY = re.compile(r"[^/]+(/[^/]+){3}")
_MAY_BE_EMPTY = frozenset({Form.CLOCK_NAMED, Form.CURRENCIES})


def check_words(words: Words) -> tuple[WordFlaw, ...]:
    """Everything that is wrong with the texts of a language, in the order of the closed lists; empty when complete."""
    return tuple(_flaws(words))


def _flaws(words: Words) -> Iterator[WordFlaw]:
    known: list[Word | Form] = [*Word, *Form]
    for key in known:
        if key in words:
            yield from _text_flaws(key, words)
        else:
            yield WordFlaw(key, WordFault.MISSING)
    for name in words:
        if name not in known:
            yield WordFlaw(name, WordFault.UNKNOWN)


def _text_flaws(key: Word | Form, words: Words) -> Iterator[WordFlaw]:
    text = words[key]
    if not text.strip() and key not in _MAY_BE_EMPTY:
        yield WordFlaw(key, WordFault.EMPTY)
    if len(text.encode()) > MOST_BYTES:
        yield WordFlaw(key, WordFault.TOO_LONG)
    if not unicodedata.is_normalized("NFC", text):
        yield WordFlaw(key, WordFault.NOT_NFC)
    for flaw in check_template(text, key.places):
        yield WordFlaw(key, WordFault.TEMPLATE, flaw)
    if isinstance(key, Form) and not _is_list(key, words):
        yield WordFlaw(key, WordFault.LIST)


def _is_list(form: Form, words: Words) -> bool:
    """Whether a text that must be a list is the list that it must be; all other texts are fine here."""
    heads = [head for head, _ in named(words, form)]
    if form is Form.DAY_PARTS:
        return heads[:1] == ["0"] and all(map(_HOUR.fullmatch, heads))
    if form is Form.CLOCK_NAMED:
        return all(map(_TIME.fullmatch, heads))
    if form is Form.CURRENCIES:
        return all(re.fullmatch("[A-Z]{3}", head) and _CURRENCY.fullmatch(tail) for head, tail in named(words, form))
    return form.size in (0, len(items(words, form)))
