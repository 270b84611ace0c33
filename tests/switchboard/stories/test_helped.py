"""We hear late of what somebody asked for, or that they have gone; who was helped since then is not phoned for it, and
who was helped before is."""

from datetime import timedelta

from ivr.switchboard import reconcile
from ivr.switchboard.reconcile import Kind
from ivr.switchboard.rows import CallState, CustomerLeg
from tests.switchboard.stories.test_agreed import asks_in_vain
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.test_second_ledger import away
from tests.switchboard.stories.test_strangers import keys_karims_number, stranger
from tests.switchboard.stories.town import KARIM, Agent, Neighbour, Town


def is_helped(town: Town, nasrin: Neighbour, asha: Agent) -> None:
    """She asks for a person, gets one, and they talk."""
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    town.passes(15)


def is_phoned(town: Town, nasrin: Neighbour, asha: Agent) -> None:
    """An agent takes the call that we owe her, and they talk."""
    asha.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    asha.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    town.passes(15)


def test_who_rang_while_we_were_away_and_was_helped_when_we_were_back_is_not_phoned() -> None:
    town = Town()
    nasrin = town.caller()
    away(town, nasrin)
    is_helped(town, nasrin, town.agent())
    assert reconcile.once(town.board, town.carrier).found == {Kind.MISSED: 1}
    assert nasrin.fates() == ["served", "came_in"]
    town.passes(3600)
    assert nasrin.was_rung() == 0
    assert reconcile.once(town.board, town.carrier).found == {}


def test_who_was_helped_and_rang_again_while_we_were_away_is_owed() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    is_helped(town, nasrin, asha)
    asha.goes_home()
    away(town, nasrin)
    town.passes(15)
    reconcile.once(town.board, town.carrier)
    assert nasrin.fates() == ["served", "scheduled"]


def test_whom_we_have_phoned_since_for_something_else_is_not_phoned_for_the_call_that_we_missed() -> None:
    town = Town()
    nasrin = town.caller()
    away(town, nasrin)
    asks_in_vain(town, nasrin)
    nasrin.hangs_up()
    is_phoned(town, nasrin, town.agent())
    reconcile.once(town.board, town.carrier)
    assert nasrin.fates() == ["connected", "came_in"]


def test_two_lines_of_an_office_are_two_people() -> None:
    """One of them waits and is helped; the call of the other, at the same time, was missed by us."""
    town = Town()
    nasrin, colleague, asha = town.caller(), town.caller("Rumi"), town.agent()
    nasrin.asks_for_a_person()
    town.loses = lambda request: request.url.startswith(("door:incoming", "door:fallback", "door:status"))
    colleague.rings_the_shop()
    town.passes(5)
    town.loses = lambda request: False
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    town.passes(60)
    asha.goes_home()
    reconcile.once(town.board, town.carrier)
    assert nasrin.fates() == ["served", "scheduled"]


def test_a_stranger_of_whose_end_we_hear_late_had_us_called_where_we_have_talked_since() -> None:
    """They keyed Karim's number and were cut off, which nobody told us. Karim, to whom we owed a call, was phoned
    meanwhile; when the carrier tells that the stranger has gone, Karim is not phoned again."""
    town = Town()
    somebody, karim = asks_in_vain(town, stranger(town)), town.caller("Karim", KARIM)
    keys_karims_number(somebody)
    somebody.hears("For as soon as we can")
    town.loses = lambda request: request.kind == "status"
    somebody.hangs_up()
    town.loses = lambda request: False
    asks_in_vain(town, karim)
    karim.hangs_up()
    is_phoned(town, karim, town.agent())
    assert town.all(type(karim.call()))[0].state is CallState.LIVE  # type: ignore[attr-defined]
    town.passes(3600)
    assert karim.was_rung() == 1
    assert [one.state for one in town.all(type(karim.callback()))] == ["came_in", "connected"]  # type: ignore[attr-defined]


def test_a_line_that_was_picked_up_before_she_rang_us_is_no_talk_after_it_though_we_heard_of_it_later() -> None:
    """That it was picked up is found out by asking, half a minute later; how long it had lasted, its end tells."""
    town = Town()
    nasrin, asha = owed(town)
    town.loses = lambda request: request.url.startswith("door:customer")
    asha.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    asha.is_bridged()
    began = town.now()
    town.passes(80)
    town.loses = lambda request: False
    nasrin.hangs_up()
    town.passes(1)
    (leg,) = town.all(CustomerLeg)
    assert isinstance(leg, CustomerLeg) and leg.picked_up_at is not None
    assert abs(leg.picked_up_at - began) < timedelta(seconds=3)
