"""The sample shop as published, without a database."""

from functools import cache

from ivr.authoring.folder import load_folder
from ivr.rehearsal.world import Shelf
from tests.paths import ROOT


@cache
def sample_library() -> Shelf:
    """The shop's business and flows: what a board looks things up in."""
    found = load_folder(ROOT / "callflows")
    assert found.business is not None and not found.errors
    return Shelf(found.business, {flow.name: flow for flow in found.flows})
