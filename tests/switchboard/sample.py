"""The sample shop as published: without a database, or in one."""

from functools import cache

from ivr.authoring.folder import Result, load_folder
from ivr.authoring.publish import editions
from ivr.rehearsal.world import Shelf
from ivr.switchboard import flows
from ivr.switchboard.ports import Store, work
from tests.paths import ROOT


@cache
def _sample() -> Result:
    found = load_folder(ROOT / "callflows")
    assert found.business is not None and not found.errors
    return found


@cache
def sample_library() -> Shelf:
    """The shop's business and flows: what a board looks things up in."""
    found = _sample()
    assert found.business is not None
    return Shelf(found.business, {flow.name: flow for flow in found.flows})


def publish_sample(store: Store) -> None:
    """The shop's call flows answer from now on."""
    offered = editions(_sample())
    work(store, lambda unit: [flows.publish(unit, one.kind, one.name, one.hash, one.compiled) for one in offered])
