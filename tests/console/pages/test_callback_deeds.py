"""What is done about a callback at its page, as forms send it: done, refused with the reason, taken back."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.frozen import replace
from ivr.promise.callback import State
from ivr.switchboard import agents
from ivr.switchboard.deeds import claims
from ivr.switchboard.deeds.by_hand import Why
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Note
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor
from tests.console.pages.owed import KARIM, owed
from tests.console.pages.sent import Desk, agent_id

DHAKA = ZoneInfo("Asia/Dhaka")
"""The shop's zone, and so its readers'."""


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Asha was quicker, and has it until"), ("bn", "Asha আগে নিয়েছেন")]
)
def test_of_two_who_take_it_one_has_it_and_the_other_learns_who(floor: Floor, language: str, said: str) -> None:
    row = owed(floor)
    asha, babul = Desk(floor, row, "Asha"), Desk(floor, row, "Babul", language)
    assert asha.does("claim").status_code == 303
    for deed in ("claim", "call"):
        refused = babul.does(deed)
        assert refused.status_code == 409 and said in refused.text
    assert asha.now().claimed_by == agent_id(floor, "Asha")
    assert "Taken back." in asha.takes_back() and asha.now().claimed_by is None
    assert babul.does("claim").status_code == 303
    assert babul.does("release").status_code == 303 and babul.now().claimed_by is None


def test_who_is_away_or_no_agent_takes_none(light_floor: Floor) -> None:
    row = owed(light_floor)
    babul, nobody = Desk(light_floor, row, "Babul"), Desk(light_floor, row)
    agents.away(light_floor.parts.store, "Babul")
    assert "You are not available just now." in babul.does("claim").text
    assert "belongs to no agent" in nobody.does("claim").text
    assert babul.now().claimed_by is None


def test_it_is_moved_by_an_hour_and_back(floor: Floor) -> None:
    desk = Desk(floor, owed(floor))
    before = desk.now()
    assert desk.does("move", when="hour", agreed="1").status_code == 303
    moved = desk.now()
    assert abs(moved.due_at - floor.parts.store.now() - timedelta(hours=1)) < timedelta(seconds=30) and moved.chosen
    assert moved.state is State.SCHEDULED
    assert "Taken back." in desk.takes_back()
    assert (desk.now().promised_by, desk.now().words) == (before.promised_by, before.words)


@pytest.mark.parametrize("typed", ["%Y-%m-%dT15:30", "%Y-%m-%d ১৫:৩০"])
def test_a_day_and_an_hour_are_by_the_readers_clock_in_any_digits(light_floor: Floor, typed: str) -> None:
    desk = Desk(light_floor, owed(light_floor))
    tomorrow = light_floor.parts.store.now().astimezone(DHAKA) + timedelta(days=1)
    assert desk.does("move", when="at", at=tomorrow.strftime(typed), agreed="1").status_code == 303
    assert desk.now().due_at == tomorrow.replace(hour=15, minute=30, second=0, microsecond=0)


def test_tomorrow_morning_is_by_the_callers_clock(light_floor: Floor) -> None:
    desk = Desk(light_floor, owed(light_floor))
    assert desk.does("move", when="morning", agreed="1").status_code == 303
    due = desk.now().due_at.astimezone(DHAKA)
    today = light_floor.parts.store.now().astimezone(DHAKA).date()
    assert (due.date() - today, due.hour, due.minute) == (timedelta(days=1), 9, 0)


@pytest.mark.parametrize(
    ("deed", "fields", "said"),
    [
        ("move", {}, "Choose when."),
        ("move", {"when": "at", "at": "soon"}, "This is no day and hour."),
        ("move", {"when": "at", "at": "2020-01-01T10:00"}, "This moment is over."),
        ("move", {"when": "at", "at": "2099-01-01T10:00"}, "This is more than a year away."),
        ("hand-over", {"team": "support", "agent": ""}, "Choose a team or an agent."),
        ("cancel", {}, "Say why."),
        ("cancel", {"why": "boredom"}, "Say why."),
        ("note", {"note": " \u200b "}, "Nothing is written in it."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    light_floor: Floor, deed: str, fields: dict[str, str], said: str
) -> None:
    desk = Desk(light_floor, owed(light_floor))
    before = desk.now()
    answer = desk.does(deed, **fields)
    assert answer.status_code == 422 and 'class="field-fault" role="alert"' in answer.text and said in answer.text
    if value := fields.get("at"):
        assert f'value="{value}"' in answer.text, "what was typed is still there"
    assert desk.now() == before


def test_it_is_handed_over_to_a_team_or_an_agent(floor: Floor) -> None:
    desk, asha = Desk(floor, owed(floor)), agent_id(floor, "Asha")
    assert desk.does("hand-over", team="repairs", agent="").status_code == 303
    assert desk.now().team == "repairs"
    assert "Taken back." in desk.takes_back() and desk.now().team == "support"
    assert desk.does("hand-over", team="support", agent=str(asha)).status_code == 303
    assert desk.now().claimed_by == asha
    desk.look()
    agents.away(floor.parts.store, "Babul")
    refused = desk.does("hand-over", team="support", agent=str(agent_id(floor, "Babul")))
    assert refused.status_code == 409 and "This agent is not available" in refused.text


@pytest.mark.parametrize("why", Why)
def test_it_is_called_off_with_the_reason_and_that_taken_back(light_floor: Floor, why: Why) -> None:
    desk = Desk(light_floor, owed(light_floor))
    assert desk.does("cancel", why=why).status_code == 303
    off = desk.now()
    assert off.cancel_why == why and off.cancel_at is not None
    assert "Taken back." in desk.takes_back() and desk.now().cancel_at is None


def test_settled_and_on_to_the_most_pressing_one_that_is_nobody_elses(floor: Floor) -> None:
    row, next_ = owed(floor), owed(floor, KARIM, timedelta(minutes=-2))
    other = owed(floor, "+12025550123", timedelta(minutes=-9))
    owed(floor, "+12025550124", timedelta(minutes=-30), team="repairs")
    claims.claim(floor.parts.board, OPERATOR, other.public_id, agent_id(floor, "Asha"))
    desk = Desk(floor, row, "Babul", team="support")
    answer = desk.does("resolve")
    assert answer.headers["Location"] == f"/callbacks/{next_.public_id}?team=support"
    assert desk.now().cancel_why == Why.SETTLED
    last = Desk(floor, next_, team="support")
    assert last.does("resolve").headers["Location"] == "/callbacks?team=support"


def test_a_note_is_kept_and_taken_back(light_floor: Floor) -> None:
    desk = Desk(light_floor, owed(light_floor))
    assert desk.does("note", note="ফোনে বলেছেন\nকাল আসবেন").status_code == 303
    with light_floor.parts.store.reading() as unit:
        (kept,) = unit.many(Note, caller_id=desk.row.caller_id)
    assert kept.callback_id == desk.row.id and "কাল আসবেন" in desk.client.get(f"/callbacks/{desk.row.public_id}").text


def test_a_note_is_taken_back(light_floor: Floor) -> None:
    desk = Desk(light_floor, owed(light_floor))
    desk.does("note", note="for somebody else")
    assert "A note was withdrawn." in desk.takes_back()


def test_what_is_over_or_under_way_stays(light_floor: Floor) -> None:
    desk, store = Desk(light_floor, owed(light_floor), "Asha"), light_floor.parts.store
    work(store, lambda unit: unit.save(replace(desk.now(), state=State.SUSPENDED)))
    assert "is on the line just now" in desk.does("move", when="hour").text
    ended = {"state": State.CLOSED_BY_AGENT, "deadline": None, "ended_at": store.now()}
    work(store, lambda unit: unit.save(replace(desk.now(), **ended)))
    assert "This callback is over." in desk.does("claim").text
    page = desk.look()
    assert "data-claim" not in page.split("<dialog")[0] and "/move" not in page and "/note" in page


def test_nothing_is_taken_back_too_late_or_by_a_made_up_way(light_floor: Floor) -> None:
    desk = Desk(light_floor, owed(light_floor))
    desk.does("undo", undo="made-up")
    assert "It is too late to take this back." in desk.look()


def test_a_form_that_carries_nonsense_is_refused(light_floor: Floor) -> None:
    desk = Desk(light_floor, owed(light_floor))
    for seen in ("", "{}", "[1]", '{"promised_by":"x"}'):
        desk.carried["seen"] = seen
        assert desk.does("resolve").status_code == 400
