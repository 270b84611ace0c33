"""What time it is where a caller is, and whether they may be phoned at this hour. It decides nothing: whom the engine
phones, the switchboard looks at itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flask import g

from ivr import phone
from ivr.calendar import next_allowed, next_inside, to_local
from ivr.console.ground import here
from ivr.console.viewer import viewer
from ivr.promise.business import Business
from ivr.promise.policy import Team


@dataclass(frozen=True, slots=True)
class There:
    """`clock` as the reader writes it; `elsewhere`: it is not the reader's own time."""

    zone: str
    clock: str
    elsewhere: bool
    wakes: datetime | None
    """The caller's night ends then; None: it is day there."""
    opens: datetime | None
    """By the team's hours and the caller's day together they may be phoned from then on; None: now."""

    @property
    def may(self) -> bool:
        """Whether they may be phoned at this hour."""
        return self.opens is None and self.wakes is None


def there(number: str | None, zone: str | None, team: str, chosen: bool = False) -> There | None:
    """As it is now for a caller with this number, and the zone that we keep of them. `chosen`: they asked for the time
    themselves, so that no hour is wrong. None while no business is published."""
    try:
        business = here().board.library.business()
    except LookupError:
        return None
    place = zone or (number and phone.zone_of(number)) or business.zone
    its = business.teams.get(team) or next(iter(business.teams.values()))
    asked: dict[tuple[str, str, bool], There] = g.setdefault("there", {})
    if (place, its.name, chosen) not in asked:  # of a list of callers most are in one place
        asked[place, its.name, chosen] = _there(business, its, place, chosen)
    return asked[place, its.name, chosen]


def _there(business: Business, its: Team, place: str, chosen: bool) -> There:
    who = viewer()
    local = to_local(who.now, place)
    clock = replace(who.shown, zone=place).clock(who.now)
    elsewhere = local.utcoffset() != who.shown.local(who.now).utcoffset()
    if chosen:
        return There(place, clock, elsewhere, None, None)
    wakes = next_inside(its.policy.window, place, who.now)
    opens = next_allowed(who.now, business.schedules[its.hours], its.policy.window, place)
    return There(
        place, clock, elsewhere, *(moment if moment and moment > who.now else None for moment in (wakes, opens))
    )
