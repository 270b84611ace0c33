"""Nodes at which one key chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from ivr.callflow.nodes.speaking import Prompt

ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class Choice:
    go: str
    topic: str = ""
    words: tuple[str, ...] = ()
    """What may be said instead of pressing the key; ANYTHING: whatever else is said."""


@dataclass(frozen=True, slots=True)
class Menu:
    """One key chooses, or a word. After `tries` rounds of silence or of what means nothing follows `otherwise`."""

    prompt: Prompt
    choices: Mapping[str, Choice]
    otherwise: str
    tries: int = 2
    timeout: timedelta = timedelta(seconds=5)
    said: str = ""
    """Where words lead that are no choice; empty: they are asked for again."""
    answer: str = ""
    """The name under which what was said is known from then on."""
    again: Prompt | None = None
    """What is said before it is asked again; None: that there was no key, or that it means nothing here."""


@dataclass(frozen=True, slots=True)
class Language:
    """One key chooses the language; the prompt speaks each option in its own language, one after the other.

    A caller whose language is known is not asked again unless `always`. With `spoken` nobody is asked: it is that one.
    """

    prompts: Mapping[str, str]
    """Per language code what is said, in that language, in the order of the languages."""
    choices: Mapping[str, str]
    """Key → language code."""
    next: str
    tries: int = 2
    always: bool = False
    spoken: str = ""
    """From here on this language is spoken, whatever was before."""
