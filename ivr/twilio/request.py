"""Whether a request comes from Twilio and can be read at all; denied unless everything is right. It reads no meaning.

Twilio signs address, names and values run together, so whoever saw one signed request could cut it up otherwise.
Therefore names and ids are checked for cuts that Twilio does not make, and a field that we read has one exact shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from twilio.request_validator import HMAC_SHA1

from ivr.twilio.signature import run_together, signed

MOST_FIELDS = 200
"""Twilio sends some forty."""

_COUNTER = re.compile(r"0|[1-9][0-9]{0,5}")
_SHAPES = {"n": _COUNTER, "round": _COUNTER, "after": re.compile("hold|ring|taken")}
_PUBLIC_ID = re.compile(r"[a-z2-7]{16}")
_CALL_SID = re.compile(r"CA[0-9a-f]{32}")
_ACCOUNT_SID = re.compile(r"AC[0-9a-f]{32}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NAME_OF_SID = re.compile(r"(SipHeader_[A-Za-z-]*)?[A-Za-z]*(CallSid|AccountSid)")


class Denial(Enum):
    FORGED = "forged"
    """Not signed by Twilio with a key of ours."""
    UNREADABLE = "unreadable"
    """Signed, but not what Twilio sends for this address."""


@dataclass(frozen=True, slots=True)
class Key:
    """A secret that Twilio signs with: an auth token, or a shared key with its own algorithm (never the request's)."""

    secret: str = field(repr=False)
    algorithm: str = HMAC_SHA1

    def __post_init__(self) -> None:
        if not self.secret:
            raise ValueError("an empty secret would let everybody in")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom we believe: our account, the address under which Twilio knows us, and the keys it may sign with."""

    account: str
    public_url: str
    keys: tuple[Key, ...]

    def __post_init__(self) -> None:
        if not self.keys or not _ACCOUNT_SID.fullmatch(self.account):
            raise ValueError("signatures need an account SID and at least one key")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of Twilio's for one leg: the ids of our own address, and the fields that it gives exactly once."""

    sid: str
    ids: Mapping[str, str]
    fields: Mapping[str, str] = field(repr=False)

    def number(self, id: str) -> int:
        """The id of this name, where it counts something."""
        return int(self.ids[id])

    def read(self, name: str, shape: re.Pattern[str]) -> str | None:
        """The field of this name if all of it has the shape; None where it is absent, repeated or odd."""
        value = self.fields.get(name)
        return value if value is not None and shape.fullmatch(value) else None


def read_form(body: str) -> Iterator[tuple[str, str]]:
    """The names and values of a form, blank ones too, in the order in which they came; as `parse_qsl` reads them, but
    what needs no decoding, as most of a request, is not decoded."""
    for pair in body.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            plain = "%" not in pair and "+" not in pair
            yield (name, value) if plain else (_decoded(name), _decoded(value))


def _decoded(text: str) -> str:
    """As `unquote_plus` does it, which takes three times as long over ASCII; and all of a request of Twilio's is."""
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    return unquote_to_bytes(text).decode("utf-8", "replace") if text.isascii() else unquote(text)


def verify(
    trust: Trust, target: str, form: Iterable[tuple[str, str]], signature: str, ids: tuple[str, ...] = ()
) -> Asked | Denial:
    """Reads a request if it is signed for `target`, the path and query as they came over the wire.

    `ids` are the names that the address carries: exactly these, once each. The host that the request names plays no
    part: what was signed begins with the configured public address.
    """
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    if not (target.startswith("/") and target.isascii()) or len(fields) > MOST_FIELDS:
        return Denial.FORGED
    told, below = run_together(fields), _below(trust, target)
    if not any(signed(trust.public_url, below, told, signature, key.secret, key.algorithm) for key in trust.keys):
        return Denial.FORGED
    found = _ids(target, ids)
    sid = _only(fields, "CallSid")
    if found is None or not _CALL_SID.fullmatch(sid) or _only(fields, "AccountSid") != trust.account:
        return Denial.UNREADABLE
    if _recut(fields, told):
        return Denial.UNREADABLE
    return Asked(sid, found, {name: values[0] for name, values in fields.items() if len(values) == 1})


def _below(trust: Trust, target: str) -> str:
    """A proxy may pass the path of the public address on, or strip it."""
    prefix = urlsplit(trust.public_url).path
    return target.removeprefix(prefix) if target.startswith(f"{prefix}/") else target


def _ids(target: str, names: tuple[str, ...]) -> dict[str, str] | None:
    pairs = list(read_form(target.partition("?")[2]))
    if sorted(name for name, _ in pairs) != sorted(names):
        return None
    found = dict(pairs)
    good = all(_SHAPES.get(name, _PUBLIC_ID).fullmatch(value) for name, value in pairs)
    return found if good else None


def _only(fields: Mapping[str, list[str]], name: str) -> str:
    values = fields.get(name, [])
    return values[0] if len(values) == 1 else ""


def _recut(fields: Mapping[str, list[str]], told: str) -> bool:
    """Whether no request of Twilio's has these fields: one has an odd name, or swallowed the id of a call or account.

    Mostly those ids stand where such names are and nowhere else, which is quickly seen.
    """
    if not all(map(_good, fields)):
        return True
    named = sum(len(set(values)) for name, values in fields.items() if _of_sid(name))
    if told.count("CallSid") + told.count("AccountSid") == named:
        return False
    return any(_swallowed(name, value) for name, values in fields.items() for value in values)


def _swallowed(name: str, value: str) -> bool:
    rest = value if _of_sid(name) else name + value
    return "CallSid" in rest or "AccountSid" in rest


@lru_cache(maxsize=512)
def _good(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


@lru_cache(maxsize=512)
def _of_sid(name: str) -> bool:
    return _NAME_OF_SID.fullmatch(name) is not None
