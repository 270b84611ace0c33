"""Who runs wild waits; everybody else notices nothing."""

from __future__ import annotations

from ivr.console.pace import MOST, REMEMBERED, SECONDS, Pace
from tests.console.floor import Floor


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_after_many_changes_at_once_one_waits_and_others_do_not() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert all(pace.allows("asha") for _ in range(MOST))
    assert not pace.allows("asha") and pace.allows("babul")
    clock.now += SECONDS
    assert pace.allows("asha")


def test_it_remembers_no_more_than_it_must() -> None:
    clock = Clock()
    pace = Pace(clock)
    for number in range(REMEMBERED + 5):
        assert pace.allows(str(number))
        clock.now += 2 * SECONDS / REMEMBERED
    assert len(pace._moments) <= REMEMBERED


def test_a_program_that_runs_wild_is_told_so_in_words(light_floor: Floor) -> None:
    stranger = light_floor.browser(None, "bn")
    answers = [stranger.post("/sign-in") for _ in range(MOST + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {400}, "there is no form's token"
    assert answers[-1].status_code == 429 and "একসঙ্গে অনেক বেশি" in answers[-1].text
    assert light_floor.browser().get("/").status_code == 200
