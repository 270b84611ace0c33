"""A desk that writes down what it is asked, and answers what the test wants."""

from __future__ import annotations

from functools import partial

from flask import Flask

from ivr.line.instructions import Answer, HangUp, Say
from ivr.twilio.urls import Urls
from ivr.webhooks import open_doors
from tests.twilio.signing import PUBLIC_URL, TRUST, form, sign

APOLOGY = (Say("We call you back.", "en-US"), HangUp())


class FakeDesk:
    def __init__(self, *, trust=TRUST, answer=None):
        self.trust = trust
        self.urls = Urls(trust.public_url)
        self.answer = answer or Answer((Say("Hello.", "en-US"), HangUp()))
        self.heard, self.rung, self.rescued = [], [], []

    def __getattr__(self, door):
        return partial(self._asked, door)

    def _asked(self, door, *given):
        self.heard.append((door, *given))
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def rescue(self, door, ring, fault):
        self.rescued.append((door, ring, fault))
        return APOLOGY

    def ring(self, due):
        self.rung.extend(due)


def web(desk):
    app = Flask(__name__)
    open_doors(app, desk)
    return app.test_client()


def post(desk, target, pairs=None, headers=None, **changes):
    """A request as Twilio would send it, answered to its end."""
    pairs = form(**changes) if pairs is None else pairs
    signed = {"X-Twilio-Signature": sign(PUBLIC_URL + target, pairs)}
    fields = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return web(desk).post(target, data=fields, headers=signed | (headers or {}), buffered=True)
