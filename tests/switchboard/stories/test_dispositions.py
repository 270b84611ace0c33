"""After the talk somebody clicks instead of pressing a key: the first word counts, a later wish is owed by itself."""

from datetime import timedelta

import pytest

from ivr.promise.callback import FINAL, State
from ivr.reports.equation.audit import audit
from ivr.switchboard.deeds import claims, dispositions
from ivr.switchboard.deeds.dispositions import Disposition, Taken
from ivr.switchboard.rows import Callback, Caller, Note, Offer, Source
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_called_back import owed, phoned
from tests.switchboard.stories.town import Agent, Neighbour, Town

ADA = By(None, "Ada")


def last_offer(town: Town) -> str:
    """Of whoever said yes last."""
    return str([row.public_id for row in town.all(Offer) if row.accepted_at is not None][-1])  # type: ignore[attr-defined]


def says(town: Town, what: Disposition, **more: object) -> Taken:
    """It is clicked."""
    return dispositions.decide(town.board, ADA, last_offer(town), what, **more)  # type: ignore[arg-type]


def helped(town: Town) -> tuple[Neighbour, Agent]:
    """A caller who waited talks with an agent."""
    asha, nasrin = town.agent(), town.caller()
    nasrin.asks_for_a_person()
    asha.says_yes()
    asha.is_bridged()
    return nasrin, asha


def test_resolved_by_click_is_what_key_one_says() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    assert says(town, Disposition.RESOLVED, note="Sent the form") is Taken.DECIDED
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["connected"]
    (note,) = town.all(Note)
    assert note.text == "Sent the form" and note.callback_id == nasrin.callback().id  # type: ignore[attr-defined]


def test_call_again_at_a_time_that_was_agreed_on() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    at = town.now() + timedelta(hours=2)
    assert says(town, Disposition.CALL_AGAIN, at=at) is Taken.DECIDED
    nasrin.hangs_up()
    town.passes(60)
    again = nasrin.callback()
    assert (again.state, again.due_at, again.chosen, again.attempts) == (State.SCHEDULED, at, True, 1)
    rung = asha.was_rung()
    town.passes(2 * 3600)
    assert asha.was_rung() == rung + 1
    assert audit(town.store).balanced


def test_a_key_that_came_first_decides_and_the_click_is_late() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("1")
    assert says(town, Disposition.WRONG_NUMBER) is Taken.LATE
    assert nasrin.fates() == ["connected"]


def test_a_click_that_came_first_decides_and_the_key_is_late() -> None:
    town = Town()
    nasrin, asha = helped(town)
    town.passes(60)
    assert says(town, Disposition.RESOLVED) is Taken.DECIDED
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("2")
    town.passes(60)
    assert nasrin.fates() == ["served"]


def test_a_later_wish_is_owed_by_itself_and_once() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("1")
    at = town.now() + timedelta(hours=1)
    assert says(town, Disposition.CALL_AGAIN, at=at) is Taken.ANEW
    assert says(town, Disposition.CALL_AGAIN, at=at) is Taken.LATE
    assert nasrin.fates() == ["connected", "scheduled"]
    assert nasrin.owed()[-1].source is Source.REQUEST
    assert nasrin.callback().due_at == at
    assert audit(town.store).balanced


def test_call_again_after_a_talk_from_the_queue() -> None:
    town = Town()
    nasrin, asha = helped(town)
    town.passes(60)
    assert says(town, Disposition.CALL_AGAIN) is Taken.DECIDED
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["due"]


def test_served_from_the_queue_and_called_again_when_it_was_agreed() -> None:
    town = Town()
    nasrin, asha = helped(town)
    town.passes(60)
    at = town.now() + timedelta(hours=3)
    assert says(town, Disposition.CALL_AGAIN, at=at) is Taken.DECIDED
    nasrin.hangs_up()
    town.passes(120)
    assert nasrin.fates() == ["served", "scheduled"]
    assert nasrin.callback().due_at == at
    assert audit(town.store).balanced


def test_who_must_not_be_called_is_not_and_it_is_known_who_said_so() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    assert says(town, Disposition.DO_NOT_CALL) is Taken.DECIDED
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["closed_by_agent"]
    (row,) = town.all(Caller)
    assert row.do_not_call  # type: ignore[attr-defined]


def test_of_an_offer_that_nobody_took_nothing_is_said() -> None:
    town = Town()
    phoned(town)
    assert dispositions.decide(town.board, ADA, "nobody", Disposition.RESOLVED) is Taken.UNKNOWN


def briefly(town: Town, fates: list[str]) -> tuple[Neighbour, Agent]:
    """We phoned her; after six seconds the agent hung up without a word, and we are to phone again."""
    nasrin, asha = phoned(town)
    town.passes(6)
    asha.hangs_up()
    town.passes(40)
    assert nasrin.fates() == fates
    return nasrin, asha


@pytest.mark.parametrize("what", [Disposition.RESOLVED, Disposition.WRONG_NUMBER, Disposition.DO_NOT_CALL])
def test_after_a_short_talk_the_agents_word_comes_late_and_nobody_is_phoned_again(what: Disposition) -> None:
    town = Town()
    nasrin, _ = briefly(town, ["scheduled"])
    rung = nasrin.was_rung()
    assert says(town, what) is Taken.DECIDED
    assert says(town, Disposition.RESOLVED) is Taken.LATE, "a second word changes nothing"
    town.passes(24 * 3600)
    assert (nasrin.fates(), nasrin.was_rung()) == (["closed_by_agent"], rung)
    assert audit(town.store).balanced


def test_the_word_comes_while_the_next_agent_is_asked_already() -> None:
    town = Town()
    nasrin, asha = briefly(town, ["scheduled"])
    town.run_until(nasrin.callback().due_at)
    asha.is_rung()
    assert nasrin.callback().state is State.OFFERED
    assert says(town, Disposition.RESOLVED) is Taken.DECIDED
    town.passes(60)
    assert nasrin.fates() == ["closed_by_agent"]


def test_after_a_short_talk_key_two_stands_against_a_later_click() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(6)
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("2")
    assert says(town, Disposition.RESOLVED) is Taken.LATE
    assert nasrin.fates() == ["scheduled"]


def test_a_click_for_another_call_stands_against_a_later_one() -> None:
    town = Town()
    nasrin, _ = phoned(town)
    town.passes(6)
    assert says(town, Disposition.CALL_AGAIN) is Taken.DECIDED
    nasrin.hangs_up()
    town.passes(40)
    assert says(town, Disposition.WRONG_NUMBER) is Taken.LATE
    assert nasrin.fates() == ["scheduled"]


def test_who_never_spoke_with_her_has_no_word() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.says_yes()
    nasrin.is_rung()
    town.passes(60)
    assert nasrin.fates() == ["scheduled"]
    assert says(town, Disposition.RESOLVED) is Taken.LATE
    assert nasrin.fates() == ["scheduled"]


def test_what_she_asked_for_since_is_not_what_they_talked_about() -> None:
    town = Town()
    nasrin, asha = briefly(town, ["scheduled"])
    asha.goes_home()
    nasrin.rings_the_shop()
    nasrin.hears("kept_menu")
    nasrin.presses("1")
    nasrin.hangs_up()
    assert len(nasrin.owed()) == 2
    assert says(town, Disposition.RESOLVED) is Taken.LATE
    assert nasrin.callback().state not in FINAL


def test_after_a_short_talk_from_the_queue_the_word_comes_late() -> None:
    town = Town()
    nasrin, asha = helped(town)
    town.passes(4)
    nasrin.hangs_up()
    asha.hangs_up()
    town.passes(1)
    assert nasrin.transfer().bridged and nasrin.fates() != ["served"]
    assert says(town, Disposition.RESOLVED) is Taken.DECIDED
    town.passes(3600)
    assert nasrin.fates() == ["closed_by_agent"]
    assert audit(town.store).balanced


def test_another_who_took_it_since_decides_alone() -> None:
    town = Town()
    nasrin, _ = briefly(town, ["scheduled"])
    babul = town.agent("Babul", "+12025550112")
    said = claims.claim(town.board, By(None, "Babul"), nasrin.callback().public_id, babul.id)
    assert isinstance(said, Callback)
    assert says(town, Disposition.RESOLVED) is Taken.LATE
    assert nasrin.fates() == ["scheduled"]
