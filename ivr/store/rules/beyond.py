"""The same of what ties us to programs and pages outside: keys, references, the names of the tables."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.store.rules.key import Among, Key
from ivr.switchboard.rows import Ask, Caller, Delivery, DeliveryState, Endpoint, Form

_WAITING = (Among("state", (DeliveryState.WAITING,)),)
_STRANGERS = (Among("network", ("",), other=True),)

KEYS: Mapping[type, tuple[Key, ...]] = {
    Ask: (
        Key(("key",), True),
        Key(("caller_id",)),
        Key(("block",)),
        Key(("source",)),
        Key(("network",), where=_STRANGERS),
    ),
    Form: (Key(("public_id",), True), Key(("name",), True), Key(())),
    Endpoint: (Key(("public_id",), True), Key(())),
    Delivery: (
        Key(("public_id",), True),
        Key(("endpoint_id", "line"), True),  # a line is told to each once
        Key(("next_at",), where=_WAITING),
    ),
}

REFERENCES: Mapping[type, Mapping[str, type]] = {Ask: {"caller_id": Caller}, Delivery: {"endpoint_id": Endpoint}}

NAMES: Mapping[type, str] = {Ask: "asks", Form: "forms", Endpoint: "endpoints", Delivery: "deliveries"}
