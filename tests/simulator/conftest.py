"""A small application, a simulated carrier in front of it whose time stands still, and the desk that moves it."""

from collections.abc import Iterator

import pytest

from ivr.simulator.carrier import Mode
from ivr.simulator.exchange import Limits
from ivr.simulator.server import Account, CarrierServer, create_server
from tests.simulator.desk import Desk
from tests.simulator.shop import ACCOUNT, SHOP, TOKEN, Shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    """An application without any answer yet."""
    with Shop() as opened:
        yield opened


@pytest.fixture
def carrier(shop: Shop) -> Iterator[CarrierServer]:
    """A carrier whose one number is answered by the shop."""
    urls = {"voice_url": f"{shop.url}/voice", "status_callback": f"{shop.url}/status"}
    with create_server(
        Account(ACCOUNT, TOKEN), mode=Mode.JUMP, numbers={SHOP: urls}, limits=Limits(calls_per_second=None)
    ) as running:
        yield running


@pytest.fixture
def desk(carrier: CarrierServer) -> Desk:
    """People and time."""
    return Desk(carrier.url)
