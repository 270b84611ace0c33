"""The carrier's log knows of calls that we do not: nobody who rang while we were away is forgotten."""

from ivr.switchboard import reconcile
from ivr.switchboard.reconcile import Kind, Report
from ivr.switchboard.rows import CallState, Obligation, Source
from tests.simulation import shop
from tests.switchboard.stories.town import KARIM, Town


def compared(town: Town) -> Report:
    """What the two ledgers say now."""
    report = reconcile.once(town.board, town.carrier)
    assert report.balanced
    return report


def away(town: Town, *callers: object) -> None:
    """Nothing of ours is there, not even for the reports; each of these rings, hears the carrier's apology and goes."""
    town.loses = lambda request: True
    for caller in callers:
        caller.rings_the_shop()  # type: ignore[attr-defined]
        town.passes(20)
    town.loses = lambda request: False


def test_who_rang_while_we_were_away_is_called_back() -> None:
    town = Town()
    nasrin, karim = town.caller(), town.caller("Karim", KARIM)
    away(town, nasrin, karim)
    town.passes(60)
    assert town.all(Obligation) == []
    report = compared(town)
    assert report.found == {Kind.MISSED: 2}
    assert nasrin.fates() == karim.fates() == ["scheduled"]
    assert [debt.source for debt in nasrin.owed()] == [Source.MISSED_CALL]
    assert nasrin.callback().asked_at < karim.callback().asked_at, "the oldest first"
    assert compared(town).found == {}, "and once only"


def test_a_call_that_ended_a_moment_ago_is_looked_at_again() -> None:
    """Its first request may still be under way in another process."""
    town = Town()
    nasrin = town.caller()
    town.loses = lambda request: True
    nasrin.rings_the_shop()
    town.passes(6)
    report = reconcile.once(town.board, town.carrier)
    assert report.found == {Kind.FRESH: 1} and report.balanced and report.fresh
    assert town.all(Obligation) == []
    town.passes(10)
    assert not compared(town).fresh
    assert nasrin.fates() == ["scheduled"]


def test_whose_end_was_never_reported_is_owed_what_they_waited_for() -> None:
    town = Town()
    nasrin = town.caller()
    town.agent()
    nasrin.asks_for_a_person()
    town.loses = lambda request: request.kind == "status" or "left" in request.url
    nasrin.hangs_up()
    town.exchange.advance(town.exchange.now + 5)
    assert nasrin.call().state is CallState.LIVE
    assert compared(town).found == {Kind.ENDED: 1}
    assert nasrin.call().state is CallState.ENDED
    assert nasrin.fates() == ["scheduled"]


def test_who_was_cut_off_in_the_middle_is_owed_once_the_carrier_tells() -> None:
    """The web was away for one key; the end of the call was reported well."""
    town = Town()
    nasrin = town.caller()
    nasrin.rings_the_shop()
    nasrin.hears(shop.REASON)
    town.loses = lambda request: request.url.startswith("door:turn")
    nasrin.presses("1")
    town.passes(30)
    town.loses = lambda request: False
    assert compared(town).found == {} and nasrin.fates() == []
    town.passes(20 * 60)
    assert compared(town).found == {Kind.MIDDLE: 1}
    assert nasrin.call().outcome == "cut_off"
    assert [debt.source for debt in nasrin.owed()] == [Source.MISSED_CALL]
    assert compared(town).found == {}


def test_who_hung_up_in_the_greeting_is_not_phoned() -> None:
    town = Town()
    nasrin = town.caller()
    nasrin.rings_the_shop()
    town.passes(2)
    nasrin.hangs_up()
    town.passes(20 * 60)
    assert compared(town).found == {Kind.MIDDLE: 1}
    assert nasrin.call().outcome == "left" and town.all(Obligation) == []
    assert compared(town).found == {}


def test_who_was_served_is_not_called_back() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    asha.is_bridged()
    town.passes(60)
    asha.hangs_up()
    nasrin.hangs_up()
    town.passes(120)
    assert compared(town).found == {}
    assert nasrin.fates() == ["served"]


def test_the_agent_is_told_to_begin_with_an_apology() -> None:
    town = Town()
    away(town, town.caller())
    asha = town.agent()
    town.passes(15)
    compared(town)
    asha.is_rung()
    asha.picks_up()
    asha.hears("We could not answer their call. Please begin with an apology.")


def test_after_a_long_while_away_one_comparison_is_enough() -> None:
    """Who was in the middle of a menu when we went away, and who waited in the queue then, are owed at once."""
    town = Town()
    town.agent()
    nasrin, karim = town.caller(), town.caller("Karim", KARIM)
    karim.asks_for_a_person()
    nasrin.rings_the_shop()
    nasrin.hears(shop.REASON)
    town.loses = lambda request: True
    nasrin.presses("1")
    town.exchange.advance(town.exchange.now + 5)
    for request in town.exchange.requests():
        town.exchange.fail(request.id, 11200)
    karim.hangs_up()
    town.exchange.advance(town.exchange.now + 3600)
    town.loses = lambda request: False
    report = compared(town)
    assert report.found[Kind.ENDED] >= 2 and report.found[Kind.MIDDLE] == 1
    assert [debt.source for debt in nasrin.owed()] == [Source.MISSED_CALL]
    assert karim.fates() == ["scheduled"]
    assert compared(town).found == {}
