"""Telephone numbers: what is one, whose it may be, and which we may ring. The only room that knows phonenumbers.

It dials nothing, remembers nothing, and never puts a number into an error.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NewType

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

Number = NewType("Number", str)
"""A valid number in E.164: a plus sign and at most fifteen Latin digits."""


class Refusal(Enum):
    """Why a text could not be read as a number that exists."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    UNKNOWN_COUNTRY = "unknown_country"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_IN_USE = "not_in_use"


class Kind(Enum):
    """What sort of line a number belongs to, as the numbering plans have it (porting is invisible)."""

    FIXED = "fixed"
    MOBILE = "mobile"
    FIXED_OR_MOBILE = "fixed_or_mobile"
    VOIP = "voip"
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    SATELLITE = "satellite"
    OTHER = "other"


class Reason(Enum):
    """Why a destination is barred."""

    NOT_A_NUMBER = "not_a_number"
    EMERGENCY = "emergency"
    SHORT = "short"
    OWN = "own"
    AGENT = "agent"
    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    SATELLITE = "satellite"
    COUNTRY = "country"
    KIND = "kind"


@dataclass(frozen=True)
class Allowed:
    """A destination that may be rung, with its ISO country code."""

    number: Number
    country: str


@dataclass(frozen=True)
class Barred:
    """A destination that may not be rung."""

    reason: Reason


ORDINARY = frozenset({Kind.FIXED, Kind.MOBILE, Kind.FIXED_OR_MOBILE})
"""The lines that a person answers at an ordinary price. In North America the plan does not tell fixed from mobile."""

_WITHHELD = frozenset({"+266696687", "+7378742833", "+86282452253", "+8656696", "+2562533"})
"""ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN and BLOCKED, as some carriers spell them on a telephone's keys.
None exists in the numbering plans of today; the list holds when a plan grows into one of them."""

_SATELLITE_CODES = frozenset({870, 881, 882, 883})
"""ITU-T E.164 shared codes: Inmarsat, global mobile satellite systems, international networks."""

_LONGEST_SHORT_CODE = 6
"""Digits. Hotlines such as Bangladesh's 16263 are in no table of valid numbers, short or long."""

_E164 = re.compile(r"\+[0-9]{7,15}", re.ASCII)
_MOST_TEXT = 64
_remembered = lru_cache(maxsize=1024)  # in one call the same number is asked about at every turn
_KINDS = {
    PhoneNumberType.FIXED_LINE: Kind.FIXED,
    PhoneNumberType.MOBILE: Kind.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Kind.FIXED_OR_MOBILE,
    PhoneNumberType.VOIP: Kind.VOIP,
    PhoneNumberType.TOLL_FREE: Kind.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
    PhoneNumberType.SHARED_COST: Kind.SHARED_COST,
}
_PARSE_FAILURES = {
    NumberParseException.INVALID_COUNTRY_CODE: Refusal.UNKNOWN_COUNTRY,
    NumberParseException.TOO_SHORT_AFTER_IDD: Refusal.TOO_SHORT,
    NumberParseException.TOO_SHORT_NSN: Refusal.TOO_SHORT,
    NumberParseException.TOO_LONG: Refusal.TOO_LONG,
}
_COSTLY = {Kind.PREMIUM: Reason.PREMIUM, Kind.SHARED_COST: Reason.SHARED_COST, Kind.SATELLITE: Reason.SATELLITE}


def parse_number(text: str, country: str) -> Number | Refusal:
    """The number that a person typed or keyed, read as one would dial it in `country` (ISO code).

    Digits of any script are read. Letters and extensions are refused: neither can be keyed back to the caller.
    """
    parsed = _parse(text, country)
    if isinstance(parsed, Refusal):
        return parsed
    return _e164(parsed) if phonenumbers.is_valid_number(parsed) else Refusal.NOT_IN_USE


@_remembered
def caller_number(text: str | None) -> Number | None:
    """The caller's number as the carrier gave it, or None where it was withheld or is no E.164 number."""
    if text is None or text in _WITHHELD or not _E164.fullmatch(text):
        return None
    parsed = _parse(text, None)
    if isinstance(parsed, Refusal) or not phonenumbers.is_valid_number(parsed):
        return None
    return _e164(parsed)


def is_callable(text: str | None) -> bool:
    """Whether a caller who shows this number can be called back at all: it exists and is an ordinary line."""
    return (number := caller_number(text)) is not None and kind(number) in ORDINARY


def kind(number: str) -> Kind:
    """The sort of line behind an E.164 number; OTHER where the numbering plan does not say."""
    parsed = _parse(number, None)
    return Kind.OTHER if isinstance(parsed, Refusal) else _kind(parsed)


@_remembered
def country_of(number: str) -> str | None:
    """The ISO code of the country of an E.164 number, or None where it has none (satellites, unknown numbers)."""
    parsed = _parse(number, None)
    if isinstance(parsed, Refusal):
        return None
    region = phonenumbers.region_code_for_number(parsed)
    return None if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else region


def destination(
    text: str,
    *,
    countries: Collection[str],
    own: Collection[str],
    agents: Collection[str] = (),
    kinds: Collection[Kind] = ORDINARY,
) -> Allowed | Barred:
    """Whether we may ring `text`: an existing number of an ordinary line in one of `countries` (ISO codes).

    `own` and `agents` are E.164 numbers that are never customers; leave `agents` out to ring an agent.
    """
    parsed = _parse(text, None)
    if isinstance(parsed, Refusal):
        return Barred(Reason.NOT_A_NUMBER)
    number, country, sort = _e164(parsed), country_of(text) or "", _kind(parsed)
    ours = Reason.OWN if number in own else Reason.AGENT if number in agents else None
    if reason := _special(parsed) or ours or _COSTLY.get(sort):
        return Barred(reason)
    if country not in countries:
        return Barred(Reason.COUNTRY)
    return Allowed(number, country) if sort in kinds else Barred(Reason.KIND)


def example(country: str) -> Number | None:
    """A mobile number that the numbering plan of a country (ISO code) gives as an example."""
    return _e164(found) if (found := phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)) else None


@_remembered
def zone_of(number: str) -> str | None:
    """The IANA zone of an E.164 number where its prefix has exactly one, else None: a guess is no civil hour."""
    from phonenumbers import timezone  # its table costs memory, and only callbacks ask for it

    parsed = _parse(number, None)
    if isinstance(parsed, Refusal) or not phonenumbers.is_valid_number(parsed):
        return None
    zones = timezone.time_zones_for_number(parsed)
    return zones[0] if len(zones) == 1 and zones[0] != timezone.UNKNOWN_TIMEZONE else None


def mask(number: str) -> str:
    """A number as logs may show it: country code and last three digits, `+44•••123`; dots alone for anything else."""
    parsed = _parse(number, None)
    if isinstance(parsed, Refusal):
        return "•••"
    national = phonenumbers.national_significant_number(parsed)
    return f"+{parsed.country_code}•••{national[-3:] if len(national) > _LONGEST_SHORT_CODE else ''}"


def prefix_group(number: str) -> str:
    """The block of ten thousand numbers around an E.164 number: attackers who pump calls rent such blocks."""
    return number[:-4]


def groups(number: str, country: str) -> tuple[str, ...]:
    """The digits of a number in the groups in which people of `country` say it; abroad, the first starts with +."""
    parsed = _parse(number, None)
    if isinstance(parsed, Refusal):
        return ()
    at_home = phonenumbers.region_code_for_number(parsed) == country
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return tuple(re.findall(r"\+?[0-9]+", phonenumbers.format_number(parsed, style)))


def _parse(text: str, country: str | None) -> PhoneNumber | Refusal:
    stripped = text.strip().removeprefix("tel:")
    if not stripped:
        return Refusal.EMPTY
    if len(stripped) > _MOST_TEXT or any(letter.isalpha() for letter in stripped):
        return Refusal.NOT_A_NUMBER
    try:
        parsed = phonenumbers.parse(stripped, country)
    except NumberParseException as failure:
        if country is None and not stripped.startswith("+"):
            return Refusal.NOT_A_NUMBER
        return _PARSE_FAILURES.get(failure.error_type, Refusal.NOT_A_NUMBER)
    return Refusal.NOT_A_NUMBER if parsed.extension else parsed


def _e164(parsed: PhoneNumber) -> Number:
    return Number(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))


def _kind(parsed: PhoneNumber) -> Kind:
    if parsed.country_code in _SATELLITE_CODES:
        return Kind.SATELLITE
    return _KINDS.get(phonenumbers.number_type(parsed), Kind.OTHER)


def _special(parsed: PhoneNumber) -> Reason | None:
    """Emergency numbers, short codes, and whatever does not exist. Twilio places +1911 as a real emergency call."""
    national = phonenumbers.national_significant_number(parsed)
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    if phonenumbers.is_emergency_number(national, region):
        return Reason.EMERGENCY
    if phonenumbers.is_valid_number(parsed):
        return None
    return Reason.SHORT if len(national) <= _LONGEST_SHORT_CODE else Reason.NOT_A_NUMBER
