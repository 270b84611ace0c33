"""Passkeys of accounts: added, used, removed. What a key signed is checked by the console; here stands what counts."""

from __future__ import annotations

from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Account, Passkey

MOST = 20
"""Per account."""


def add(store: Store, by: trail.By, key: Passkey) -> Passkey | None:
    """A new key of an account; Conflict where this one is known already. None: the account has enough of them."""
    return work(store, lambda unit: _add(unit, by, key), by.actor)


def _add(unit: Unit, by: trail.By, key: Passkey) -> Passkey | None:
    if len(of(unit, key.account_id)) >= MOST:
        return None
    made = unit.insert(replace(key, created_at=unit.now))
    trail.note(unit, by, "add passkey", f"account {key.account_id}", after={"name": key.name})
    return made


def of(unit: Unit, account_id: int) -> tuple[Passkey, ...]:
    """The keys of an account that count."""
    return tuple(key for key in unit.many(Passkey, account_id=account_id) if key.removed_at is None)


def known(unit: Unit, credential: str) -> tuple[Passkey, Account] | None:
    """The key with this name, and whose it is, where both count."""
    key = unit.one(Passkey, credential=credential)
    account = unit.get(Account, key.account_id) if key is not None and key.removed_at is None else None
    return (key, account) if key is not None and account is not None and account.active else None


def used(unit: Unit, id: int, signs: int) -> None:
    """The key has signed; `signs` is its own count."""
    key = unit.get(Passkey, id)
    if key is not None:
        unit.save(replace(key, signs=signs, used_at=unit.now))


def remove(store: Store, by: trail.By, account_id: int, id: int) -> bool:
    """This key of this account is worth nothing any more. False: there is none such."""
    return work(store, lambda unit: _remove(unit, by, account_id, id), by.actor)


def _remove(unit: Unit, by: trail.By, account_id: int, id: int) -> bool:
    key = unit.get(Passkey, id)
    if key is None or key.account_id != account_id or key.removed_at is not None:
        return False
    unit.save(replace(key, removed_at=unit.now))
    trail.note(unit, by, "remove passkey", f"account {account_id}", before={"name": key.name})
    return True
