"""The forms of nodes at which we decide ourselves which way a call goes: hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.authoring.nodes.base import Context, Exit, How, NodeForm, Noun, Reference, way
from ivr.authoring.scalars import NAME, Said
from ivr.authoring.shape import required
from ivr.callflow import nodes
from ivr.promise.business import Business


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursForm(NodeForm):
    main = "schedule"
    schedule: Said[str] = required(NAME, "the name of a schedule, or of a team for the schedule of that team")
    open: Said[str] = required(NAME, "the node for open hours")
    closed: Said[str] = required(NAME, "the node for all other times")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Hours(schedule_of(self.schedule.value, known.business), self.open.value, self.closed.value)

    def exits(self) -> Iterator[Exit]:
        yield way("open", How.SYSTEM, self.open)
        yield way("closed", How.SYSTEM, self.closed)

    def references(self) -> Iterator[Reference]:
        yield Noun.SCHEDULE, self.schedule


def schedule_of(name: str, business: Business) -> str:
    """A schedule by its own name, or by that of a team."""
    return name if name in business.schedules else business.teams[name].hours


KINDS: dict[str, type[NodeForm]] = {"hours": HoursForm}
