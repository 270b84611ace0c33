"""All that `make bench` measures, in the order in which it is run and told. A new measurement is a module with a
`MEASURED` of its own, and its name here."""

from __future__ import annotations

from tests.bench import checked, due, flows, grown, idle, midway, pages, scale, servers, start, turn, whole
from tests.bench.row import Measurement

CATALOGUE: tuple[Measurement, ...] = (
    turn.MEASURED,
    grown.MEASURED,
    flows.MEASURED,
    due.MEASURED,
    idle.MEASURED,
    midway.MEASURED,
    start.MEASURED,
    servers.MEASURED,
    whole.MEASURED,
    scale.MEASURED,
    checked.MEASURED,
    pages.MEASURED,
)
