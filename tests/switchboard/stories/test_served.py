"""A caller asks for a person, gets one, and both talk: what counts as a conversation, and what does not."""

from ivr.line.outcomes import LegReport, LegState, Outcome, TalkReport
from ivr.switchboard import offers, talks
from ivr.switchboard.rows import Offer
from tests.switchboard.stories.town import Agent, Neighbour, Town


def joined(town: Town) -> tuple[Neighbour, Agent]:
    """A caller and an agent in one conversation."""
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.hears("We are connecting you now to Asha")
    nasrin.is_bridged()
    return nasrin, asha


def test_the_agent_keys_that_it_is_settled() -> None:
    town = Town()
    nasrin, asha = joined(town)
    town.passes(40)
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("1")
    asha.hears("Noted. Thank you.")
    assert nasrin.fates() == ["served"]


def test_a_key_settles_even_a_short_talk() -> None:
    town = Town()
    nasrin, asha = joined(town)
    town.passes(3)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    assert nasrin.fates() == ["served"]


def test_an_agent_who_says_nothing_has_talked_long_enough() -> None:
    town = Town()
    nasrin, asha = joined(town)
    town.passes(40)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    assert nasrin.fates() == ["waiting"], "the verdict is still to come"
    town.passes(60)
    assert nasrin.fates() == ["served"]


def test_an_agent_who_hangs_up_first_has_talked_long_enough() -> None:
    town = Town()
    nasrin, asha = joined(town)
    town.passes(40)
    asha.hangs_up()
    nasrin.hears("more_menu")
    town.passes(60)
    assert nasrin.fates() == ["served"]


def test_too_short_a_talk_without_a_word_is_none() -> None:
    town = Town()
    nasrin, asha = joined(town)
    town.passes(4)
    nasrin.hangs_up()
    town.passes(20)
    assert nasrin.fates() == ["offered"], "she is called back"
    asha.says_yes()
    nasrin.is_rung()


def test_who_is_cut_off_is_asked_when_we_shall_call() -> None:
    """And not wished goodbye, as if that had been a talk."""
    town = Town()
    nasrin, asha = joined(town)
    town.passes(4)
    asha.hangs_up()
    nasrin.hears("kept_menu")
    nasrin.presses("1")
    nasrin.hears("For as soon as we can")
    nasrin.presses("1")
    nasrin.hears("We will call you back")
    nasrin.hangs_up()
    town.passes(10)
    assert len(set(nasrin.fates())) == 1, "one callback keeps what she waited for and what she asked for"
    asha.says_yes()
    nasrin.is_rung()


def test_the_agent_keys_that_she_must_be_called_again() -> None:
    town = Town()
    nasrin, asha = joined(town)
    town.passes(40)
    nasrin.hangs_up()
    asha.hears("If the caller must be called again, press 2")
    asha.presses("2")
    town.passes(10)
    assert nasrin.fates() != ["served"]
    asha.says_yes()
    nasrin.is_rung()


def test_who_talked_may_ask_for_another_person_in_the_same_call() -> None:
    """Before the first agent's verdict is in."""
    town = Town()
    nasrin, asha = joined(town)
    babul = town.agent("Babul", "+12025550112")
    town.passes(40)
    asha.hangs_up()
    nasrin.hears("more_menu")
    nasrin.presses("1")
    nasrin.hears("Please stay on the line")
    babul.says_yes()
    nasrin.is_bridged()
    town.passes(40)
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["served", "served"]


def test_a_no_after_a_talk_leaves_the_verdict_alone() -> None:
    town = Town()
    nasrin, asha = joined(town)
    town.passes(40)
    asha.hangs_up()
    nasrin.hears("more_menu")
    nasrin.presses("9")
    nasrin.hears("we will not call you back")
    town.passes(60)
    assert nasrin.fates() == ["served"]


def test_the_end_of_a_talk_that_is_told_after_the_agent_has_gone_is_the_last_that_was_missing() -> None:
    """Nobody is left to be asked how it went: it is settled by how long they talked, and not twenty minutes later."""
    town = Town()
    nasrin, asha = joined(town)
    town.passes(48)
    town.loses = lambda request: True
    asha.hangs_up()
    offer: Offer = town.all(Offer)[0]  # type: ignore[assignment]
    assert offer.sid
    offers.report(town.board, offer.public_id, LegReport(offer.sid, LegState.ENDED, Outcome.ANSWERED, 60))
    assert nasrin.fates() == ["waiting"]
    talks.over(town.board, offer.public_id, "hold", offer.sid, TalkReport(bridged=True, seconds=48))
    assert nasrin.fates() == ["served"]
