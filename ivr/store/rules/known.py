"""The same of what is known of callers, and of agents' new numbers: keys, references, the names of the tables."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.store.rules.key import Among, Key
from ivr.switchboard.rows import Agent, Caller, Consent, Erasure, Note, NumberChange, NumberState, Tag

_UNDER_WAY = (Among("state", (NumberState.ASKED, NumberState.RINGING, NumberState.PROVED)),)

KEYS: Mapping[type, tuple[Key, ...]] = {
    Note: (Key(("public_id",), True), Key(("caller_id",))),
    Tag: (Key(("caller_id", "search"), True), Key(("caller_id",)), Key(("search",))),
    Consent: (Key(("caller_id",)),),
    Erasure: (Key(("sid",), True),),
    NumberChange: (
        Key(("public_id",), True),
        Key(("sid",), True),
        Key(("agent_id",), True, _UNDER_WAY),  # one at a time
        Key(("agent_id",)),
    ),
}

REFERENCES: Mapping[type, Mapping[str, type]] = {
    Note: {"caller_id": Caller},
    Tag: {"caller_id": Caller},
    Consent: {"caller_id": Caller},
    NumberChange: {"agent_id": Agent},
}
"""A note's call and callback are not among them: they go when their time is over, the note stays."""

NAMES: Mapping[type, str] = {
    Note: "notes",
    Tag: "tags",
    Consent: "consents",
    Erasure: "erasures",
    NumberChange: "number_changes",
}
