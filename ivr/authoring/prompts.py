"""How a prompt is written: one text per language, or a recorded sound per language, or both. It judges no words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field

from ivr.authoring.codes import Code
from ivr.authoring.places import SPOKEN
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import LANGUAGE, NAME, TEXT, Said
from ivr.authoring.shape import Form, Shape, optional
from ivr.authoring.tree import Entry, Mapping, Mark, Scalar, Tree


@dataclass(frozen=True, slots=True)
class PromptForm:
    """`bare` is a text written without its language, which only a flow of one language may do."""

    mark: Mark
    texts: Table[str, Said[str]] = field(default_factory=dict)
    sounds: Table[str, Said[str]] = field(default_factory=dict)
    languages: Table[str, Mark] = field(default_factory=dict)
    """Where each language begins."""
    bare: Said[str] | None = None
    use: Said[str] | None = None
    """The name of the prompt that is meant, where it is written elsewhere; nothing else stands here then."""
    partial: bool = False
    """Whether it need not be said in every language of the flow."""

    def spoken(self, languages: Collection[str]) -> Table[str, Said[str]]:
        """Language → text, for the languages of the flow; a bare text is in the only one."""
        if self.bare:
            return dict.fromkeys(languages, self.bare) if len(languages) == 1 else {}
        return {code: said for code, said in self.texts.items() if code in languages}

    def said(self) -> Iterator[Said[str]]:
        """Every text of it."""
        yield from self.texts.values()
        if self.bare:
            yield self.bare

    def text(self, language: str) -> str:
        """What is said in a language, or an empty text."""
        said = self.texts.get(language, self.bare)
        return said.value if said else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenForm(Form):
    """One language of a prompt."""

    main = "text"
    text: Said[str] | None = optional(SPOKEN, "what is spoken")
    sound: Said[str] | None = optional(
        TEXT, "the recording to play instead: a name, or an address that begins with https://"
    )


@dataclass(frozen=True, slots=True)
class PromptReader:
    wants: str = "a text per language, such as {en: Welcome., bn: স্বাগতম।}"

    def read(self, tree: Tree, found: Findings) -> PromptForm | None:
        if isinstance(tree, Scalar) and not tree.empty:
            return PromptForm(tree.mark, bare=SPOKEN.read(tree, found))
        if isinstance(tree, Mapping) and (use := tree.get("use")):
            return _use(tree, use, found)
        if not isinstance(tree, Mapping) or not tree.entries:
            found.add(Code.WRONG_SHAPE, tree.mark, "a prompt belongs here", self.wants)
            return None
        return _per_language(tree, found)


def _use(tree: Mapping, use: Tree, found: Findings) -> PromptForm | None:
    for entry in tree.entries:
        if entry.key.text != "use" and not entry.key.text.startswith("x-"):
            message = f'"{entry.key.text[:60]}" stands beside use: what is said is written in one place'
            found.add(Code.UNKNOWN_KEY, entry.key.mark, message, "use, or a text per language")
    name = NAME.read(use, found)
    return PromptForm(tree.mark, use=name) if name else None


def _per_language(tree: Mapping, found: Findings) -> PromptForm:
    texts, sounds, languages = dict[str, Said[str]](), dict[str, Said[str]](), dict[str, Mark]()
    for entry in tree.entries:
        if entry.key.text.startswith("x-") or not (code := LANGUAGE.read(entry.key, found)):
            continue
        languages[code.value] = code.mark
        if spoken := _spoken(entry, found):
            if spoken.text:
                texts[code.value] = spoken.text
            if spoken.sound:
                sounds[code.value] = spoken.sound
    return PromptForm(tree.mark, texts, sounds, languages)


def _spoken(entry: Entry, found: Findings) -> SpokenForm | None:
    if isinstance(entry.value, Scalar) and (entry.value.empty or not entry.value.text.strip()):
        found.add(Code.EMPTY_PROMPT, entry.value.mark, f'nothing is said in "{entry.key.text}"', "a text")
        return None
    spoken = Shape(SpokenForm).read(entry.value, found)
    if spoken and not spoken.text and not spoken.sound:
        found.add(Code.EMPTY_PROMPT, spoken.mark, f'nothing is said in "{entry.key.text}"', "a text, or a sound")
    return spoken


PROMPT = PromptReader()
