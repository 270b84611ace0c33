"""What changes for a caller between two versions, in plain words. Order and remarks are no change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ivr.authoring.diff.change import Change, Weight
from ivr.authoring.diff.flows import compare_flows
from ivr.authoring.diff.shared import compare_businesses
from ivr.callflow.graph import Callflow
from ivr.promise.business import Business

__all__ = ["Change", "Version", "Weight", "compare"]


@dataclass(frozen=True, slots=True)
class Version:
    """One side. `whole`: all the flows that there are, so that one which is missing on a side is gone, or new."""

    flows: Mapping[str, Callflow] = field(default_factory=dict)
    business: Business | None = None
    whole: bool = False


def compare(old: Version, new: Version) -> tuple[Change, ...]:
    """All changes, what matters most first."""
    return tuple(sorted(_changes(old, new), key=lambda change: list(Weight).index(change.weight)))


def _changes(old: Version, new: Version) -> Iterator[Change]:
    if old.business and new.business:
        yield from compare_businesses(old.business, new.business)
    shared = not (old.business and new.business)
    if len(old.flows) == len(new.flows) == 1 and not (old.whole and new.whole):
        (was,), (now,) = old.flows.values(), new.flows.values()
        yield from compare_flows(was, now, shared)
        return
    for name in {**old.flows, **new.flows}:
        before, after = old.flows.get(name), new.flows.get(name)
        if before and after:
            yield from compare_flows(before, after, shared)
        elif old.whole and new.whole:
            yield _one_side(name, before, after)


def _one_side(name: str, was: Callflow | None, now: Callflow | None) -> Change:
    flow = was or now
    assert flow is not None
    numbers = ", ".join(flow.numbers)
    if now:
        return Change(Weight.REACH, f"the flow {name} is new and answers {numbers}", name, "", "flow", "", name)
    return Change(Weight.REACH, f"the flow {name} is gone; it answered {numbers}", name, "", "flow", name, "")
