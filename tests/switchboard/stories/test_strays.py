"""Legs in the carrier's log that no row of ours wants, waits for, or ever had anything to do with."""

from __future__ import annotations

from ivr.line.outcomes import PlaceCall, PlaceResult, Uncertain
from ivr.rehearsal.people import Person
from ivr.switchboard import reconcile
from ivr.switchboard.reconcile import Kind
from ivr.switchboard.rows import Callback, Obligation, Offer
from tests.simulation import shop
from tests.switchboard.stories.test_lost_tail import TOLD, Copied, compared, sleeps
from tests.switchboard.stories.town import Town


def test_a_lost_leg_of_an_agent_that_rings_is_ended() -> None:
    """Nobody is to pick up for a caller of whom we know nothing any more."""
    town = Town()
    asha, before = town.agent(), Copied(town)
    nasrin = town.caller()
    nasrin.asks_for_a_person()
    asha.is_rung()
    before.laid_back()
    report = compared(town)
    assert report.found[Kind.STRAY] == 1
    assert not town.exchange.ringing_at(asha.number)


def test_a_leg_that_an_offer_waits_for_is_adopted() -> None:
    town = Town()
    asha, nasrin = town.agent(), town.caller()

    def answer_is_lost(call: PlaceCall) -> PlaceResult:
        town.carrier.place(call)
        return Uncertain("no answer")

    town.carrier.awry = answer_is_lost
    town.loses = lambda request: request.kind == "status"
    nasrin.rings_the_shop()
    nasrin.hears(shop.REASON)
    nasrin.presses("1")
    assert compared(town).found == {Kind.STRAY: 1}
    (offer,) = town.all(Offer)
    assert isinstance(offer, Offer) and offer.sid is not None
    asha.says_yes()
    nasrin.is_bridged()


def test_calls_that_led_elsewhere_were_not_ours_to_answer() -> None:
    """Before the number was pointed at us, somebody else's program answered it."""
    town = Town()
    nasrin = town.caller()
    town.exchange.own_number(shop.NUMBER, voice_url="elsewhere:voice")
    town.loses = lambda request: request.url.startswith("elsewhere")
    Person(town, "Nasrin", nasrin.number).rings(shop.NUMBER)
    sleeps(town, TOLD)
    town.exchange.own_number(shop.NUMBER, voice_url="door:incoming", status_callback="door:status")
    elsewhere: set[str] = set()
    report = reconcile.once(town.board, town.carrier, elsewhere=elsewhere)
    assert report.balanced and len(elsewhere) == 1
    assert town.all(Obligation) == [] and town.all(Callback) == []
    assert reconcile.once(town.board, town.carrier, elsewhere=elsewhere).found == {}
