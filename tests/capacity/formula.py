"""Erlang A (M/M/n+M): Poisson arrivals, exponential talk and patience, n agents, first come first served.

From the birth and death process itself: in state k, arrivals come at `arrivals`, and somebody leaves at
`min(k, n) * service + max(0, k - n) * impatience` (Garnett, Mandelbaum, Reiman 2002, Designing a call center with
impatient customers).
"""

from __future__ import annotations

from dataclasses import dataclass

SMALL = 1e-12
"""States as unlikely as this are not looked at."""


@dataclass(frozen=True, slots=True)
class Load:
    """Rates per second, and how many agents there are."""

    arrivals: float
    service: float
    impatience: float
    agents: int


@dataclass(frozen=True, slots=True)
class Experience:
    """What callers meet with."""

    waits: float
    """The share who find nobody free."""
    leaves: float
    """The share who give up."""
    wait: float
    """Mean seconds until they are served or have left, of all callers."""


def erlang_a(load: Load) -> Experience:
    """In the long run."""
    weights = [1.0]
    while weights[-1] > SMALL * sum(weights) or len(weights) <= load.agents:
        weights.append(weights[-1] * load.arrivals / _departures(load, len(weights)))
    whole = sum(weights)
    queue = sum(max(0, k - load.agents) * weight for k, weight in enumerate(weights)) / whole
    return Experience(
        waits=sum(weights[load.agents :]) / whole,
        leaves=queue * load.impatience / load.arrivals,
        wait=queue / load.arrivals,  # Little's law
    )


def _departures(load: Load, there: int) -> float:
    return min(there, load.agents) * load.service + max(0, there - load.agents) * load.impatience
