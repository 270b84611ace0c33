"""What an agent's page shows: how they stand, the caller's brief, their calls to make, and how their telephone works.

Whoever has signed in as this agent sees who calls before they say yes (docs/adr/0014): no stranger is at their page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from markupsafe import Markup

from ivr.console import markdown
from ivr.console.door import Person
from ivr.console.frame import _
from ivr.console.ground import here
from ivr.console.keys import Key
from ivr.console.nodes import Crumb, crumb, flow_of, topic_title
from ivr.console.pages.knowledge import best, title
from ivr.console.shown import language_name, territory
from ivr.console.states import CALLBACKS, Sign, team_titles
from ivr.console.there import There, there
from ivr.console.viewer import viewer
from ivr.console.words import N_
from ivr.reports.crew import desk as reports
from ivr.reports.crew.brief import Brief, Told
from ivr.reports.crew.desk import Desk, Stage
from ivr.reports.shop import cards
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.deeds.dispositions import Disposition
from ivr.switchboard.rows.people import PAGE
from ivr.switchboard.wrap_up import Mode

MOST = 8
"""Callbacks of the list; their own page has the rest."""
CARDS = 4
"""Of a topic, at hand; the knowledge page has the rest."""
KEYS = (
    Key("s a", "KeyS KeyA", N_("I am available"), "#desk [data-do=available]"),
    Key("s o", "KeyS KeyO", N_("I am away"), "#desk [data-do=away]"),
    Key("s l", "KeyS KeyL", N_("More time to write"), "#desk [data-do=longer]"),
    Key("Ctrl Shift A", "Control+Shift+KeyA", N_("Take the caller"), "#desk [data-do=accept]"),
    Key("Ctrl Shift R", "Control+Shift+KeyR", N_("Decline"), "#desk [data-do=decline]"),
    Key("Ctrl Shift M", "Control+Shift+KeyM", N_("Microphone off or on"), "#softphone [data-do=mute]"),
    Key("Ctrl Shift E", "Control+Shift+KeyE", N_("Hang up"), "#softphone [data-do=hang-up]"),
)
"""Beside those of every page."""

MODES = {
    Mode.AVAILABLE: Sign(N_("available"), "circle-check", "good"),
    Mode.AWAY: Sign(N_("away"), "pause", "calm"),
    Mode.WRAP_UP: Sign(N_("writing up"), "pencil", "busy"),
    Mode.RESTING: Sign(N_("resting"), "coffee", "warn"),
}
STAGES = {
    Stage.SHOWN: N_("A caller for you"),
    Stage.RUNG: N_("Your phone is ringing: pick up and press 1"),
    Stage.CONNECTING: N_("Connecting"),
    Stage.TALKING: N_("Talking"),
    Stage.OVER: N_("How did it go?"),
}
OUTCOMES = {
    Disposition.RESOLVED: (N_("Resolved"), "check"),
    Disposition.CALL_AGAIN: (N_("Call again"), "repeat"),
    Disposition.WRONG_NUMBER: (N_("Wrong number"), "phone-off"),
    Disposition.DO_NOT_CALL: (N_("Do not call"), "ban"),
}
FAULTS = {
    "denied": N_(
        "The browser does not let this page hear you. Allow the microphone beside the page's address, then try again."
    ),
    "missing": N_(
        "No microphone is there, or another program has it. Plug one in or close that program, then try again."
    ),
    "insecure": N_("Browsers give a microphone only to pages with https. Ask the owner for such an address."),
    "refused": N_(
        "The telephone company does not know this page. Load the page again; if that does not help, tell the owner."
    ),
    "lost": N_("The connection to the telephone company broke. Look at your network, then connect again."),
    "other": N_("No line came about. Try again; if that does not help, tell the owner what stands here."),
}
"""Of the page's telephone and its microphone, by what the agent can do about it; faults.js knows which is which."""


@dataclass(frozen=True, slots=True)
class Telephone:
    """How the page connects: `kind` is `simulated`, `twilio`, or empty where the agent has another telephone."""

    kind: str
    identity: str = ""
    token: str = ""


def values(unit: SqlUnit, who: Person) -> dict[str, object]:
    """What the template of the agent's part needs; nothing where the account belongs to no agent."""
    found = reports.desk(unit, who.agent_id) if who.agent_id is not None else None
    if found is None:
        return {"desk": None}
    case = found.case
    return {
        "desk": found,
        "case": case,
        "known": _known(case.brief) if case else None,
        "cards": _cards(unit, case.brief.topic) if case else (),
        "mine": reports.mine(unit, found.agent.id, found.teams, MOST),
        "telephone": telephone(found),
        "line_faults": json.dumps({name: _(words) for name, words in FAULTS.items()}, ensure_ascii=False),
        "modes": MODES,
        "stages": STAGES,
        "outcomes": OUTCOMES,
        "teams": team_titles(),
        "callback_states": CALLBACKS,
    }


def telephone(found: Desk) -> Telephone:
    """The page is one only for agents whose address is a page's, and where there is a company to connect to."""
    ground, address = here(), found.agent.address
    if not address.startswith(PAGE):
        return Telephone("")
    identity = address.removeprefix(PAGE)
    if ground.simulated:
        return Telephone("simulated", identity)
    if ground.settings.twilio_app_sid:
        return Telephone("twilio", identity, url_for("answering.token"))
    return Telephone("", identity)


@dataclass(frozen=True, slots=True)
class Known:
    """Of a brief, what is said in the reader's words."""

    country: str
    there: There | None
    language: str
    topic: str
    way: tuple[Crumb, ...]
    told: tuple[tuple[str, str], ...]
    waited: timedelta


def _known(brief: Brief) -> Known:
    language, flow = viewer().language, flow_of(brief.flow) if brief.flow is not None else None
    return Known(
        territory(brief.region, language) if brief.region else "",
        there(brief.number, brief.zone, brief.team, chosen=True) if brief.number else None,
        language_name(brief.language, language) if brief.language else "",
        topic_title(brief.topic),
        tuple(crumb(flow, step.node, step.keys) for step in brief.path),
        tuple((called(one), one.value) for one in brief.told),
        max((brief.until or viewer().now) - brief.since, timedelta(0)),
    )


@dataclass(frozen=True, slots=True)
class AtHand:
    """A card of the caller's topic: what it is called and what it says, each with its language."""

    name: str
    title: tuple[str, str]
    text: Markup
    language: str


def _cards(unit: SqlUnit, topic: str) -> tuple[AtHand, ...]:
    found = cards.of_topic(unit, topic)[:CARDS] if topic else ()
    each = ((one, best(one.card, viewer().language)) for one in found)
    return tuple(
        AtHand(one.name, title(one.card), markdown.render(one.card.texts.get(language, "")), language)
        for one, language in each
    )


def called(one: Told) -> str:
    """What the flow's author calls this, in the reader's language."""
    flow = flow_of(one.flow)
    names = flow.brief.get(one.name, {}) if flow else {}
    return names.get(viewer().language) or next(iter(names.values()), one.name)
