"""What deliveries are signed with is kept sealed, also where it stood in clear before there were seals."""

from __future__ import annotations

from ivr.egress.sealing import Seal, is_sealed
from ivr.switchboard.outside import endpoints
from ivr.switchboard.rows import DeliveryState, Endpoint
from tests.app.test_outgoing import SECRET, Business, business, owed_to_somebody, told

__all__ = ["business"]


def kept(business: Business) -> str:
    """The secret, as the database has it."""
    with business.store.reading() as unit:
        (row,) = unit.many(Endpoint)
    return row.secret


def test_a_secret_that_stood_in_clear_is_sealed_by_the_next_pass_and_signs_as_before(business: Business) -> None:
    business.listens("callback.created")
    assert kept(business) == SECRET
    owed_to_somebody(business)
    assert business.passes() == 1
    sealed = kept(business)
    assert is_sealed(sealed) and SECRET not in sealed and SECRET.removeprefix("whsec_") not in sealed
    assert told(business.end.asked[-1])["type"] == "callback.created"
    business.passes()
    assert kept(business) == sealed, "once"


def test_a_program_whose_secret_was_sealed_with_another_key_is_told_nothing_unsigned(business: Business) -> None:
    business.listens("callback.created")
    endpoints.seal(business.store, Seal("another installation").close)
    owed_to_somebody(business)
    assert business.passes() == 1
    (row,) = business.rows()
    assert (row.state, row.status) == (DeliveryState.WAITING, None) and business.end.asked == []
    assert "SECRET_KEY" in row.fault
