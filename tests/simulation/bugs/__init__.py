"""Planted bugs: mistakes of the protocol, one at a time, each of which the simulation must find."""

from tests.simulation.bugs import agreed, asked, held, kept, phoned, shown, watched
from tests.simulation.bugs.plant import Bug, planted

BUGS: tuple[Bug, ...] = (*agreed.BUGS, *asked.BUGS, *held.BUGS, *phoned.BUGS, *kept.BUGS, *watched.BUGS, *shown.BUGS)


def named(name: str) -> Bug:
    """The bug with this name."""
    return next(one for one in BUGS if one.name == name)


__all__ = ["BUGS", "Bug", "named", "planted"]
