"""Requests as Twilio makes them: its fields, blank ones included, and its signature."""

from __future__ import annotations

from twilio.request_validator import RequestValidator

from ivr.twilio.request import Key, Trust, verify

ACCOUNT = "AC" + "a" * 32
CALL = "CA" + "1" * 32
OTHER_CALL = "CA" + "2" * 32
QUEUE = "QU" + "3" * 32
ID = "k3v9aaaaaaaaaaa2".replace("9", "7")
TOKEN = "an-auth-token-of-the-tests"
PUBLIC_URL = "https://ivr.example.com"
TRUST = Trust(ACCOUNT, PUBLIC_URL, (Key(TOKEN),))

_USUAL = (
    ("AccountSid", ACCOUNT),
    ("ApiVersion", "2010-04-01"),
    ("CallSid", CALL),
    ("CallStatus", "in-progress"),
    ("Called", "+12025550123"),
    ("CalledCity", ""),
    ("CalledState", "DC"),
    ("Caller", "+12025550100"),
    ("CallerCity", ""),
    ("Direction", "inbound"),
    ("From", "+12025550100"),
    ("FromCity", ""),
    ("FromCountry", "US"),
    ("FromState", "DC"),
    ("FromZip", ""),
    ("To", "+12025550123"),
    ("ToCity", ""),
    ("ToCountry", "US"),
    ("ToState", "DC"),
    ("ToZip", ""),
)


def form(**changes):
    """The fields of an ordinary request as pairs; None takes a field away."""
    fields = dict(_USUAL) | changes
    return [(name, value) for name, value in fields.items() if value is not None]


class Repeated(dict):
    """Repeated names, as the helper library wants them."""

    def getlist(self, name):
        return self[name]


def sign(url, pairs, token=TOKEN, algorithm=None):
    """Twilio's signature, by its own library."""
    fields = Repeated()
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return RequestValidator(token).compute_signature(url, fields, algorithm)


def asked(target="/twilio/voice/incoming", ids=(), **changes):
    """A request that passed."""
    pairs = form(**changes)
    return verify(TRUST, target, pairs, sign(PUBLIC_URL + target, pairs), ids)
