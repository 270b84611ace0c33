"""Where calls to the account's numbers go, read and set: nothing else of the account is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twilio.base.exceptions import TwilioRestException, TwilioServiceException

from ivr.twilio.rest import PATIENCE, Account, make_client
from ivr.twilio.survey import Away, Denied
from ivr.twilio.tried import tried, why

MOST = 200
"""Numbers of an account that are looked at."""

PROPERTIES = (
    "voice_url",
    "voice_method",
    "voice_fallback_url",
    "voice_fallback_method",
    "status_callback",
    "status_callback_method",
    "voice_application_sid",
    "trunk_sid",
)
"""Of a number, as far as its calls go. Where one of the last two is set, the addresses before them mean nothing (Twilio
docs, IncomingPhoneNumber resource)."""


@dataclass(frozen=True, slots=True)
class NumberSet:
    """One number with its properties; what is not set is empty."""

    sid: str
    number: str
    properties: Mapping[str, str]


def read_numbers(account: Account, patience: tuple[float, float] = PATIENCE) -> tuple[NumberSet, ...] | Denied | Away:
    """All numbers of the account."""
    client = make_client(account, patience)
    return _failed(found := tried(lambda: _list(client, account.sid))) or found


def set_number(
    account: Account, sid: str, wanted: Mapping[str, str], patience: tuple[float, float] = PATIENCE
) -> NumberSet | Denied | Away:
    """The number as Twilio shows it after these properties were set."""
    client = make_client(account, patience)
    return _failed(found := tried(lambda: _read(client.incoming_phone_numbers(sid).update(**wanted)))) or found


def _list(client: Any, sid: str) -> tuple[NumberSet, ...]:
    """The account first: of a refused list the library does not say why."""
    client.api.v2010.accounts(sid).fetch()
    return tuple(_read(one) for one in client.incoming_phone_numbers.list(limit=MOST))


def _read(one: Any) -> NumberSet:
    return NumberSet(one.sid, one.phone_number, {name: getattr(one, name) or "" for name in PROPERTIES})


def _failed(found: Any) -> Denied | Away | None:
    if isinstance(found, TwilioRestException | TwilioServiceException) and int(found.status) < 500:
        return Denied(int(found.code or 0))
    return Away(why(found)) if isinstance(found, Exception) else None
