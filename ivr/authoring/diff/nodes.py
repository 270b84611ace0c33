"""What differs between two nodes of one kind: the ways out, the words per language, and every other field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from ivr.authoring.diff.change import Change, Weight
from ivr.authoring.diff.sentences import CALLERS, GENERAL, ONWARD, WHOEVER, told
from ivr.authoring.leads import Lead, Path, kind_of, leads
from ivr.authoring.said import NONE, flat, named, quoted, words
from ivr.callflow.nodes import Branch, Language, Node, Prompt


@dataclass(frozen=True, slots=True)
class Place:
    """Where the two nodes stand."""

    flow: str
    node: str

    def change(self, weight: Weight, says: str, what: str, was: str, now: str, language: str = "") -> Change:
        return Change(weight, says, self.flow, self.node, what, was, now, language)


def compare_nodes(place: Place, old: Node, new: Node) -> Iterator[Change]:
    """All changes between two nodes that stand for each other."""
    if type(old) is not type(new):
        was, now = words(kind_of(old)), words(kind_of(new))
        yield place.change(
            Weight.STRUCTURE, f"{place.node} is now of the kind {now} (was {was})", "kind", kind_of(old), kind_of(new)
        )
        yield from _words(place, texts_of(old), texts_of(new))
        return
    yield from _leads(place, old, new)
    yield from _words(place, texts_of(old), texts_of(new))
    yield from _order(place, old, new)
    yield from _fields(place, old, new)


def texts_of(node: Node) -> dict[tuple[str, str], str]:
    """What a node says: per field and language; a recording beside the text that it stands for."""
    found = dict[tuple[str, str], str]()
    if isinstance(node, Language):
        return {("prompt", code): quoted(text) for code, text in node.prompts.items()}
    for field in fields(node):
        prompt = getattr(node, field.name)
        if isinstance(prompt, Prompt):
            found |= {(field.name, code): quoted(text) for code, text in prompt.texts.items()}
            found |= {(f"{field.name}.sound", code): f"the recording {sound}" for code, sound in prompt.sounds.items()}
    return found


def _leads(place: Place, old: Node, new: Node) -> Iterator[Change]:
    before, after = ({lead.label: lead for lead in leads(node)} for node in (old, new))
    for label in {**before, **after}:
        was, now = before.get(label), after.get(label)
        if was is None or now is None or was.target != now.target:
            yield _led(place, kind_of(new), was, now)


def _led(place: Place, kind: str, was: Lead | None, now: Lead | None) -> Change:
    lead = now or was
    assert lead is not None
    before, after = (named(one.target) if one else "" for one in (was, now))
    what = ".".join(str(step) for step in lead.path)
    if lead.key:
        return place.change(Weight.KEYS, _pressed(place.node, lead.key, before, after), what, before, after)
    if lead.when:
        return place.change(Weight.REACH, _held(place.node, lead.when, before, after), what, before, after)
    field = str(lead.path[0])
    weight = Weight.STRUCTURE if field in ONWARD else Weight.REACH
    who = CALLERS.get((kind, field), WHOEVER.format(at="{at}", way=words(field))).format(at=place.node)
    if field in ONWARD and (kind, field) not in CALLERS:
        says = f"after {place.node} now comes {after} (was {before})"
    elif not after:
        says = f"{who} no longer reach {before}"
    else:
        says = f"{who} now reach {after}" + (f" (was {before})" if before else "")
    return place.change(weight, says, what, before, after)


def _pressed(at: str, key: str, was: str, now: str) -> str:
    if not was:
        return f"at {at}, key {key} is new and reaches {now}"
    if not now:
        return f"at {at}, key {key} no longer means anything (it reached {was})"
    return f"at {at}, key {key} now reaches {now} (was {was})"


def _held(at: str, when: str, was: str, now: str) -> str:
    if not was:
        return f"at {at}, callers of whom it holds that {when} now reach {now}"
    if not now:
        return f"at {at}, it is no longer asked whether {when} (that led to {was})"
    return f"at {at}, callers of whom it holds that {when} now reach {now} (was {was})"


def _words(place: Place, old: Mapping[tuple[str, str], str], new: Mapping[tuple[str, str], str]) -> Iterator[Change]:
    for field, code in {**old, **new}:
        was, now = old.get((field, code), ""), new.get((field, code), "")
        if was == now:
            continue
        if not was:
            says = f"{place.node} now says in {code}: {now} (was nothing)"
        elif not now:
            says = f"{place.node} no longer says in {code}: {was}"
        else:
            says = f"{place.node} now says in {code}: {now} (was {was})"
        yield place.change(Weight.WORDS, says, field, was, now, code)


def _order(place: Place, old: Node, new: Node) -> Iterator[Change]:
    """Of conditions the first that holds decides."""
    if not (isinstance(old, Branch) and isinstance(new, Branch)):
        return
    was, now = ([case.when.text for case in node.cases] for node in (old, new))
    if was != now and sorted(was) == sorted(now):
        before, after = " · ".join(was), " · ".join(now)
        says = f"{place.node} now asks in another order: {after} (was {before})"
        yield place.change(Weight.REACH, says, "cases", before, after)


def _fields(place: Place, old: Node, new: Node) -> Iterator[Change]:
    before, after = _rest(old), _rest(new)
    for path in {**before, **after}:
        was, now = before.get(path, NONE), after.get(path, NONE)
        if was != now:
            yield _field(place, path, was, now)


def _field(place: Place, path: tuple[str, ...], was: str, now: str) -> Change:
    what = ".".join(path)
    if len(path) == 1:
        weight, says = told(path[0], place.node, was, now)
        return place.change(weight, says, what, was, now)
    if path[0] == "choices":
        key, of = path[1], words(path[-1]) if len(path) > 2 else "meaning"
        says = GENERAL.format(at=f"at {place.node}, key {key}", what=f"its {of}", now=now, was=was)
        return place.change(Weight.KEYS, says, what, was, now)
    says = GENERAL.format(at=place.node, what=" ".join(map(words, path)), now=now, was=was)
    return place.change(Weight.STRUCTURE, says, what, was, now)


def _rest(node: Node) -> dict[tuple[str, ...], str]:
    """Everything that is neither a way out nor words."""
    taken: set[Path] = {lead.path for lead in leads(node)}
    spoken = {"prompts"} if isinstance(node, Language) else set[str]()
    found = dict[tuple[str, ...], str]()
    for field in fields(node):
        value: Any = getattr(node, field.name)
        if isinstance(value, Prompt) or field.name in spoken or isinstance(node, Branch):
            continue
        if isinstance(value, Mapping) or not isinstance(value, tuple):
            found |= {path: text or NONE for path, text in flat(value, (field.name,)) if path not in taken}
        else:
            found[(field.name,)] = _listed(value)
    return found


def _listed(value: tuple[Any, ...]) -> str:
    return next(text for _, text in flat(value))
