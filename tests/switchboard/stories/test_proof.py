"""Did they talk? Where neither side's report of it came, the carrier's own record tells, twenty minutes later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.line.outcomes import FetchResult, LegReport, TalkReport, Uncertain
from ivr.switchboard import talks
from ivr.switchboard.rows import Offer, Transfer
from tests.switchboard.stories.town import Agent, Neighbour, Town

REPORTS = ("door:over", "door:left", "door:verdict")


def talk(town: Town, seconds: float, key: str = "") -> Neighbour:
    """They talk for so long, and nothing of it reaches us."""
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(seconds)
    if key:
        _loses_the_key(town, asha, nasrin, key)
    else:
        town.loses = lambda request: request.url.startswith(REPORTS)
        nasrin.hangs_up()
    return nasrin


def _loses_the_key(town: Town, asha: Agent, nasrin: Neighbour, key: str) -> None:
    """The question after the talk is asked, its answer never comes; nor does what the bridge was."""
    town.loses = lambda request: request.url.startswith(("door:left", "door:verdict"))
    nasrin.hangs_up()
    asha.hears("press 1")
    asha.presses(key)
    (row,) = town.all(Transfer)
    assert isinstance(row, Transfer)
    with town.store.unit() as unit:
        unit.save(replace(row, bridged=False, talk_seconds=None))


def waits(town: Town, caller: Neighbour) -> None:
    """Nobody knows yet, and nobody claims to."""
    town.passes(10 * 60)
    assert caller.fates() == ["waiting"]
    town.passes(12 * 60)


def test_the_record_tells_of_a_talk_and_nobody_is_phoned_again() -> None:
    town = Town()
    nasrin = talk(town, 60)
    waits(town, nasrin)
    assert nasrin.fates() == ["served"]
    assert nasrin.transfer().talk_seconds == 60


@pytest.mark.parametrize("seconds", [4, 8])
def test_a_talk_that_was_too_short_is_none(seconds: int) -> None:
    town = Town()
    nasrin = talk(town, seconds)
    waits(town, nasrin)
    assert nasrin.fates()[0] not in ("waiting", "served")


def test_a_record_that_knows_of_no_bridge_leaves_the_debt() -> None:
    """A call too many is better than none."""
    town = Town()
    nasrin = talk(town, 60)
    town.carrier.requests = lambda sid: ()
    waits(town, nasrin)
    assert nasrin.fates()[0] not in ("waiting", "served")


@pytest.mark.parametrize(("key", "fate"), [("1", "served"), ("2", "scheduled")])
def test_the_agents_word_that_never_came_stands_in_the_record(key: str, fate: str) -> None:
    """After a talk that was long enough by itself, and one that was not."""
    town = Town()
    nasrin = talk(town, 5 if key == "1" else 60, key)
    waits(town, nasrin)
    assert (nasrin.fates()[0] == "served") == (fate == "served"), nasrin.fates()


def test_while_the_carrier_does_not_answer_nothing_is_decided() -> None:
    town = Town()
    nasrin = talk(town, 60)
    asks = town.carrier.requests
    town.carrier.requests = lambda sid: Uncertain("HTTP 503")
    waits(town, nasrin)
    assert nasrin.fates() == ["waiting"]
    town.carrier.requests = asks
    town.passes(90)
    assert nasrin.fates() == ["served"]


def test_a_leg_that_ended_only_now_has_no_complete_record_yet() -> None:
    """The caller's line stayed open long after the talk: what the carrier asked us for it is told later still."""
    town = Town()
    nasrin = talk(town, 60)
    fetch, asks = town.carrier.fetch, town.carrier.requests
    end = town.now() + timedelta(minutes=15)

    def ended_later(sid: str) -> FetchResult:
        said = fetch(sid)
        return replace(said, ended_at=end) if isinstance(said, LegReport) else said

    town.carrier.fetch = ended_later
    town.carrier.requests = lambda sid: () if town.now() < end + timedelta(minutes=15) else asks(sid)
    waits(town, nasrin)
    assert nasrin.fates() == ["waiting"]
    town.passes(12 * 60)
    assert nasrin.fates() == ["served"]


def test_what_the_carrier_said_while_they_still_talked_proves_nothing_of_how_it_ended() -> None:
    """It is asked how both legs stand; before its answer is read, the agent hangs up, and of all that only the end of
    the agent's leg is heard."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    fetch = town.carrier.fetch

    def and_then_it_ends(sid: str) -> FetchResult:
        said = fetch(sid)
        if asha.leg is not None and sid == asha.leg:
            town.loses = lambda request: request.url.startswith(("door:over", "door:left"))
            asha.hangs_up()
        return said

    town.carrier.fetch = and_then_it_ends
    town.passes(40)
    town.carrier.fetch = fetch
    assert asha.leg is None and nasrin.fates() == ["waiting"]
    town.passes(1800)
    assert nasrin.fates() == ["served"] and nasrin.was_rung() == 0


def test_a_list_that_does_not_know_the_customers_leg_yet_is_no_proof_that_nobody_was_rung() -> None:
    """The carrier's lists lack what is young. Nothing else is heard of the talk."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    asha.goes_home()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu")
    nasrin.hangs_up()
    asha.comes_back()
    asha.says_yes()
    town.loses = lambda request: request.url.startswith(("door:customer", "door:over", "door:verdict"))
    children, began = town.carrier.children, town.now()
    town.carrier.children = lambda sid: () if (town.now() - began).total_seconds() < 90 else children(sid)
    nasrin.is_rung()
    nasrin.picks_up()
    asha.is_bridged()
    town.passes(35)
    asha.hangs_up()
    town.passes(3600)
    assert nasrin.fates() == ["connected"] and nasrin.was_rung() == 1


def test_that_nothing_is_told_of_a_talk_where_it_is_asked_for_first_does_not_mean_that_there_was_none() -> None:
    """The end of the agent's dial comes without a word of a bridge, and before that of the caller's waiting."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    (asked,) = (one for one in town.all(Offer) if isinstance(one, Offer) and one.in_flight)
    talks.over(town.board, asked.public_id, "hold", asked.sid or "", TalkReport())
    assert nasrin.fates() == ["waiting"]
    town.passes(40)
    asha.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["served"] and nasrin.was_rung() == 0
