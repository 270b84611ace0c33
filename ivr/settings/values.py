"""How the text of one environment variable becomes a value, or is refused with what would be right.

It never reads the environment and knows no variable by name.
"""

import hmac
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Parser = Callable[[str], Any]
"""From the text of a variable to its value; raises Invalid with what the text should have been."""


class Invalid(ValueError):
    """The text is not what the variable wants; the message says what would be, and never repeats the text."""


class Secret:
    """A text that no log, traceback or repr shows; `reveal()` is the one way to it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself, for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(•••)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str:
        raise TypeError("a secret is not serialised")


def text(value: str) -> str:
    """Take any text as it stands."""
    return value


def secret(value: str) -> Secret:
    """Take any text as a secret; how strong it must be depends on who can reach us."""
    return Secret(value)


def matching(pattern: str, what: str) -> Parser:
    """Take a text that matches the whole pattern; `what` tells a person what it looks like."""

    def parse(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise Invalid(f"must be {what}")
        return value

    return parse


def one_of(*choices: str) -> Parser:
    """Take one of a few words."""
    return matching("|".join(choices), " or ".join(choices))


def whole(lowest: int, highest: int) -> Parser:
    """Take a whole number within bounds, both included."""

    def parse(value: str) -> int:
        if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
            raise Invalid(f"must be a whole number from {lowest} to {highest}")
        return int(value)

    return parse


def decimal(lowest: float, highest: float) -> Parser:
    """Take a number within bounds, both included; a decimal point is allowed."""

    def parse(value: str) -> float:
        plain = re.fullmatch(r"\d+(\.\d+)?", value, re.ASCII)
        if plain is None or not lowest <= float(value) <= highest:
            raise Invalid(f"must be a number from {lowest:g} to {highest:g}")
        return float(value)

    return parse


def web_address(*schemes: str) -> Parser:
    """Take an absolute URL without credentials, query or fragment; a trailing slash is dropped."""

    def parse(value: str) -> str:
        if "?" in value or not _is_address(value, schemes):
            raise Invalid(f"must be an address like {schemes[-1]}://example.com, no query, no password")
        return value.rstrip("/")

    return parse


def push_address(value: str) -> str:
    """Take an absolute URL of the web as it stands, with a query if need be: it is asked for and nothing added."""
    if not _is_address(value, ("http", "https")):
        raise Invalid("must be an address like https://example.com/ping, no password")
    return value


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""This machine, as it is written in an address."""


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        bare = not (parts.username or parts.password or parts.fragment)
        good = parts.scheme in schemes and bool(parts.hostname) and bare and (parts.port or 1) > 0
    except ValueError:
        return False
    return good and re.search(r"\s", value) is None


def database_url(value: str) -> str:
    """Take a SQLite or PostgreSQL URL; PostgreSQL always means psycopg 3, however it is spelled.

    SQLAlchemy 2.1 refuses `postgres://`, which is what several hosts hand out.
    """
    scheme, separator, rest = value.partition("://")
    if separator and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if separator and scheme in ("sqlite", "sqlite+pysqlite"):
        return f"sqlite://{rest}"
    raise Invalid("must begin with postgresql:// or sqlite:///")


def redis_url(value: str) -> str:
    """Take the URL of a Redis 5 or Valkey 7.2 server, or a newer one."""
    return str(matching(r"(redis|rediss|unix)://\S+", "a redis://, rediss:// or unix:// address")(value))
