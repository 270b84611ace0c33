"""All that `make bench` measures, in the order in which it is run and told. A new measurement is a module with a
`MEASURED` of its own, and its name here."""

from __future__ import annotations

from tests.bench import checked, due, flows, grown, idle, midway, pages, servers, start, turn
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
    checked.MEASURED,
    pages.MEASURED,
)
