"""An older copy of the database is laid back: what happened since, only the carrier knows. Who was served is not phoned
again, who was owed is."""

from __future__ import annotations

import copy

import pytest

from ivr.reports.equation.audit import audit
from ivr.switchboard import reconcile
from ivr.switchboard.reconcile import Kind, Report
from ivr.switchboard.rows import Call, CustomerLeg, Obligation
from tests.simulation import shop
from tests.switchboard.stories.town import KARIM, Agent, Neighbour, Town

RAFI = "+8801912345678"
TOLD = 20 * 60
"""Seconds after which the carrier tells what it asked us for a call."""


class Copied:
    """The books as they stood."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._kept = copy.deepcopy((town.store.shelves, town.store.ledger))

    def laid_back(self) -> None:
        """All that was written since is gone; nothing of ours was there to notice."""
        self._town.store.shelves, self._town.store.ledger = self._kept


def compared(town: Town) -> Report:
    """Twice: the second time nothing is left to do."""
    first = reconcile.once(town.board, town.carrier)
    assert first.balanced, first
    again = reconcile.once(town.board, town.carrier)
    assert set(again.found) <= {Kind.UNTOLD} and again.balanced, again
    books = audit(town.store, town.board.rules.sweep_period)
    assert books.balanced, books.findings
    return first


def sleeps(town: Town, seconds: float) -> None:
    """Time passes, and nothing of ours is there: no sweep, no web."""
    town.exchange.advance(town.exchange.now + seconds)
    for request in town.exchange.requests():
        town.exchange.fail(request.id, 11200)


def is_served(town: Town, nasrin: Neighbour, asha: Agent) -> None:
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(60)
    nasrin.hangs_up()
    town.passes(60)


def leaves_unheard(town: Town, caller: Neighbour) -> None:
    caller.rings_the_shop()
    caller.hears(shop.REASON)
    caller.presses("1")
    town.passes(3)
    caller.hangs_up()


def is_phoned(town: Town, nasrin: Neighbour, asha: Agent, key: str, seconds: float = 30) -> None:
    """Asha takes the callback, they talk, and she says how it was."""
    asha.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    town.passes(seconds)
    nasrin.hangs_up()
    asha.hears("press 1")
    asha.presses(key)
    town.passes(30)


def owed(town: Town) -> tuple[Neighbour, Copied]:
    """Nasrin was not reached by anybody, and the copy knows it."""
    nasrin = town.caller()
    leaves_unheard(town, nasrin)
    town.passes(5)
    return nasrin, Copied(town)


def test_of_a_lost_day_everybody_has_their_due() -> None:
    town = Town()
    asha = town.agent()
    early = town.caller("Early", "+8801612345678")
    early.rings_the_shop()
    town.passes(3)
    early.hangs_up()
    before = Copied(town)
    nasrin, karim, rafi = town.caller(), town.caller("Karim", KARIM), town.caller("Rafi", RAFI)
    is_served(town, nasrin, asha)
    leaves_unheard(town, karim)
    rafi.rings_the_shop()
    town.passes(3)
    rafi.hangs_up()
    before.laid_back()
    sleeps(town, TOLD)
    report = compared(town)
    assert report.found[Kind.LOST] == 3
    assert [debt.caller_id for debt in town.all(Obligation)] == [karim._row.id]
    assert karim.fates() == ["scheduled"]
    assert {nasrin.call().outcome, rafi.call().outcome} == {"served", "left"}
    town.passes(3600)
    assert nasrin.was_rung() == rafi.was_rung() == 0


@pytest.mark.parametrize(("key", "owes"), [("1", 0), ("2", 1)])
def test_the_agents_word_in_a_lost_call_counts(key: str, owes: int) -> None:
    """However long they talked: that they must be called again is owed; however short: that it is settled, is not."""
    town = Town()
    asha = town.agent()
    before = Copied(town)
    nasrin = town.caller()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(4 if key == "1" else 60)
    nasrin.hangs_up()
    asha.hears("press 1")
    asha.presses(key)
    town.passes(30)
    before.laid_back()
    sleeps(town, TOLD)
    compared(town)
    assert len(town.all(Obligation)) == owes


def test_while_the_carrier_does_not_tell_yet_only_who_cannot_have_been_served_is_owed() -> None:
    town = Town()
    asha = town.agent()
    before = Copied(town)
    karim, nasrin = town.caller("Karim", KARIM), town.caller()
    karim.rings_the_shop()
    town.passes(20)
    karim.hangs_up()
    town.passes(5)
    is_served(town, nasrin, asha)
    before.laid_back()
    report = compared(town)
    assert report.found == {Kind.MISSED: 1, Kind.UNTOLD: 1}
    assert [debt.caller_id for debt in town.all(Obligation)] == [karim._row.id]
    sleeps(town, TOLD)
    compared(town)
    assert nasrin.call().outcome == "served"


@pytest.mark.parametrize(("key", "state"), [("1", "connected"), ("2", "scheduled"), ("3", "closed_by_agent")])
def test_whom_an_agent_phoned_since_is_not_phoned_for_it_again(key: str, state: str) -> None:
    town = Town()
    nasrin, before = owed(town)
    is_phoned(town, nasrin, town.agent(), key)
    before.laid_back()
    agents_are_known(town)
    sleeps(town, TOLD)
    assert compared(town).found[Kind.RUNG] == 1
    assert nasrin.fates() == [state]
    (rung,) = town.all(CustomerLeg)
    assert isinstance(rung, CustomerLeg) and rung.seconds == 30
    assert nasrin.callback().attempts == 1


def test_a_wrong_number_was_a_talk_with_nobody() -> None:
    """What nobody has written down is owed still: that a fax picked up is no word with whom we owed it."""
    town = Town()
    asha, nasrin = town.agent(), town.caller()
    before = Copied(town)
    leaves_unheard(town, nasrin)
    town.passes(5)
    is_phoned(town, nasrin, asha, "3")
    assert nasrin.fates() == ["closed_by_agent"]
    before.laid_back()
    sleeps(town, TOLD)
    assert compared(town).found[Kind.LOST] == 1
    assert len(town.all(Obligation)) == 1


def agents_are_known(town: Town) -> None:
    """Asha was added after the copy was made; she is added again."""
    town.agent()


def test_an_attempt_in_vain_counts_as_one() -> None:
    town = Town()
    nasrin, before = owed(town)
    town.agent().says_yes()
    nasrin.is_rung()
    town.passes(60)
    before.laid_back()
    agents_are_known(town)
    sleeps(town, TOLD)
    compared(town)
    assert (nasrin.fates(), nasrin.callback().attempts) == (["scheduled"], 1)


def test_who_rang_again_and_was_served_is_owed_nothing_for_the_first_call() -> None:
    town = Town()
    nasrin, before = owed(town)
    is_served(town, nasrin, town.agent())
    before.laid_back()
    agents_are_known(town)
    sleeps(town, TOLD)
    compared(town)
    assert nasrin.fates() == ["came_in"]


def test_both_calls_lost_the_second_settles_the_first() -> None:
    town = Town()
    before = Copied(town)
    nasrin = town.caller()
    leaves_unheard(town, nasrin)
    town.passes(5)
    is_served(town, nasrin, town.agent())
    before.laid_back()
    sleeps(town, TOLD)
    compared(town)
    assert town.all(Obligation) == []
    assert [one.outcome for one in town.all(Call)] == ["served", "served"]  # type: ignore[attr-defined]


def test_a_caller_who_waited_when_the_copy_was_made_was_served_after_it() -> None:
    town = Town()
    asha, nasrin = town.agent(), town.caller()
    nasrin.asks_for_a_person()
    before = Copied(town)
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(60)
    nasrin.hangs_up()
    town.passes(60)
    before.laid_back()
    sleeps(town, TOLD)
    compared(town)
    assert nasrin.fates() == ["came_in"]
    town.passes(600)
    assert nasrin.was_rung() == 0
