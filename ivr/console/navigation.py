"""What stands in the rail beside every page: the pages that there are, and that this person may see."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from ivr.access import Action
from ivr.console.ground import here
from ivr.console.viewer import viewer
from ivr.console.words import N_


@dataclass(frozen=True, slots=True)
class Room:
    """`name` is the blueprint's; its first page is the endpoint `<name>.index`."""

    name: str
    words: str
    icon: str
    action: Action


ROOMS = (
    Room("home", N_("My page"), "house", Action.SEE_HOME),
    Room("callbacks", N_("Callbacks"), "phone-outgoing", Action.SEE_CALLBACKS),
    Room("callers", N_("Callers"), "contact", Action.SEE_CALLERS),
    Room("calls", N_("Calls"), "phone-call", Action.SEE_CALLS),
    Room("knowledge", N_("Knowledge"), "book-open", Action.SEE_KNOWLEDGE),
    Room("people", N_("People"), "users", Action.SEE_PEOPLE),
    Room("teams", N_("Teams"), "calendar", Action.SEE_TEAMS),
    Room("settings", N_("Settings"), "settings", Action.SEE_SETTINGS),
    Room("trail", N_("Trail"), "scroll-text", Action.SEE_TRAIL),
)
PHONES = "/simulator"


@dataclass(frozen=True, slots=True)
class Way:
    """One link of the rail."""

    name: str
    words: str
    icon: str
    address: str
    current: bool


def navigation() -> tuple[Way, ...]:
    """The links; a page that is not built has none. The telephones stand before the people, where there are any."""
    who, views = viewer(), current_app.view_functions
    at = (request.endpoint or "").partition(".")[0]
    ways = [
        Way(room.name, room.words, room.icon, url_for(f"{room.name}.index"), room.name == at)
        for room in ROOMS
        if f"{room.name}.index" in views and who.may(room.action)
    ]
    if here().simulated and who.may(Action.SIMULATE):
        beside = next((n for n, way in enumerate(ways) if way.name in ("people", "settings")), len(ways))
        ways.insert(beside, Way("simulator", N_("Simulator"), "smartphone", PHONES, False))
    return tuple(ways)
