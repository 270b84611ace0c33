"""A call that the carrier took its time to place, and does not find at once even then: it is not taken for ended."""

from ivr.line.outcomes import LegReport, LegState, Uncertain
from ivr.switchboard import offers, sweep
from ivr.switchboard.rows import Offer
from tests.simulation import shop
from tests.switchboard.stories.town import Town


def test_who_is_phoned_a_minute_late_for_somebody_who_has_gone_keeps_one_leg() -> None:
    """The order to phone Asha is carried out after a minute; Nasrin hung up long ago; to end the leg is a 404."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    town.carrier.awry = lambda call: Uncertain("still on its way")
    nasrin.asks_for_a_person()
    (offer,) = (one for one in town.all(Offer) if one.in_flight)
    nasrin.hangs_up()
    town.passes(65)
    leg = town.exchange.create_call({"To": asha.number, "From": shop.NUMBER, "Url": "door:brief"}).sid
    town.carrier.missing = True
    said = offers.report(town.board, offer.public_id, LegReport(leg, LegState.RINGING))
    sweep.chain(town.board, town.carrier, said.due)
    town.passes(5)
    assert [one.sid for one in town.exchange.live() if one.number == asha.number] == [leg]
    town.carrier.missing = False
    town.passes(30)
    assert not any(one.sid == leg for one in town.exchange.live())
