"""The same of the kinds that only the console knows: keys, what points at what, what the tables are called."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.store.rules.key import Among, Key
from ivr.switchboard.rows import Account, Agent, Deed, Guard, Link, Passkey, Remark, Visit

_NOT_ENDED = (Among("ended_at", (None,)),)
_NOT_SETTLED = (Among("settled_at", (None,)),)

KEYS: Mapping[type, tuple[Key, ...]] = {
    Account: (Key(("email",), True), Key(("agent_id",), True), Key(())),
    Passkey: (Key(("credential",), True), Key(("account_id",))),
    Visit: (Key(("hash",), True), Key(("account_id",), where=_NOT_ENDED), Key(("account_id", "seen_at"))),
    Link: (Key(("hash",), True), Key(("account_id",))),
    Guard: (Key(("subject",), True),),
    Deed: (Key(("account_id",)), Key(("subject",))),
    Remark: (Key(("public_id",), True), Key(("about",)), Key(("settled_at",), where=_NOT_SETTLED)),
}

REFERENCES: Mapping[type, Mapping[str, type]] = {
    Account: {"agent_id": Agent},
    Passkey: {"account_id": Account},
    Visit: {"account_id": Account},
    Link: {"account_id": Account},
    Deed: {"account_id": Account},
    Remark: {"author_id": Account},
}

NAMES: Mapping[type, str] = {
    Account: "accounts",
    Passkey: "passkeys",
    Visit: "visits",
    Link: "links",
    Guard: "guards",
    Deed: "deeds",
    Remark: "remarks",
}

CHRONICLES: Mapping[type, str] = {Deed: "at"}
