"""When nobody says yes: the next agents are asked, and no row is ever looked at for ever without getting anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.line.inputs import Ring
from ivr.promise.callback import State
from ivr.promise.offer import State as OfferState
from ivr.rehearsal.world import World
from ivr.switchboard import agents, rescue, sweep
from ivr.switchboard.rows import Callback, Offer
from tests.switchboard.sample import sample_library

NUMBER = "+12025550100"
NASRIN = "+8801712345678"
MONDAY_NOON = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""In Dhaka, where the sample shop stands."""


@pytest.fixture
def world() -> World:
    library = sample_library()
    made = World(library.business(), {}, MONDAY_NOON)
    agents.add(made.store, "Asha", "+12025550111", ("support",))
    agents.available(made.store, "Asha")
    return made


def callback(world: World) -> Callback:
    """The only one."""
    with world.store.reading() as unit:
        (row,) = unit.many(Callback, state=tuple(State))
        return row


def test_a_callback_whose_offers_ended_unheard_is_offered_again(world: World) -> None:
    """The end of an offer tells the callback; should that ever be lost, the callback's own look finds it out."""
    rescue.missed(world.board, Ring("CA" + "1" * 32, NASRIN, NUMBER))
    sweep.chain(world.board, world.carrier, [("callback", 1)] * 2)  # falls due, then is offered
    assert callback(world).state is State.OFFERED
    with world.store.unit() as unit:
        for one in unit.many(Offer, callback_id=1):
            unit.save(replace(one, state=OfferState.MISSED, in_flight=False, deadline=None))
    world.exchange.advance((world.now() + timedelta(minutes=1)).timestamp())
    swept = sweep.once(world.board, world.carrier)
    assert swept.failed == 0
    assert callback(world).state is State.DUE
    assert callback(world).deadline > world.now()
