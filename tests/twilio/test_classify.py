"""What became of a call that we asked for, over real HTTP: placed, refused, or nobody knows."""

import socket
import ssl

import pytest
from requests.exceptions import ConnectionError, ConnectTimeout, ProxyError, ReadTimeout, SSLError
from twilio.base.exceptions import TwilioException, TwilioServiceException
from urllib3.exceptions import NewConnectionError

from ivr.line.instructions import door
from ivr.line.outcomes import Blame, PlaceCall, Placed, Refused, Uncertain
from ivr.twilio.classify import classify
from ivr.twilio.rest import Account, RestCarrier
from ivr.twilio.urls import Urls
from tests.twilio.far_end import EMPTY, RESET, closed_port, error, far_end
from tests.twilio.signing import ACCOUNT, CALL, PUBLIC_URL

CALL_AN_AGENT = PlaceCall("+12025550100", "+12025550123", door("brief"), door("leg"), 20, 5400)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ((201, {"sid": CALL}), Placed),
        (RESET, Uncertain),
        (EMPTY, Uncertain),
        ((201, "<html>"), Uncertain),
        ((201, "[]"), Uncertain),
        ((201, {}), Uncertain),
        ((302, ""), Uncertain),
        ((408, ""), Uncertain),
        ((500, ""), Uncertain),
        ((502, "<html>bad gateway</html>"), Uncertain),
        (error(503, 20503), Uncertain),
        (error(500, 20500), Uncertain),
        (error(429, 20429), Blame.LATER),
        ((429, "slow down"), Blame.LATER),
        (error(400, 10004), Blame.LATER),
        (error(400, 22005), Blame.LATER),
        (error(503, 22005), Blame.LATER),
        (error(400, 21202), Blame.DESTINATION),
        (error(400, 21211), Blame.DESTINATION),
        (error(400, 21214), Blame.DESTINATION),
        (error(400, 21215), Blame.DESTINATION),
        (error(400, 21216), Blame.DESTINATION),
        (error(400, 21217), Blame.DESTINATION),
        (error(400, 21205), Blame.SETUP),
        (error(400, 21210), Blame.SETUP),
        (error(400, 21212), Blame.SETUP),
        (error(400, 21213), Blame.SETUP),
        (error(400, 21219), Blame.SETUP),
        (error(401, 20003), Blame.SETUP),
        (error(403, 20008), Blame.SETUP),
        (error(404, 20404), Blame.SETUP),
        (error(400, 99999), Blame.SETUP),
        ((401, ""), Blame.SETUP),
    ],
)
def test_what_became_of_a_call(answer, result):
    with far_end(answer) as far:
        became = far.carrier().place(CALL_AN_AGENT)
        assert len(far.asked) == 1, "never repeated"
    if isinstance(result, Blame):
        assert isinstance(became, Refused) and became.blame is result
    else:
        assert isinstance(became, result)
    assert "+1202" not in repr(became)


def test_a_call_that_never_left_was_never_placed():
    with far_end() as far:
        became = far.carrier(base_url=f"http://127.0.0.1:{closed_port()}").place(CALL_AN_AGENT)
    assert isinstance(became, Refused) and became.blame is Blame.LATER


def test_a_carrier_who_says_nothing_may_have_placed_the_call():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = Account(ACCOUNT, ACCOUNT, "secret", f"http://127.0.0.1:{silent.getsockname()[1]}")
        became = RestCarrier(account, Urls(PUBLIC_URL), patience=(1.0, 0.1)).place(CALL_AN_AGENT)
    assert became == Uncertain("ReadTimeout")


class Wrapped(Exception):
    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@pytest.mark.parametrize(
    ("failure", "result"),
    [
        (ConnectTimeout(), Refused),
        (ConnectionError(Wrapped(NewConnectionError(None, "no such host"))), Refused),
        (ProxyError(), Refused),
        (SSLError(Wrapped(Wrapped(ssl.SSLCertVerificationError()))), Refused),
        (SSLError(Wrapped(Wrapped(ssl.SSLEOFError()))), Uncertain),
        (SSLError(), Uncertain),
        (ReadTimeout(), Uncertain),
        (ConnectionError(), Uncertain),
        (ConnectionError("Connection aborted."), Uncertain),
        (TwilioException("no page"), Uncertain),
        (TwilioServiceException("about:blank", "no", 503, 20503), Uncertain),
        (TwilioServiceException("about:blank", "no", 400, 21211), Refused),
        (ValueError("not JSON"), Uncertain),
    ],
)
def test_what_became_of_a_failure(failure, result):
    assert isinstance(classify(failure), result)
