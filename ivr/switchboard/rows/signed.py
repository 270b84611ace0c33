"""People who sign in to the console: their accounts, how they prove who they are, and the trail of what they did."""

from __future__ import annotations

from datetime import datetime

from ivr.access import Role
from ivr.frozen import frozen


@frozen
class Account:
    """A person who may sign in. A password and a second factor are there once they were chosen, never by default."""

    id: int
    email: str
    """Unique; in lower case."""
    name: str
    role: Role
    created_at: datetime
    agent_id: int | None = None
    """Who this person is on the telephone; one account per agent."""
    active: bool = True
    password: str | None = None
    """As argon2 says it, never the words."""
    totp: str | None = None
    """The second factor's secret, encrypted; there once a code of it was given."""
    totp_used: int = 0
    """The counter of the last code that was taken: none is taken twice."""
    recovery: str | None = None
    """Keyed hashes of the codes by which they come in without their telephone, a blank between; a used one is gone."""
    language: str = ""
    """Empty: as the browser asks for."""
    digits: str = ""
    """`beng` or `latn`; empty: as the language has it."""
    zone: str = ""
    """Empty: the business's."""
    fence: int = 0


@frozen
class Passkey:
    """A key that a device keeps for an account; only its public half is here."""

    id: int
    account_id: int
    name: str
    credential: str
    """Unique; base64url, as the browser says it."""
    public_key: str
    signs: int
    """How often it signed by its own count: one that goes back was copied."""
    created_at: datetime
    used_at: datetime | None = None
    removed_at: datetime | None = None
    fence: int = 0


@frozen
class Visit:
    """A sign-in that counts until it is over: what the browser's cookie refers to. Only a hash of its name is kept."""

    id: int
    hash: str
    account_id: int
    began_at: datetime
    seen_at: datetime
    """When the person last did something, to within a minute."""
    address: str
    ended_at: datetime | None = None
    fence: int = 0


@frozen
class Link:
    """A one-time link by which somebody comes in without a password, to choose one. Only its hash is kept."""

    id: int
    hash: str
    account_id: int
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    fence: int = 0


@frozen
class Guard:
    """How often somebody could not prove who they are: per account and per network address."""

    id: int
    subject: str
    """Unique: what is guarded, hashed where it was typed."""
    failures: int
    last_at: datetime
    locked_until: datetime | None = None
    fence: int = 0


@frozen
class Deed:
    """One line of the trail: who saw or changed what. Never written over, never removed."""

    id: int
    at: datetime
    account_id: int | None
    """None: done at the command line, or by nobody who had signed in."""
    name: str
    """As the account was called then."""
    action: str
    subject: str
    """Such as `callback k3v9…`: never a number or a name of a caller."""
    address: str
    """Where it was asked from; empty: this machine."""
    before: str
    after: str
    """JSON, without secrets and without what a caller could be known by."""
