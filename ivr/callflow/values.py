"""What a caller answered, or somebody found out, as typed values: kept as text, compared as what they are.

Nothing here speaks or asks; how a value sounds is `prompts`', what a flow makes of it is `conditions`'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ivr.language import clean, latin

MOST_DIGITS = 32
"""Of a number or a row of digits: more are no number that anybody means."""


MOST_LIST = 16_000
"""Letters of a list: it is kept for as long as the call, and read at every turn."""


class Type(StrEnum):
    """What a value is, and so how it is spoken, and with what it may be compared."""

    TEXT = "text"
    DIGITS = "digits"
    """Digits that mean nothing together, such as an order number: leading zeros count."""
    NUMBER = "number"
    AMOUNT = "amount"
    """Of money, in the currency of the business."""
    DATE = "date"
    TIME = "time"
    """A time of day."""
    MOMENT = "moment"
    DURATION = "duration"
    PHONE = "phone"
    FLAG = "flag"
    WEEKDAY = "weekday"
    LIST = "list"
    """What a system answered, as JSON: one of it at a time is taken out, and nothing else is done with it."""


Plain = str | Decimal | date | time | datetime | timedelta | bool
"""What a value is to a computer."""


@dataclass(frozen=True, slots=True)
class Value:
    """`text` is the one way in which a value of its type is written. A sensitive one is spoken to nobody, written into
    no event and no log: it leaves a call only in a lookup. It is never `told`."""

    type: Type
    text: str
    sensitive: bool = False
    told: bool = False
    """Whoever talks with the caller is told of it: the flow says so."""

    @property
    def plain(self) -> Plain:
        """As it is compared and reckoned with."""
        return _PLAIN[self.type](self.text)


Answers = tuple[tuple[str, Value], ...]
"""Name → value, sorted by name: what is known in a call from its callers' keys, lookups and constants."""


Learned = tuple[tuple[str, Value | None], ...]
"""What a visit leads to know; None: from then on it is unknown."""


def laid_over(known: Answers, new: Learned) -> Answers:
    """What is known once these are known too."""
    merged = {**dict(known), **dict(new)}
    return tuple(sorted((name, value) for name, value in merged.items() if value is not None))


def told_of(known: Answers) -> Answers:
    """Those of which whoever talks with the caller is told."""
    return tuple((name, value) for name, value in known if value.told and not value.sensitive)


def read_value(type_: Type, text: str, sensitive: bool = False) -> Value | None:
    """The value that a text of the outside world means, digits of any script; None where it means none of this type."""
    written = _READ[type_](text)
    return None if written is None else Value(type_, written, sensitive)


def counted_on(known: Value | None, by: Value, first: Value) -> Value:
    """A number that is counted on. What is unknown, or no number, becomes `first`; what grows too long stays."""
    if known is None or known.type is not Type.NUMBER:
        return first
    return read_value(Type.NUMBER, f"{Decimal(known.text) + Decimal(by.text):f}", known.sensitive) or known


def _text(text: str) -> str | None:
    return clean(text) or None


def _digits(text: str) -> str | None:
    digits = latin(text.strip())
    return digits if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def _number(text: str) -> str | None:
    digits = latin(text.strip())
    if len(digits) > MOST_DIGITS or not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", digits, re.ASCII):
        return None
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    return f"{number:f}" if number else "0"


def _amount(text: str) -> str | None:
    number = _number(text)
    return None if number is None else f"{Decimal(number).quantize(Decimal('0.01')):f}"


def _date(text: str) -> str | None:
    """A day as 2026-12-31, also where a time follows it."""
    try:
        return date.fromisoformat(latin(text.strip())[:10]).isoformat()
    except ValueError:
        return None


def _time(text: str) -> str | None:
    try:
        return time.fromisoformat(latin(text.strip())).replace(tzinfo=None, second=0, microsecond=0).isoformat()
    except ValueError:
        return None


def _moment(text: str) -> str | None:
    """An instant of ISO 8601; without a zone it is UTC."""
    try:
        at = datetime.fromisoformat(latin(text.strip()))
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat() if 1 < at.year < 9999 else None


def _duration(text: str) -> str | None:
    """A span, in seconds."""
    number = _number(text)
    return number if number is not None and 0 <= Decimal(number) < 10**9 else None


def _phone(text: str) -> str | None:
    number = text.strip()
    return number if re.fullmatch(r"\+[0-9]{7,15}", number, re.ASCII) else None


def _flag(text: str) -> str | None:
    return {"true": "true", "false": "false"}.get(text.strip().lower())


def _list(text: str) -> str | None:
    try:
        return text if len(text) <= MOST_LIST and isinstance(json.loads(text), list) else None
    except (ValueError, RecursionError):
        return None


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_READ: Mapping[Type, Callable[[str], str | None]] = {
    Type.TEXT: _text,
    Type.DIGITS: _digits,
    Type.NUMBER: _number,
    Type.AMOUNT: _amount,
    Type.DATE: _date,
    Type.TIME: _time,
    Type.MOMENT: _moment,
    Type.DURATION: _duration,
    Type.PHONE: _phone,
    Type.FLAG: _flag,
    Type.LIST: _list,
    Type.WEEKDAY: lambda text: text if text in WEEKDAYS else None,
}

_PLAIN: Mapping[Type, Callable[[str], Plain]] = {
    Type.TEXT: str,
    Type.DIGITS: str,
    Type.NUMBER: Decimal,
    Type.AMOUNT: Decimal,
    Type.DATE: date.fromisoformat,
    Type.TIME: time.fromisoformat,
    Type.MOMENT: datetime.fromisoformat,
    Type.DURATION: lambda text: timedelta(seconds=float(text)),
    Type.PHONE: str,
    Type.FLAG: lambda text: text == "true",
    Type.WEEKDAY: str,
    Type.LIST: str,
}
