"""What a folder that checks would publish: compiled text, its name and its hash; it writes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ivr.authoring.folder import Result
from ivr.callflow.card import dump_card
from ivr.callflow.compiled import dump_flow
from ivr.promise.compiled import dump_business

BUSINESS = "business"
"""The kind of the one business, and its name."""

FLOW, CARD = "flow", "card"


@dataclass(frozen=True, slots=True)
class Edition:
    """One compiled value as text. `hash` is the SHA-256 of that text: equal flows have equal hashes."""

    kind: str
    name: str
    hash: str
    compiled: str


def editions(result: Result) -> tuple[Edition, ...]:
    """The business, its flows, its cards; ValueError where the folder has errors, for only what checks goes live."""
    if result.business is None:
        raise ValueError("what does not check is not published")
    flows = [_edition(FLOW, flow.name, dump_flow(flow)) for flow in result.flows]
    cards = [_edition(CARD, name, dump_card(card)) for name, card in result.cards.items()]
    return (_edition(BUSINESS, BUSINESS, dump_business(result.business)), *flows, *cards)


def _edition(kind: str, name: str, compiled: str) -> Edition:
    return Edition(kind, name, hashlib.sha256(compiled.encode()).hexdigest(), compiled)
