"""What became of a request that asked Twilio to act: placed, refused, or nobody knows. One function; when in doubt,
nobody knows, because a call that was placed after all must never be placed again."""

from __future__ import annotations

import ssl
from typing import Any

from requests.exceptions import ConnectTimeout, ProxyError, RequestException
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from ivr.line.outcomes import Blame, Placed, PlaceResult, Refused, Uncertain

_LATER = {
    10004: "the account has as many calls at once as it may",
    16021: "the account has as many calls at once as it may",
    20429: "too many requests at once",
    21611: "the sending number has too many messages waiting",
    22005: "more than a day of calls is waiting to be placed",
}
"""Never carried out, and safe to repeat."""

_DESTINATION = {
    21202: "a premium or service number",
    21211: "no valid number",
    21214: "the number cannot be reached",
    21215: "the account may not call this country",
    21216: "Twilio blocks this number",
    21217: "no number that exists",
    21408: "the account may not send messages to this country",
    21610: "the recipient wants no messages",
    21612: "the number cannot be reached by message from here",
    21614: "no mobile number",
    13225: "Twilio blocks this number",
    13227: "the account may not call this country",
}
_SETUP = {
    10001: "the account is not active",
    10005: "voice is switched off for the account",
    14111: "a trial account calls verified numbers only",
    20003: "the credentials are wrong or may not do this",
    20005: "the account is not active",
    20008: "these are test credentials",
    20404: "the account is not known in this region",
    21205: "our public address is not accepted",
    21210: "our number is neither owned nor verified",
    21212: "our number is not valid",
    21213: "our number is missing",
    21219: "a trial account calls verified numbers only",
    21606: "our number cannot send messages",
    573002: "a trial account calls verified numbers only",
    573005: "a trial account calls verified numbers only",
}
_CODES = {
    code: (blame, reason)
    for blame, codes in ((Blame.LATER, _LATER), (Blame.DESTINATION, _DESTINATION), (Blame.SETUP, _SETUP))
    for code, reason in codes.items()
}
"""Twilio's error dictionary. Its own messages are not passed on: they repeat the number."""

_UNDECIDED = frozenset({408, 425, 499})
"""Answers of 4xx that a gateway gives when it does not know what became of a request."""


def classify(result: Any) -> PlaceResult:
    """The new call or message as the library gives it, or the exception that came instead."""
    if isinstance(result, TwilioRestException | TwilioServiceException):
        return _answered(int(result.status), int(result.code or 0))
    if isinstance(result, RequestException) and _never_sent(result):
        return Refused(Blame.LATER, f"not connected: {type(result).__name__}")
    if isinstance(result, Exception) or not isinstance(result.sid, str):
        return Uncertain(type(result).__name__)
    return Placed(result.sid, _seconds(getattr(result, "queue_time", None)))


def _answered(status: int, code: int) -> Refused | Uncertain:
    blame, reason = _CODES.get(code, (None, ""))
    if status == 429 or blame is Blame.LATER:
        return Refused(Blame.LATER, f"{reason or 'too many requests'} (Twilio error {code})")
    if not 400 <= status < 500 or status in _UNDECIDED:
        return Uncertain(f"HTTP {status} (Twilio error {code})")
    return Refused(blame or Blame.SETUP, f"{reason or 'Twilio refuses the request'} (Twilio error {code})")


def _never_sent(failure: RequestException) -> bool:
    """Whether it broke before a byte of the request left: no address, no connection, no trust in the certificate."""
    if isinstance(failure, ConnectTimeout | ProxyError):
        return True
    reason = getattr(_first(failure), "reason", None)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError) or isinstance(
        _first(reason), ssl.SSLCertVerificationError
    )


def _first(failure: object) -> object:
    """What an exception of these libraries wraps."""
    return next(iter(getattr(failure, "args", ())), None)


def _seconds(milliseconds: str | None) -> float:
    """`queue_time`, a number of milliseconds as text."""
    return int(milliseconds) / 1000 if milliseconds and milliseconds.isdecimal() else 0.0
