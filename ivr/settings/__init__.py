"""The only reader of the environment: settings as values, or one refusal that names all that is wrong.

It starts nothing, connects to nothing, and never prints a secret.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ivr.settings.table import TABLE, Row, example, markdown
from ivr.settings.values import LOOPBACK, Invalid, Secret

__all__ = ["Carrier", "Secret", "Settings", "SettingsError", "example", "markdown"]

QUIESCENCE_FLOOR = 60
"""Seconds. On a real account: Twilio's own time limit for a request (26 s) and ours, with room for skew."""

SECRET_KEY_FLOOR, DISTINCT_FLOOR, TOKEN_FLOOR = 32, 8, 16
"""Characters, behind https: the shortest key, how many different ones it must have, the shortest token."""


class SettingsError(Exception):
    """The environment is refused. `problems` has one line per variable: its name, what is wrong, what to do."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Carrier(Enum):
    """Which telephone company takes our requests."""

    SIMULATED = "simulated"
    """The simulator: started by `run`, or named by SIMULATOR_TOKEN."""
    ELSEWHERE = "elsewhere"
    """Whatever answers at TWILIO_API_BASE_URL: a proxy, a test."""
    TWILIO = "twilio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. Each field is the variable of the same name; `table.py` says what it means."""

    database_url: str = field(repr=False)
    redis_url: str | None = field(default=None, repr=False)
    public_url: str
    host: str
    port: int
    secret_key: Secret | None = None
    proxies: int = 0
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: Secret | None = None
    twilio_account_sid: str | None = None
    twilio_auth_token: Secret | None = None
    twilio_auth_token_secondary: Secret | None = None
    twilio_api_key: str | None = None
    twilio_api_secret: Secret | None = None
    twilio_app_sid: str | None = None
    desk_texts: str = "no"
    twilio_api_base_url: str | None = None
    twilio_edge: str | None = None
    twilio_region: str | None = None
    simulator_token: Secret | None = None
    fallback_url: str | None = None
    heartbeat_url: str | None = field(default=None, repr=False)
    max_calls_at_once: int | None = None
    calls_per_second: float
    callflows_dir: Path
    var_dir: Path
    log_format: str
    quiescence_seconds: float
    sweep_seconds: float
    others: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The variables that are no settings of ours: a call flow may name one as the secret of a lookup."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every setting; raise SettingsError that names all that is missing or wrong, at once."""
        problems: list[str] = []
        found = {row.field: _read(row, environ, problems) for row in TABLE}
        given = {name for name, value in found.items() if value is not None}
        problems.extend(_conflicts(found, given))
        if problems:
            raise SettingsError(tuple(problems))
        for name in ("callflows_dir", "var_dir"):
            found[name] = Path(found[name])
        found["database_url"] = found["database_url"] or f"sqlite:///{found['var_dir'] / 'ivr.db'}"
        found["public_url"] = found["public_url"] or f"http://127.0.0.1:{found['port']}"
        return cls(**found, others={name: value for name, value in environ.items() if name not in _OWN})

    def lookup_secret(self, name: str) -> str | None:
        """What the variable of this name says, or the file that NAME_FILE names; None where neither is there. None of
        our own secrets can be asked for: a call flow would send it away."""
        if name in _OWN:
            return None
        path = self.others.get(f"{name}_FILE", "").strip()
        try:
            found = Path(path).read_text(encoding="utf-8") if path else self.others.get(name, "")
        except (OSError, UnicodeDecodeError):
            return None
        return found.strip() or None

    @property
    def carrier(self) -> Carrier:
        """Which telephone company this installation talks to."""
        return _carrier(self.twilio_account_sid, self.simulator_token, self.twilio_api_base_url)

    @property
    def https(self) -> bool:
        """Whether the public reaches us over https: cookies are then secure, and nothing lax is a default."""
        return self.public_url.startswith("https://")

    def demand(self, *names: str, why: str) -> None:
        """Raise SettingsError unless each named variable has a value; for what one command needs and others not."""
        missing = [name for name in names if getattr(self, name.lower()) is None]
        if missing:
            raise SettingsError(tuple(f"{name} is not set: {why}" for name in missing))


_OWN = frozenset(name for row in TABLE for name in (row.name, f"{row.name}_FILE"))


class _Wrong:
    """Stands for a value that was given and refused, so that no second complaint calls it missing."""


def _read(row: Row, environ: Mapping[str, str], problems: list[str]) -> Any:
    """Return the parsed value or None; what is refused is added to the problems."""
    try:
        raw = _raw(row, environ)
        return None if raw is None else row.parse(raw)
    except Invalid as wrong:
        problems.append(f"{row.name} {wrong}")
        return _Wrong()


def _raw(row: Row, environ: Mapping[str, str]) -> str | None:
    """Return the text of a variable, of the file that X_FILE names, or of the default. Empty means unset."""
    raw = environ.get(row.name, "").strip()
    path = environ.get(f"{row.name}_FILE", "").strip() if row.secret else ""
    if raw and path:
        raise Invalid(f"and {row.name}_FILE are both set: keep one")
    if not path:
        return raw or row.default
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"cannot be read from {row.name}_FILE={path}: {error.__class__.__name__}") from None
    if not content:
        raise Invalid(f"is empty in {row.name}_FILE={path}")
    return content


def _carrier(sid: object, token: object, base_url: object) -> Carrier:
    if sid is None or token is not None:
        return Carrier.SIMULATED
    return Carrier.ELSEWHERE if base_url is not None else Carrier.TWILIO


def _conflicts(found: Mapping[str, Any], given: set[str]) -> Iterator[str]:
    """Yield what is wrong between settings, each of which may be right by itself."""
    yield from _pairs(found, given)
    if str(found["public_url"]).startswith("https://"):
        yield from _https(found, given)
    carrier = _carrier(found["twilio_account_sid"], found["simulator_token"], found["twilio_api_base_url"])
    if carrier is Carrier.TWILIO:
        yield from _real(found, given)
    if carrier is Carrier.SIMULATED and isinstance(found["heartbeat_url"], str):
        yield from _rehearsed(found["heartbeat_url"])


def _rehearsed(heartbeat_url: str) -> Iterator[str]:
    if urlsplit(heartbeat_url).hostname not in LOOPBACK:
        yield "HEARTBEAT_URL must be on this machine while the carrier is simulated: a rehearsal keeps no alarm quiet"


def _pairs(found: Mapping[str, Any], given: set[str]) -> Iterator[str]:
    needs = (
        ("twilio_account_sid", "twilio_auth_token", "without it no request of Twilio's can be verified"),
        ("twilio_api_key", "twilio_api_secret", "a key works with its secret only"),
        ("twilio_api_secret", "twilio_api_key", "a secret works with its key only"),
        ("twilio_app_sid", "twilio_api_key", "tokens for agents' pages are signed with a key"),
        ("oidc_issuer", "oidc_client_id", "the provider must know who asks"),
        ("oidc_issuer", "oidc_client_secret", "the provider must know that it is us"),
        ("simulator_token", "twilio_account_sid", "the simulator's generated account"),
        ("simulator_token", "twilio_api_base_url", "the simulator's address"),
    )
    for has, wants, why in needs:
        if has in given and wants not in given:
            yield f"{wants.upper()} is not set, but {has.upper()} is: {why}"
    if "twilio_region" in given and found["twilio_region"] != "us1" and "twilio_edge" not in given:
        yield "TWILIO_EDGE is not set: Twilio serves a region other than us1 only through an edge, such as dublin"


def _https(found: Mapping[str, Any], given: set[str]) -> Iterator[str]:
    if "twilio_account_sid" not in given:
        yield "TWILIO_ACCOUNT_SID is not set: the simulated carrier is not offered to the public, behind https"
    if _weak(found["secret_key"]):
        yield (
            "SECRET_KEY is not set or weak: an installation behind https needs its own "
            "(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')"
        )
    for name in ("twilio_auth_token", "twilio_auth_token_secondary"):
        token = found[name]
        if isinstance(token, Secret) and len(token.reveal()) < TOKEN_FLOOR:
            yield f"{name.upper()} is short: whoever guesses it can speak in Twilio's name"


def _weak(key: Any) -> bool:
    """Whether a key is missing, short, or made of a few characters only."""
    if not isinstance(key, Secret):
        return key is None
    return len(key.reveal()) < SECRET_KEY_FLOOR or len(set(key.reveal())) < DISTINCT_FLOOR


def _real(found: Mapping[str, Any], given: set[str]) -> Iterator[str]:
    address = found["public_url"]
    if address is None or (isinstance(address, str) and not address.startswith("https://")):
        yield "PUBLIC_URL must be the https address by which Twilio reaches this installation"
    if "max_calls_at_once" not in given:
        yield "MAX_CALLS_AT_ONCE is not set: a real account has a limit (`python -m ivr doctor` reads it)"
    quiet = found["quiescence_seconds"]
    if isinstance(quiet, float) and quiet < QUIESCENCE_FLOOR:
        yield f"QUIESCENCE_SECONDS must be at least {QUIESCENCE_FLOOR} on a real account: less could ring twice"
