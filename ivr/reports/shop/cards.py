"""Knowledge cards as people read them, by topic; and what agents said of cards and of nodes of flows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from ivr.callflow.card import Card, load_card
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.flows import CARD
from ivr.switchboard.known.remarks import On, about
from ivr.switchboard.rows import Published, Remark

_rows, _remarks = TABLES[Published].c, TABLES[Remark].c

MOST = 100
"""Open remarks that are shown at once, the oldest first."""
SETTLED = 10
"""Settled ones of one card that are shown still."""


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card that is live."""

    name: str
    card: Card
    edition: int
    at: datetime
    """When this edition went live."""
    remarks: int
    """That nobody has settled."""


@dataclass(frozen=True, slots=True)
class RemarkShown:
    """`on` and `names` say what it is about: a card by its name, a node by flow and name."""

    id: str
    on: On
    names: tuple[str, ...]
    text: str
    author: str
    at: datetime
    call: str
    settled_at: datetime | None
    settled_by: str


LIVE = select(_rows.name, _rows.id, _rows.at, _rows.compiled).where(_rows.live, _rows.kind == CARD)
COUNTED = select(_remarks.about, func.count()).where(_remarks.settled_at.is_(None)).group_by(_remarks.about)
REMARKS = select(
    _remarks.public_id, _remarks.about, _remarks.text, _remarks.author, _remarks.at, _remarks.call,
    _remarks.settled_at, _remarks.settled_by,
)  # fmt: skip


def live(unit: SqlUnit) -> tuple[CardShown, ...]:
    """Every card, by name: two statements. One of another release's form is left out."""
    counts: dict[str, int] = dict(unit.run(COUNTED).all())
    found = (_card(row, counts) for row in unit.run(LIVE.order_by(_rows.name)))
    return tuple(card for card in found if card is not None)


def one(unit: SqlUnit, name: str) -> CardShown | None:
    """The card of this name."""
    return next((card for card in live(unit) if card.name == name), None)


def of_topic(unit: SqlUnit, topic: str) -> tuple[CardShown, ...]:
    """The cards about this topic: what an agent may need at hand."""
    return tuple(card for card in live(unit) if topic in card.card.topics)


def _card(row: Any, counts: dict[str, int]) -> CardShown | None:
    try:
        card = load_card(row.compiled)
    except ValueError:
        return None
    return CardShown(row.name, card, row.id, row.at, counts.get(about(On.CARD, row.name), 0))


def open_remarks(unit: SqlUnit) -> tuple[RemarkShown, ...]:
    """What nobody has settled, the oldest first."""
    return _shown(unit, REMARKS.where(_remarks.settled_at.is_(None)).order_by(_remarks.id).limit(MOST))


def remarks_on(unit: SqlUnit, name: str) -> tuple[RemarkShown, ...]:
    """What was said of a card: the newest first, of what is settled only the last ones."""
    found = _shown(unit, REMARKS.where(_remarks.about == about(On.CARD, name)).order_by(_remarks.id.desc()).limit(MOST))
    settled = [one.id for one in found if one.settled_at is not None][:SETTLED]
    return tuple(one for one in found if one.settled_at is None or one.id in settled)


def _shown(unit: SqlUnit, statement: Select[Any]) -> tuple[RemarkShown, ...]:
    return tuple(_remark(*row) for row in unit.run(statement))


def _remark(id: str, of: str, *rest: Any) -> RemarkShown:
    on, *names = of.split(" ")
    return RemarkShown(id, On(on), tuple(names), *rest)
