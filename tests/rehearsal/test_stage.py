"""The stage: the product over HTTP beside the carrier, and one time for both, which jumps and never goes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.local.claims import free_port
from ivr.rehearsal.people import Silence
from ivr.rehearsal.stage import Stage, moment
from ivr.store.sql.store import SqlStore
from tests.app.installations import installation
from tests.switchboard.sample import publish_sample

NUMBER = "+12025550100"


@pytest.fixture
def stage(sqlite_url: str, tmp_path: Path) -> Iterator[Stage]:
    port, carrier = free_port(), free_port()
    address = f"http://127.0.0.1:{carrier}"
    parts = installation(
        sqlite_url, tmp_path, PORT=str(port), SIMULATOR_TOKEN="b" * 32, TWILIO_API_BASE_URL=address, SWEEP_SECONDS="0.1"
    )
    publish_sample(parts.store)
    with Stage(parts, port, carrier) as made:
        yield made
    parts.store.engine.dispose()


def apart(stage: Stage) -> float:
    """Seconds between our clock and the carrier's."""
    return abs((stage.now() - moment(stage.exchange.now)).total_seconds())


def test_both_clocks_jump_together_and_never_back(stage: Stage) -> None:
    store = stage.parts.store
    assert isinstance(store, SqlStore)
    before = stage.now()
    stage.run_for(3600)
    assert timedelta(seconds=3600) <= stage.now() - before < timedelta(seconds=3610)
    assert apart(stage) < 5
    after = stage.now()
    stage.run_for(-3600)
    assert stage.now() >= after
    with pytest.raises(ValueError, match="time does not go back"):
        store.move_clock(-1)
    with pytest.raises(ValueError, match="never goes back"):
        stage.company.carrier.jump(before.timestamp())


def test_a_call_goes_over_http_and_who_waits_in_vain_says_so(stage: Stage) -> None:
    nasrin = stage.person("Nasrin", "+8801712345678")
    nasrin.rings(NUMBER)
    nasrin.hears("For English")
    nasrin.presses("1")
    nasrin.hears("press 0")
    with pytest.raises(Silence, match=r"Nasrin waited 3 s for bridged '';"):
        nasrin.is_bridged(within=3)
    nasrin.hangs_up()
    stage.run_for(5)
    assert not stage.exchange.live()


def test_the_carrier_is_told_our_numbers_by_the_first_sweep(stage: Stage) -> None:
    (number,) = stage.exchange.list_numbers()
    assert number.number == NUMBER
    assert number.voice_url.startswith(stage.parts.settings.public_url)
