"""We phone the caller back: an agent says yes, then the customer's phone rings; and every way in which it ends."""

from datetime import timedelta

import pytest

from ivr.simulator.exchange import Behaviour, answers, busy, no_answer, rejects, unreachable, voicemail
from ivr.switchboard.rows import Callback
from tests.switchboard.stories.town import MORNING, Agent, Neighbour, Town, messages, tasks


def owed(town: Town) -> tuple[Neighbour, Agent]:
    """A caller for whom nobody was there, to whom we owe a call, and who is off the line; then an agent comes."""
    nasrin = town.caller()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu")
    nasrin.hangs_up()
    return nasrin, town.agent()


def phoned(town: Town) -> tuple[Neighbour, Agent]:
    """The customer has picked up, and talks with the agent."""
    nasrin, asha = owed(town)
    asha.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    asha.is_bridged()
    return nasrin, asha


def test_she_is_reached() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("1")
    assert nasrin.fates() == ["connected"]


def test_no_name_before_the_yes_and_the_promise_after_it() -> None:
    town = Town()
    _, asha = owed(town)
    asha.answers()
    assert not any("We promised" in fact.text for fact in asha.facts())
    asha.presses("1")
    asha.hears("We promised to call within 30 minutes")


def test_the_agent_who_stays_silent_has_talked_long_enough() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    asha.hangs_up()
    town.passes(5)
    assert nasrin.fates() == ["connected"]


def test_too_short_a_talk_is_tried_again() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(4)
    asha.hangs_up()
    town.passes(5)
    assert nasrin.fates() == ["scheduled"]
    assert nasrin.callback().attempts == 1


def test_the_agent_keys_that_she_must_be_called_again() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(30)
    asha.presses("*")
    asha.hears("If this is settled")
    asha.presses("2")
    assert nasrin.fates() == ["scheduled"]
    asha.says_yes()
    nasrin.is_rung()


def test_the_agent_keys_that_it_was_the_wrong_number() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    town.passes(6)
    nasrin.hangs_up()
    asha.hears("If it was the wrong number, press 3")
    asha.presses("3")
    assert nasrin.fates() == ["closed_by_agent"]


@pytest.mark.parametrize("phone", [no_answer(), busy(), rejects()], ids=["no answer", "busy", "rejected"])
def test_who_does_not_answer_is_tried_five_times_and_then_somebody_must_act(phone: Behaviour) -> None:
    town = Town()
    nasrin, asha = owed(town)
    nasrin.behaves(phone)
    asha.behaves(answers(2.0, keys=((12.0, "1"),)))
    town.passes(6 * 86_400)
    assert _times_heard(asha, "Nobody answered. We will try again later.") == 5
    assert nasrin.fates() == ["exhausted"]
    assert tasks(town)[-1] == "exhausted"
    assert "This is in your hands now" in messages(town)[-1]


def _times_heard(person: Agent, words: str) -> int:
    return sum(fact.what == "hears" and words in fact.text for fact in person.facts())


def test_a_mailbox_is_told_from_a_person_by_the_agent() -> None:
    town = Town()
    nasrin, asha = owed(town)
    nasrin.behaves(voicemail(4.0))
    asha.says_yes()
    asha.is_bridged()
    town.passes(12)
    asha.presses("*")
    asha.hears("If the customer must be called again, press 2")
    asha.presses("2")
    assert nasrin.fates() == ["scheduled"]


def test_a_number_that_fails_is_tried_again() -> None:
    town = Town()
    nasrin, asha = owed(town)
    nasrin.behaves(unreachable())
    asha.says_yes()
    asha.hears("Nobody answered")
    assert nasrin.fates() == ["scheduled"]


def test_whom_we_must_not_phone_is_not_phoned_although_an_agent_says_yes() -> None:
    """Somebody told us while the agent's phone was ringing."""
    town = Town()
    nasrin, asha = owed(town)
    asha.answers()
    nasrin.must_not_be_phoned()
    asha.presses("1")
    town.passes(120)
    assert nasrin.was_rung() == 0
    assert nasrin.fates() == ["barred"]


def test_a_caller_without_a_number_who_keys_none_cannot_be_called() -> None:
    town = Town()
    stranger, _ = town.caller("Stranger", "anonymous"), town.agent()
    stranger.asks_for_a_person()
    stranger.hangs_up()
    town.passes(60)
    (row,) = town.all(Callback)
    assert row.state == "unreachable"


def test_an_agent_lost_before_the_phone_rang_was_no_attempt() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.says_yes()
    asha.hangs_up()
    town.passes(60)
    assert nasrin.was_rung() == 0
    assert nasrin.callback().attempts == 0
    asha.says_yes()
    nasrin.is_rung()


def test_outside_her_hours_her_phone_stays_silent() -> None:
    """The shop is open till ten at night; whoever has not asked for the hour is phoned until eight only."""
    town = Town(MORNING + timedelta(hours=8, minutes=45))
    nasrin, asha = owed(town)
    asha.behaves(answers(2.0, keys=((12.0, "1"),)))
    town.passes_until(3, 59, days=1)
    assert nasrin.was_rung() == 2, "the third attempt would have come two hours later"
    town.passes_until(4, 5)
    assert nasrin.was_rung() == 3
