"""Agents at pages are shown who waits: they click, and their own leg comes; or it does not, and nobody is lost."""

from ivr.promise import offer
from ivr.switchboard.rows import Kind, Offer
from ivr.switchboard.shown import Click
from tests.simulation.shop import REASON
from tests.switchboard.stories.pages import Village
from tests.switchboard.stories.town import Neighbour, Town


def waiting(town: Town) -> Neighbour:
    """A caller in the queue."""
    nasrin = town.caller()
    nasrin.asks_for_a_person()
    return nasrin


def owed(town: Town) -> Neighbour:
    """A caller who asked for a person when nobody was there, and hung up."""
    nasrin = town.caller()
    nasrin.rings_the_shop()
    nasrin.hears(REASON)
    nasrin.presses("1")
    nasrin.hangs_up()
    return nasrin


def test_a_click_and_the_leg_that_follows_it_join_the_two() -> None:
    town = Village()
    mina, nasrin = town.page(), waiting(town)
    shown = mina.is_shown()
    assert (shown.kind, shown.state) == (Kind.SHOWN, offer.State.SCREENING)
    assert not mina.facts(), "no phone rang"
    mina.says_yes()
    nasrin.hears("We are connecting you now to Mina")
    nasrin.is_bridged()
    town.passes(40)
    nasrin.hangs_up()
    mina.hears("If this is settled, press 1")
    mina.presses("1")
    assert nasrin.fates() == ["served"]
    town.passes(60)
    assert mina.offer() is None


def test_everybody_at_a_page_sees_the_caller_and_the_first_click_wins() -> None:
    town = Village()
    mina, rafi = town.page(), town.page("Rafi", "rafi")
    nasrin = waiting(town)
    of_mina, of_rafi = mina.is_shown(), rafi.is_shown()
    assert mina.clicks(of_mina) is Click.YOURS
    assert rafi.clicks(of_rafi) is Click.TOO_LATE
    assert mina.clicks(of_mina) is Click.YOURS, "a second click says the same"
    assert rafi.offer() is None
    rafi.connects(of_rafi)
    assert rafi.leg is None, "who did not win is hung up"
    mina.connects(of_mina)
    nasrin.is_bridged()


def test_nobody_clicks_for_anybody_else() -> None:
    town = Village()
    mina = town.page()
    nasrin = waiting(town)
    one = mina.is_shown()
    rafi = town.page("Rafi", "rafi")
    assert rafi.clicks(one) is Click.UNKNOWN
    assert mina.clicks(one) is Click.YOURS
    rafi.connects(one)
    assert rafi.leg is None, "a leg of somebody else's is not believed"
    mina.connects(one)
    nasrin.is_bridged()


def test_a_leg_before_the_click_or_without_an_offer_is_hung_up() -> None:
    town = Village()
    mina = town.page()
    nasrin = waiting(town)
    one = mina.is_shown()
    mina.connects(one)
    mina.connects(one, other="x")
    assert mina.leg is None
    assert mina.clicks(one) is Click.YOURS
    mina.connects(one)
    nasrin.is_bridged()


def test_a_second_leg_for_the_same_click_is_hung_up() -> None:
    town = Village()
    mina = town.page()
    nasrin = waiting(town)
    one = mina.is_shown()
    mina.clicks(one)
    mina.connects(one)
    second = mina.connects(one)
    assert town.exchange.leg(second).status == "completed"
    nasrin.is_bridged()


def test_a_click_without_a_leg_gives_the_caller_back() -> None:
    town = Village()
    mina, nasrin = town.page(), waiting(town)
    one = mina.is_shown()
    mina.clicks(one)
    town.passes(14)
    assert nasrin.transfer().state == "accepted"
    asha = town.agent()
    town.passes(4)
    assert mina.row.misses == 1
    asha.says_yes()
    nasrin.is_bridged()
    mina.connects(one)
    assert mina.leg is not None
    mina.hears("A colleague has just taken this call")
    town.passes(5)
    assert mina.leg is None, "a late leg hears so, and ends"


def test_the_caller_leaves_between_click_and_leg() -> None:
    town = Village()
    mina, nasrin = town.page(), waiting(town)
    one = mina.is_shown()
    mina.clicks(one)
    nasrin.hangs_up()
    mina.connects(one)
    mina.hears("The caller has just hung up")
    mina.presses("1")
    nasrin.is_rung()
    nasrin.picks_up()
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["connected"]


def test_the_caller_leaves_and_no_leg_comes() -> None:
    town = Village()
    mina, nasrin = town.page(), waiting(town)
    mina.clicks()
    nasrin.hangs_up()
    town.passes(20)
    assert nasrin.fates() in (["scheduled"], ["due"], ["offered"])


def test_a_callback_is_taken_by_a_click() -> None:
    town = Village()
    nasrin = owed(town)
    mina = town.page()
    mina.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    mina.hears("press 1")
    mina.presses("1")
    assert nasrin.fates() == ["connected"]


def test_a_callback_without_a_leg_is_no_attempt() -> None:
    town = Village()
    nasrin = owed(town)
    mina = town.page()
    one = mina.is_shown()
    mina.clicks(one)
    town.passes(17)
    mina.is_open = False
    assert nasrin.was_rung() == 0
    assert nasrin.callback().attempts == 0
    assert nasrin.callback().state in ("due", "offered")
    with town.store.reading() as unit:
        assert unit.attempts_since(nasrin.callback().caller_id, town.now().replace(hour=0)) == 0
    asha = town.agent()
    town.passes(60)
    asha.says_yes()
    nasrin.is_rung()


def test_who_rings_in_before_the_leg_comes_is_taken_from_the_queue() -> None:
    town = Village()
    nasrin = owed(town)
    mina = town.page()
    one = mina.is_shown()
    mina.clicks(one)
    nasrin.rings_the_shop()
    nasrin.presses("1")
    town.passes(4)
    mina.connects(one)
    nasrin.is_bridged()
    assert nasrin.was_rung() == 0


def test_who_declines_is_not_asked_again_before_the_others() -> None:
    town = Village()
    mina = town.page()
    nasrin = waiting(town)
    one = mina.is_shown()
    asha = town.agent()
    assert mina.clicks(one, yes=False) is Click.DECLINED
    assert mina.clicks(one) is Click.TOO_LATE
    asha.says_yes()
    nasrin.is_bridged()


def test_nobody_clicks_for_as_long_as_a_phone_would_ring() -> None:
    town = Village()
    mina = town.page()
    waiting(town)
    one = mina.is_shown()
    town.passes(23)
    assert mina.row.misses == 1
    row = next(row for row in town.all(Offer) if row.id == one.id)  # type: ignore[attr-defined]
    assert row.state is offer.State.MISSED  # type: ignore[attr-defined]
    assert mina.clicks(one) is Click.TOO_LATE


def test_a_page_that_is_shut_is_shown_nobody() -> None:
    town = Village(rounds=1)
    mina = town.page()
    mina.is_open = False
    town.passes(21)
    nasrin = owed(town)
    town.passes(30)
    assert mina.offer() is None
    assert nasrin.fates() == ["due"], "nobody is on duty"


def test_a_phone_rings_only_where_its_owner_is_the_longest_idle() -> None:
    town = Village()
    asha, mina = town.agent(), town.page()
    nasrin = waiting(town)
    mina.is_shown()
    asha.is_rung()
    karim = town.caller("Karim", "+8801812345678")
    karim.asks_for_a_person()
    mina.says_yes()
    nasrin.is_bridged()
    assert town.exchange.ringing_at(asha.number) == [] or asha.leg


def test_no_line_is_needed_to_show_somebody() -> None:
    town = Village()
    town.board = type(town.board)(town.store, town.board.library, type(town.board.rules)("AC", calls_at_once=2))
    mina, asha = town.page(), town.agent()
    nasrin = waiting(town)
    mina.says_yes()
    nasrin.is_bridged()
    assert not asha.facts()
