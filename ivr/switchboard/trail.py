"""The trail: who saw or changed what, one line in the same unit of work as the change. It holds no secret, and of a
caller nothing by which they could be known: who is erased leaves nothing here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from ivr.frozen import frozen
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Deed

HIDDEN = "•••"
SECRETS = frozenset({"password", "totp", "recovery", "hash", "token", "secret", "credential", "public_key", "signs"})
"""Fields of which only is told that they changed, whoever they belong to."""
OF_CALLERS = frozenset({"language", "zone", "vip", "do_not_call", "allowed", "tag", "format", "count"})
"""Of callers and what is noted of them these fields are told; of all others only that they changed."""
ABOUT_CALLERS = ("caller", "note", "message", "recording")
"""How subjects begin behind which a caller stands."""


@frozen
class By:
    """Who does something, and from where."""

    account_id: int | None
    name: str
    address: str = ""
    program: str = ""
    """Where no person does it: such as `token:5`, or `form:3`."""

    @property
    def actor(self) -> str:
        """As the ledger names them."""
        return self.program or ("operator" if self.account_id is None else f"account:{self.account_id}")


OPERATOR = By(None, "operator")
"""Whoever sits at the command line."""

Fields = Mapping[str, object]


def note(
    unit: Unit, by: By, action: str, subject: str, before: Fields | None = None, after: Fields | None = None
) -> Deed:
    """A line of the trail. `before` and `after`: the fields that were changed; those that nobody may read are hidden.

    `action` is one of `ivr.access.Action`, or a short phrase such as `sign in`; `subject` a kind and a public id."""
    told = (_told(subject, before or {}), _told(subject, after or {}))
    return unit.insert(Deed(0, unit.now, by.account_id, by.name, str(action), subject, by.address, *told))


def seen(store: Store, by: By, action: str, subject: str) -> None:
    """The same for what was only looked at, or heard."""
    work(store, lambda unit: note(unit, by, action, subject), by.actor)


def changes(before: object, after: object, *names: str) -> tuple[dict[str, object], dict[str, object]]:
    """Of two rows the named fields that differ, as they were and as they are."""
    differ = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {name: getattr(before, name) for name in differ}, {name: getattr(after, name) for name in differ}


def _told(subject: str, fields: Fields) -> str:
    of_caller = subject.partition(" ")[0] in ABOUT_CALLERS
    shown = {name: value if _may_be_read(name, of_caller) else _hidden(value) for name, value in fields.items()}
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, default=_plain) if shown else ""


def _may_be_read(name: str, of_caller: bool) -> bool:
    return name not in SECRETS and (not of_caller or name in OF_CALLERS)


def _hidden(value: object) -> object:
    return HIDDEN if value else value


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
