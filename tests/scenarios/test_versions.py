"""Who is on the line while another version goes live, or comes back, hears to the end the one on which they began.

That this holds across a restart of all processes, too, is told in `test_upgraded`.
"""

from __future__ import annotations

import time
from pathlib import Path

from ivr.reports.call import calls
from ivr.store.library import FRESH
from ivr.switchboard import flows
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Call, Caller, Published
from tests.scenarios.acts import chooses_a_language
from tests.scenarios.conftest import publish
from tests.scenarios.shop import Shop, rewritten

OLD, NEW = "For an order, press 1", "For your order, press 1"


def edition_of(shop: Shop, number: str) -> Published:
    with shop.store.reading() as unit:
        caller = unit.one(Caller, number=number)
        assert caller is not None
        edition = unit.get(Published, unit.many(Call, caller_id=caller.id)[-1].flow)
    assert edition is not None
    return edition


def test_calls_in_progress_end_on_the_version_on_which_they_began(sqlite_shop: Shop, tmp_path: Path) -> None:
    shop = sqlite_shop
    karim = shop.caller("Karim", "+8801812345670")
    chooses_a_language(shop.nasrin)
    shop.nasrin.hears(OLD)
    publish(shop.store, rewritten(tmp_path / "newer", main=("For an order, press 1.", "For your order, press 1.")))
    time.sleep(FRESH + 0.1)  # of the clock on the wall: so long nobody asks whether something newer is live
    shop.nasrin.presses("*")
    shop.nasrin.hears(OLD)
    chooses_a_language(karim)
    karim.hears(NEW)
    first, second = edition_of(shop, shop.nasrin.number), edition_of(shop, karim.number)
    assert first.id < second.id and first.hash != second.hash
    with shop.store.reading() as unit:
        assert flows.in_progress(unit, "main") == {first.id: 1}
        call = unit.many(Call, caller_id=unit.one(Caller, number=karim.number).id)[-1]
        shown = calls.one(unit, call.public_id)
    assert shown is not None and (shown.version, shown.hash) == (second.id, second.hash)

    back = work(shop.store, lambda unit: flows.rollback(unit, flows.FLOW, "main"))
    assert back is not None and back.hash == first.hash
    karim.presses("*")
    karim.hears(NEW)
    with shop.store.reading() as unit:
        assert flows.in_progress(unit, "main") == {first.id: 1, second.id: 1}
    for caller in (shop.nasrin, karim):
        caller.hangs_up()
    with shop.store.reading() as unit:
        assert flows.in_progress(unit, "main") == {}
