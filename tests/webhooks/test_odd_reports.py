"""What is odd in a request and says nothing: another idempotency header, a sequence number that is none, a new word."""

import pytest

from ivr.line.outcomes import LegState
from tests.webhooks.fake_desk import FakeDesk, post
from tests.webhooks.test_gate import address


@pytest.mark.parametrize("name", ["incoming", "turn", "reply", "over", "leg"])
def test_another_idempotency_header_changes_nothing(name):
    """It is not signed, so it is believed nothing: whether a request came before is told by its ids alone."""
    desk = FakeDesk()
    tokens = ({"I-Twilio-Idempotency-Token": letter * 32} for letter in "ab")
    first, second = (post(desk, address(name), headers=token, CallStatus="ringing") for token in tokens)
    assert first.data == second.data
    assert desk.heard[0] == desk.heard[1]


@pytest.mark.parametrize("number", [None, "", "0", "first", "-1", "٣", "9" * 30])
def test_a_sequence_number_that_is_none_leaves_the_report_as_it_is(number):
    desk = FakeDesk()
    fields = {} if number is None else {"SequenceNumber": number}
    assert post(desk, address("leg"), CallStatus="ringing", **fields).status_code == 204
    ((_, _, report),) = desk.heard
    assert report.state is LegState.RINGING


@pytest.mark.parametrize("word", ["reconnecting", "answering", "", "COMPLETED"])
@pytest.mark.parametrize("name", ["status", "leg", "customer"])
def test_a_word_that_we_do_not_know_says_nothing(name, word):
    desk = FakeDesk()
    assert post(desk, address(name), CallStatus=word, NewField="1").status_code == 204
    assert desk.heard == []
