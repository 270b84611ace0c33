"""Who works in which team, and when they are expected: asked for from now on, or no more; a week changes no offers."""

from datetime import UTC, datetime, time

from ivr.switchboard.crew import shifts
from ivr.switchboard.rows import Agent as Row
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Town

ADA = By(None, "Ada")
WEEK = {0: ((time(9), time(13)), (time(14), time(18))), 4: ((time(22), time(6)),), 6: ()}


def test_who_has_left_a_team_is_not_asked_for_its_callers() -> None:
    town = Town()
    asha = town.agent()
    assert shifts.leave(town.board, ADA, asha.id, "care")
    assert not shifts.leave(town.board, ADA, asha.id, "care")
    nasrin, _ = owed(town)
    assert shifts.leave(town.board, ADA, asha.id, "care"), "the agent was added to it again"
    rung = asha.was_rung()
    town.passes(300)
    assert asha.was_rung() <= rung + 1
    assert shifts.join(town.board, ADA, asha.id, "care")
    rung = asha.was_rung()
    town.passes(300)
    assert asha.was_rung() > rung


def test_there_is_no_joining_what_there_is_not() -> None:
    town = Town()
    asha = town.agent()
    assert not shifts.join(town.board, ADA, asha.id, "moon")
    assert not shifts.join(town.board, ADA, 99, "care")
    assert shifts.expect(town.board, ADA, 99, WEEK) is None


def test_a_week_comes_back_as_it_was_said_and_tells_when_somebody_is_expected() -> None:
    town = Town()
    asha = town.agent()
    row = shifts.expect(town.board, ADA, asha.id, WEEK)
    assert isinstance(row, Row)
    assert shifts.read(row.week) == {0: WEEK[0], 4: WEEK[4]}
    expected = {
        datetime(2026, 11, 23, 4, tzinfo=UTC): True,  # Monday, ten in Dhaka
        datetime(2026, 11, 23, 7, 30, tzinfo=UTC): False,  # half past one
        datetime(2026, 11, 27, 23, tzinfo=UTC): True,  # the night from Friday to Saturday
        datetime(2026, 11, 28, 12, tzinfo=UTC): False,
    }
    assert {at: shifts.is_expected(row, "Asia/Dhaka", at) for at in expected} == expected
    nothing = shifts.expect(town.board, ADA, asha.id, {})
    assert isinstance(nothing, Row) and shifts.is_expected(nothing, "Asia/Dhaka", town.now()) is None
