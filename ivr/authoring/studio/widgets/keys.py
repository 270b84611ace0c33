"""A split on the key that was pressed, as the choices of a menu: each key is asked of the split's tests beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.authoring.studio import liquid
from ivr.authoring.studio.conditions import holds
from ivr.authoring.studio.liquid import Value
from ivr.authoring.studio.model import SPLIT, Condition, Way, Widget
from ivr.authoring.studio.work import Work

KEYS = tuple("1234567890")


@dataclass(frozen=True, slots=True)
class Keys:
    """`choices`: key → the way that its test leads; `other`: where every other key leads."""

    split: Widget
    choices: dict[str, Way]
    other: str | None


def key_choices(work: Work, gather: Widget) -> Keys | None:
    """The menu that a gather and the split behind it are; None where it is about more than one key."""
    split = work.studio.widget(gather.to("keypress"))
    if split is None or split.kind != SPLIT or (gather.properties.whole("number_of_digits", "num_digits") or 1) > 1:
        return None
    conditions = [condition for way in split.matches for condition in way.conditions]
    if not conditions or not all(_about(work, gather, split, condition, "Digits") for condition in conditions):
        return None
    if any(not _single(condition) for condition in conditions):
        return None
    choices = {key: way for key in KEYS if (way := _way(split, key))}
    return Keys(split, choices, split.to("noMatch")) if choices else None


def _way(split: Widget, key: str) -> Way | None:
    met = (way for way in split.matches if all(holds(condition, key) for condition in way.conditions))
    return next(met, None)


def _single(condition: Condition) -> bool:
    """Whether a test can be about one key; star and hash are never choices, and are left out."""
    return condition.value.strip() in ("*", "#") or any(holds(condition, key) for key in KEYS)


def subjects(work: Work, split: Widget, condition: Condition) -> set[str]:
    """The paths that a test is about."""
    template = condition.argument or split.properties.text("input")
    return {work.answers.whole(it.path, split.name) for it in liquid.pieces(template) if isinstance(it, Value)}


def _about(work: Work, gather: Widget, split: Widget, condition: Condition, what: str) -> bool:
    return subjects(work, split, condition) == {f"widgets.{gather.name}.{what}"}


def about_words(work: Work, gather: Widget, split: Widget, condition: Condition) -> bool:
    """Whether a test is about what was spoken at that gather."""
    return _about(work, gather, split, condition, "SpeechResult")
