"""What our account at Twilio is like, and where calls to its numbers go: read for `doctor`, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from ivr.twilio.rest import PATIENCE, Account, make_client

MOST = 200
"""Numbers, of either sort."""
MOST_COUNTRIES, PAGE = 400, 100


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """One number of the account, with where its calls, their failures and their ends are told."""

    number: str
    voice_url: str
    fallback_url: str
    status_callback: str


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """`verified`: the numbers that a trial account may call."""

    active: bool
    trial: bool
    numbers: tuple[NumberSeen, ...]
    verified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether numbers of a country (its ISO code) may be phoned: ordinary ones, and those of which Twilio says that
    they are dear or belong to fraudsters (its "high-risk special" and "high-risk toll fraud" numbers)."""

    country: str
    ordinary: bool
    costly: bool


@dataclass(frozen=True, slots=True)
class Denied:
    """Twilio does not let us look: the credentials, or their rights. `code` is Twilio's own."""

    code: int


@dataclass(frozen=True, slots=True)
class Away:
    """Nobody answered, or nothing that could be read."""

    reason: str


def read_account(account: Account, patience: tuple[float, float] = PATIENCE) -> AccountSeen | Denied | Away:
    """A few requests, none of which changes anything."""
    client = make_client(account, patience)
    try:
        return _read(client, account.sid)
    except (TwilioRestException, TwilioServiceException) as refusal:
        if int(refusal.status) in (401, 403, 404):
            return Denied(int(refusal.code or 0))
        return Away(f"HTTP {refusal.status}")
    except (TwilioException, RequestException, OSError, ValueError, AttributeError) as failure:
        return Away(type(failure).__name__)


def _read(client: Any, sid: str) -> AccountSeen:
    found = client.api.v2010.accounts(sid).fetch()
    numbers = tuple(_number(number) for number in client.incoming_phone_numbers.list(limit=MOST))
    trial = str(found.type).lower() == "trial"
    verified = tuple(str(one.phone_number) for one in client.outgoing_caller_ids.list(limit=MOST)) if trial else ()
    return AccountSeen(str(found.status) == "active", trial, numbers, verified)


def _number(number: Any) -> NumberSeen:
    return NumberSeen(
        number.phone_number, number.voice_url or "", number.voice_fallback_url or "", number.status_callback or ""
    )


def read_reach(account: Account, patience: tuple[float, float] = PATIENCE) -> tuple[Reached, ...]:
    """Every country as the account's geographic permissions have it; none where that cannot be seen, such as by a key
    of few rights."""
    countries = make_client(account, patience).voice.v1.dialing_permissions.countries
    try:
        found = countries.list(limit=MOST_COUNTRIES, page_size=PAGE)
    except (TwilioException, RequestException, OSError, ValueError, KeyError, AttributeError):
        return ()
    return tuple(_reached(one) for one in found if isinstance(one.iso_code, str))


def _reached(one: Any) -> Reached:
    costly = bool(one.high_risk_special_numbers_enabled or one.high_risk_tollfraud_numbers_enabled)
    return Reached(one.iso_code, bool(one.low_risk_numbers_enabled), costly)
