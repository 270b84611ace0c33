"""The business that is simulated: two teams, one flow. Every sentence is its own name, padded to its real length.

So people in the simulation understand what they hear, and hearing takes as long as it does in life.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from functools import cache

from ivr.calendar import Hours
from ivr.callflow.graph import Callflow, Voice
from ivr.callflow.nodes import (
    Callback,
    Choice,
    Decline,
    HangUp,
    Kept,
    Listen,
    Lookup,
    Menu,
    Node,
    OpenCallback,
    Prompt,
    Sms,
    Transfer,
    Voicemail,
)
from ivr.callflow.nodes import Hours as OpenOrNot
from ivr.language import Word
from ivr.promise.business import Business
from ivr.promise.policy import Owner, Policy, Team
from tests.language.built_in import words as built_in

NUMBER, SECOND = NUMBERS = ("+12025550100", "+12025550190")
ZONE = "Asia/Dhaka"
REASON, CLOSED, MORE, KEPT = "reason_menu", "closed_menu", "more_menu", "kept_menu"
WORDS, MESSAGE = "words_menu", "message_prompt"
LENGTHS = {REASON: 90, CLOSED: 120, MORE: 60, KEPT: 80}
LOOK, SPEAK = "3", "4"
"""The keys of the first menu that lead out, in worlds that have such doors."""
DECLINE = "9"
"""The key that says no, in all menus."""
CARD, PIN = "4111111111111111", "918270"
"""What people key sometimes although nobody asked for it: it must stand nowhere."""
OWNER = Owner("Rahima", "+8801712345678")


def padded(name: str, length: int) -> str:
    """A text that is a name to whoever hears it, and as long as it would be in life."""
    return name + "." * max(0, length - len(name))


def meant(text: str) -> str:
    """What somebody who hears such a text understands."""
    return text.rstrip(".")


@cache
def sentences() -> Mapping[str, str]:
    """The built-in words with names for sentences; numbers and times are said as ever."""
    real = built_in("en")
    return {**real, **{word.value: padded(word.value, len(real[word.value])) for word in Word}}


def business(policies: Mapping[str, Policy], words: Mapping[str, str] | None = None, zone: str = ZONE) -> Business:
    """One team per policy, by its name, all of one schedule; `words` instead of the sentences that are names."""
    teams = {name: Team(name, {"en": name}, OWNER, "day", policy=policy) for name, policy in policies.items()}
    return Business(
        title="Shop",
        zone=zone,
        country="BD",
        countries=("BD", "US"),
        currency="BDT",
        teams=teams,
        schedules={"day": Hours(zone, {day: ((time(10), time(22)),) for day in (5, 6, 0, 1, 2, 3)})},
        words={"en": words or sentences()},
        voices={"en": ("en-US", None)},
        numbers=NUMBERS,
    )


def flow(shop: Business, outside: bool = False) -> Callflow:
    """A menu, two teams, a promise for whoever is not answered, and a no by key. `outside`: with doors out of it."""
    return Callflow(
        name="main",
        title="Customer line",
        numbers=shop.numbers,
        languages={"en": Voice("en-US")},
        start="owed",
        nodes=_outside(_nodes(tuple(shop.teams)), tuple(shop.teams)[0]) if outside else _nodes(tuple(shop.teams)),
        schedules=shop.schedules,
        team_schedules={name: team.hours for name, team in shop.teams.items()},
        words=shop.words,
        zone=shop.zone,
        country=shop.country,
        countries=shop.countries,
        windows={name: team.policy.window for name, team in shop.teams.items()},
    )


def _nodes(teams: tuple[str, ...]) -> Mapping[str, Node]:
    first = teams[0]
    keys = {str(number): Choice(f"{team}_hours") for number, team in enumerate(teams, start=1)}
    refusal = {DECLINE: Choice("no")}
    common: dict[str, Node] = {
        "owed": OpenCallback(through=f"{first}_hours", moved="end", cancelled="end", none="reason"),
        "reason": _menu(REASON, {**keys, **refusal}, f"{first}_hours"),
        "closed": _menu(CLOSED, {"1": Choice(f"{first}_promise"), **refusal}, f"{first}_promise"),
        "more": _menu(MORE, {"1": Choice(f"{first}_hours"), **refusal}, "end"),
        "no": Decline("end"),
        "end": HangUp(),
    }
    for team in teams:
        common[f"{team}_hours"] = OpenOrNot("day", f"{team}_desk", "closed")
        common[f"{team}_desk"] = Transfer(team, f"{team}_kept", "more", keep_place_after=timedelta(seconds=20))
        common[f"{team}_kept"] = _menu(KEPT, {"1": Choice(f"{team}_promise"), **refusal}, "end")
        common[f"{team}_promise"] = Callback(team, "end", "end", choose_time=True)
    return common


def _outside(nodes: Mapping[str, Node], first: str) -> Mapping[str, Node]:
    """The business's own system is asked, a text is sent, words are heard, a message is left."""
    reason = nodes["reason"]
    assert isinstance(reason, Menu)
    more = {
        "reason": replace(reason, choices={**reason.choices, LOOK: Choice("look"), SPEAK: Choice("speak")}),
        "look": Lookup(
            "https://shop.example/parcel", "text", "speak", f"{first}_hours", keep={"status": Kept("status")}
        ),
        "text": Sms(Prompt({"en": "Your parcel is {answers.status}."}), "words", "speak"),
        "words": Listen(
            Prompt({"en": padded(WORDS, 60)}),
            {"1": Choice(f"{first}_hours")},
            f"{first}_hours",
            "speak",
            "words",
            timedelta(seconds=20),
        ),
        "speak": Voicemail(
            Prompt({"en": padded(MESSAGE, 50)}), first, "end", f"{first}_promise", longest=timedelta(seconds=30)
        ),
    }
    return {**nodes, **more}


def _menu(name: str, choices: Mapping[str, Choice], otherwise: str) -> Menu:
    return Menu(Prompt({"en": padded(name, LENGTHS[name])}), choices, otherwise)
