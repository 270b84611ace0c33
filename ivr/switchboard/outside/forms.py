"""Forms by which strangers ask to be called back: which there are, for which team, and which pages may show them."""

from __future__ import annotations

import re
from enum import StrEnum

from ivr.access import Action
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.board import Board
from ivr.switchboard.outside import asks
from ivr.switchboard.ports import Conflict, Store, Unit, work
from ivr.switchboard.rows import Form
from ivr.switchboard.trail import By

_ORIGIN = re.compile(r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?")


class Refused(StrEnum):
    """Why a form was not made."""

    NAME = "there is a form with this name already"
    TEAM = "the business has no such team"
    TOPIC = "the business has no such topic"
    ORIGIN = "an origin is written like https://shop.example, without a path"


def add(
    board: Board, by: By, name: str, team: str = "", topic: str = "", origins: tuple[str, ...] = ()
) -> Form | Refused:
    """A new form. Without a team it asks for the business's first; without origins no page may show it in a frame."""
    business = board.library.business()
    if team and team not in business.teams:
        return Refused.TEAM
    if topic and topic not in asks.topics(business):
        return Refused.TOPIC
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        return Refused.ORIGIN
    asked = (name, team or next(iter(business.teams)), topic, " ".join(origins))
    try:
        return work(board.store, lambda unit: _add(unit, by, *asked), by.actor)
    except Conflict:
        return Refused.NAME


def _add(unit: Unit, by: By, name: str, team: str, topic: str, origins: str) -> Form:
    row = unit.insert(Form(0, unit.token(), name, team, topic, origins, unit.now))
    told = {"name": row.name, "team": row.team, "origins": row.origins}
    trail.note(unit, by, Action.EDIT_WEBHOOKS, f"form {row.public_id}", after=told)
    return row


def switch(store: Store, by: By, name: str, live: bool) -> Form | None:
    """On or off. None: there is no such form."""
    return work(store, lambda unit: _switch(unit, by, name, live), by.actor)


def _switch(unit: Unit, by: By, name: str, live: bool) -> Form | None:
    row = unit.one(Form, name=name)
    if row is None or row.live is live:
        return row
    trail.note(unit, by, Action.EDIT_WEBHOOKS, f"form {row.public_id}", {"live": row.live}, {"live": live})
    return unit.save(replace(row, live=live))
