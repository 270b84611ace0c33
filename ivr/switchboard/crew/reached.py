"""Where an agent may be reached: a line that we may ring, a page of their browser, a SIP address. It rings nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from ivr import phone
from ivr.promise.business import Business

LINES = phone.ORDINARY | {phone.Kind.VOIP}
"""The lines on which agents may be reached."""
CLIENT, SIP = "client", "sip"
LONGEST = 121
"""Characters of a client's name, by Twilio's rules."""
_NAME = re.compile(r"[A-Za-z0-9_]+")
_SIP = re.compile(r"[^\s<>\"',;@]+@[^\s<>\"',;@]+")


class Refused(StrEnum):
    """Why nobody can be reached there."""

    ADDRESS = "this is no address: give +<country><number>, client:<name> or sip:<address>"
    CLIENT = "a client address has letters, digits and underscores only, at most 121 of them"
    OWN = "this is a number of our own: an agent needs a telephone of theirs"
    COUNTRY = "this number is in a country that we do not call: add it to `countries` in business.yaml"
    PREMIUM = "this number may not be rung: it is a premium one"
    SATELLITE = "this number may not be rung: it is a satellite telephone's"
    BARRED = "this number may not be rung"


_WHY = {
    phone.Reason.OWN: Refused.OWN,
    phone.Reason.COUNTRY: Refused.COUNTRY,
    phone.Reason.PREMIUM: Refused.PREMIUM,
    phone.Reason.SATELLITE: Refused.SATELLITE,
}


def parse_address(text: str, business: Business, country: str = "") -> str | Refused:
    """E.164 of a line that we may ring, or a client or SIP address as it is. `country` (ISO): numbers may be written as
    they are dialled there; without one they begin with a plus sign."""
    text = text.strip()
    kind, colon, rest = text.partition(":")
    if colon and kind == CLIENT and rest:
        return text if _NAME.fullmatch(rest) and len(rest) <= LONGEST else Refused.CLIENT
    if colon and kind == SIP and _SIP.fullmatch(rest):
        return text
    if not country and not text.startswith("+"):
        return Refused.ADDRESS
    number = phone.parse_number(text, country)
    if isinstance(number, phone.Refusal):
        return Refused.ADDRESS
    found = phone.destination(number, countries=business.countries, own=business.numbers, kinds=LINES)
    return _WHY.get(found.reason, Refused.BARRED) if isinstance(found, phone.Barred) else found.number
