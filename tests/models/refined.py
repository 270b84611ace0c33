"""Whether a model allows what really happened: each unit of work of a walk, or why it has nothing to say to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.models import relation
from tests.models.causes import OUTSIDE
from tests.models.walk import Walked


@dataclass
class Refined:
    """How many units of work were judged, by entity; which were not, and why; and which the model forbids."""

    judged: Counter[str] = field(default_factory=Counter)
    unjudged: Counter[str] = field(default_factory=Counter)
    illegal: list[Walked] = field(default_factory=list)


def refine(steps: Iterable[Walked]) -> Refined:
    """Holds each step against the model of its machine."""
    found = Refined()
    models = {"transfer": relation.of_transfers(), "callback": relation.of_callbacks()}
    for step in steps:
        if reason := _beyond(step):
            found.unjudged[reason] += 1
            continue
        found.judged[step.entity] += 1
        shown = relation.SHOWN if ("offer", "show") in step.causes else 0
        if not models[step.entity].allows(step.before, step.after, shown):
            found.illegal.append(step)
    return found


def _beyond(step: Walked) -> str:
    """Why the model has nothing to say to this step; empty where it has."""
    if any((step.entity, cause) in OUTSIDE for _, cause in step.causes) or step.before[0] == "review":
        return "outside the model, as `causes` says"
    if max(_agents(step.entity, picture) for picture in (step.before, step.after)) > relation.MOST:
        return "more agents at once than the model has"
    if step.entity == "transfer":
        return "an agent who was asked for the callback is asked for this: told by the callback" if step.moved else ""
    if ("offer", "show") in step.causes:
        return "shown on a page: told by the transfer's world, for a callback's agents have telephones"
    if step.several:
        return "two lines of the caller's at once"
    return "asked for once more, by another call" if ("obligation", "") in step.causes else ""


def _agents(entity: str, picture: relation.Picture) -> int:
    """How many agents there are in a picture: one is with the caller on the line, where that one is taken."""
    if entity == "transfer":
        return len(picture) - 1
    return len(picture[2:]) + (picture[1:2] == (relation.TAKEN,))
