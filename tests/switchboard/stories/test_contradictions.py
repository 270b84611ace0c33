"""Reports of one leg that contradict each other, in either order: the one that says more is believed."""

from itertools import permutations

import pytest

from ivr.line.inputs import Digits
from ivr.line.outcomes import LegReport, LegState, Outcome, TalkReport
from ivr.simulator.exchange import WebRequest
from ivr.switchboard import customers, talks
from ivr.switchboard.rows import CustomerLeg, Offer
from tests.switchboard.stories.test_called_back import phoned
from tests.switchboard.stories.town import Town


def ended(leg: str, outcome: Outcome, seconds: int | None) -> LegReport:
    return LegReport(leg, LegState.ENDED, outcome, seconds)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_who_talked_is_not_phoned_again_because_somebody_says_busy_too(order: tuple[int, ...]) -> None:
    town = Town()
    nasrin, asha = phoned(town)
    (leg,) = (row.sid for row in town.all(CustomerLeg))
    (offer,) = (row.public_id for row in town.all(Offer))

    def lost(request: WebRequest) -> bool:
        return request.kind == "status" or request.url.startswith("door:over")

    town.loses = lost
    town.passes(30)
    nasrin.hangs_up()
    asha.hangs_up()
    told = [ended(leg, Outcome.BUSY, None), ended(leg, Outcome.FAILED, None), ended(leg, Outcome.ANSWERED, 30)]
    for index in order:
        customers.report(town.board, offer, told[index])
    town.passes(120)
    assert nasrin.fates() == ["connected"]
    (row,) = town.all(CustomerLeg)
    assert (row.outcome, row.seconds) == (Outcome.ANSWERED, 30)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_who_picked_up_is_not_phoned_again_because_that_is_heard_after_an_end(order: tuple[int, ...]) -> None:
    town = Town()
    town.loses = lambda request: request.url.startswith(("door:customer", "door:over"))
    nasrin, _ = phoned(town)
    (leg,) = (row.sid or "CA1" for row in town.all(CustomerLeg))
    (offer,) = town.all(Offer)
    told = [LegReport(leg, LegState.RINGING), LegReport(leg, LegState.IN_PROGRESS), ended(leg, Outcome.FAILED, None)]
    for index in order:
        customers.report(town.board, offer.public_id, told[index])
    assert nasrin.fates() == ["talking"]
    (row,) = town.all(CustomerLeg)
    assert (row.state, row.outcome, row.in_flight) == (LegState.ENDED, Outcome.FAILED, False)
    talks.over(town.board, offer.public_id, "ring", offer.sid, TalkReport())
    assert nasrin.fates() == ["talking"], "the agent is asked how it went, not told that nobody was there"
    talks.verdict(town.board, offer.public_id, offer.sid, Digits("1"))
    assert nasrin.fates() == ["connected"]
