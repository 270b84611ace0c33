"""What has changed since somebody looked is not overwritten: they are told what, and decide again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.switchboard.deeds import by_hand, claims
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor
from tests.console.pages.owed import owed
from tests.console.pages.sent import Desk, agent_id, field

STALE: dict[str, dict[str, str]] = {
    "move": {"when": "hour"},
    "cancel": {"why": "caller"},
    "hand-over": {"team": "repairs", "agent": ""},
    "resolve": {},
}


@pytest.mark.parametrize(("deed", "fields"), STALE.items())
def test_what_has_changed_meanwhile_is_said_and_nothing_is_overwritten(
    floor: Floor, deed: str, fields: dict[str, str]
) -> None:
    desk = Desk(floor, owed(floor))
    at = floor.parts.store.now() + timedelta(days=2)
    by_hand.move(floor.parts.board, OPERATOR, desk.row.public_id, at, agreed=True)
    before = desk.now()
    refused = desk.does(deed, **fields)
    assert refused.status_code == 409 and "Meanwhile it has changed." in refused.text
    assert "It is promised for" in refused.text and desk.now() == before
    desk.carried["seen"] = field(refused.text, "seen")
    assert desk.does(deed, **fields).status_code == 303, "now they have seen it"


def test_who_took_it_meanwhile_is_named(light_floor: Floor) -> None:
    desk = Desk(light_floor, owed(light_floor), language="bn")
    claims.claim(light_floor.parts.board, OPERATOR, desk.row.public_id, agent_id(light_floor, "Asha"))
    refused = desk.does("cancel", why="mistake")
    assert refused.status_code == 409 and "Asha এটি নিয়েছেন।" in refused.text


def test_what_they_did_themselves_is_no_news_to_them(light_floor: Floor) -> None:
    desk = Desk(light_floor, owed(light_floor), "Asha")
    claims.claim(light_floor.parts.board, OPERATOR, desk.row.public_id, agent_id(light_floor, "Asha"))
    assert desk.does("move", when="hour", agreed="1").status_code == 303
