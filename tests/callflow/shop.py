"""A small shop in Dhaka whose call flow has every kind of node, in English and Bengali, and what a turn knows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from ivr import calendar
from ivr.calendar import Window
from ivr.callflow.conditions import Condition, Constant, Do, Fact, Op
from ivr.callflow.facts import Facts
from ivr.callflow.graph import Callflow, Voice
from ivr.callflow.nodes import (
    Branch,
    Callback,
    Case,
    Choice,
    Collect,
    Decline,
    Go,
    HangUp,
    Hours,
    Incident,
    Kept,
    Keyed,
    Language,
    Listen,
    Lookup,
    Menu,
    Node,
    OpenCallback,
    Play,
    Prompt,
    Say,
    Set,
    Sms,
    Survey,
    Transfer,
    Voicemail,
)
from ivr.callflow.values import Type, Value
from ivr.line.instructions import Door
from tests.language.built_in import words

MONDAY_NOON = datetime(2026, 7, 20, 6, tzinfo=UTC)
"""12:00 in Dhaka, where the clock is six hours ahead all year."""
WORKDAYS = (5, 6, 0, 1, 2, 3)
DAY_AND_NIGHT = calendar.Hours("Asia/Dhaka", dict.fromkeys(range(7), ((time(0), time(0)),)))
OFFICE = calendar.Hours("Asia/Dhaka", dict.fromkeys(WORKDAYS, ((time(10), time(20)),)))
NEVER = calendar.Hours("Asia/Dhaka", {})
CALLER = "+8801712345678"


def both(english: str, bengali: str) -> Prompt:
    """A prompt in both languages."""
    return Prompt({"en": english, "bn": bengali})


LANGUAGE = Language({"en": "For English, press 1.", "bn": "বাংলার জন্য ২ চাপুন।"}, {"1": "en", "2": "bn"}, "owed")
MAIN = Menu(
    both(
        "For an order, press 1. For a bill, press 2. For another language, press 8. For a person, press 0.",
        "অর্ডারের জন্য ১ চাপুন। বিলের জন্য ২ চাপুন। অন্য ভাষার জন্য ৮ চাপুন। কারও সঙ্গে কথা বলতে ০ চাপুন।",
    ),
    {"1": Choice("person", "orders"), "2": Choice("billing", "billing"), "8": Choice("again"), "0": Choice("person")},
    otherwise="person",
)
AFTER_HOURS = Menu(
    both("We are closed. To be called, press 1. Otherwise, press 2.", "দোকান বন্ধ। ফোন পেতে ১ চাপুন। নইলে ২ চাপুন।"),
    {"1": Choice("quick"), "2": Choice("no_call")},
    otherwise="quick",
    timeout=timedelta(seconds=7),
)
OFTEN = Condition(
    "caller.calls_this_week >= 3 and not caller.open_callback",
    (
        *(Fact("caller.calls_this_week"), Constant(Value(Type.NUMBER, "3")), Do(Op.AT_LEAST)),
        *(Fact("caller.open_callback"), Do(Op.NOT), Do(Op.AND)),
    ),
)
NODES: Mapping[str, Node] = {
    "language": LANGUAGE,
    "owed": OpenCallback(through="person", moved="goodbye", cancelled="goodbye", none="greet"),
    "greet": Say(both("Welcome to Acme[, {caller.name}].", "অ্যাকমিতে স্বাগতম[, {caller.name}]।"), "chime"),
    "chime": Play("chime.wav", "open_now"),
    "open_now": Hours("office", open="main", closed="after_hours"),
    "main": MAIN,
    "again": replace(LANGUAGE, next="main", always=True),
    "billing": Go("person"),
    "person": Transfer("support", "promise", "goodbye", both("One moment.", "এক মুহূর্ত।"), timedelta(seconds=60)),
    "promise": Callback("support", "goodbye", "no_number", choose_time=True),
    "after_hours": AFTER_HOURS,
    "quick": Callback("support", "goodbye", "no_number"),
    "no_number": Say(both("Please write to us.", "আমাদের লিখে জানান।"), "goodbye"),
    "no_call": Decline("goodbye"),
    "source": Set({"source": Value(Type.TEXT, "shop"), "weight": Value(Type.NUMBER, "5")}, "often"),
    "often": Branch((Case(OFTEN, "person"),), otherwise="order"),
    "order": Collect(
        Keyed.DIGITS, both("Key your order number.", "অর্ডার নম্বরটি চাপুন।"), "order", "found", "person", least=6, most=6
    ),
    "found": Say(both("Your order is {answers.order}.", "আপনার অর্ডার {answers.order}।"), "rating"),
    "rating": Survey(both("How was it? Press 1 to 5.", "কেমন লাগল? ১ থেকে ৫ চাপুন।"), "rating", "goodbye"),
    "trouble": Incident(("orders",), declared="goodbye", next="words"),
    "words": Listen(
        both("Say what it is about. For a person, press 0.", "কী প্রয়োজন বলুন। কারও সঙ্গে কথা বলতে ০ চাপুন।"),
        {"0": Choice("person")},
        next="find",
        otherwise="message",
        answer="words",
    ),
    "find": Lookup(
        "https://shop.example/{answers.order}",
        "status",
        not_found="no_number",
        failed="message",
        keep={"status": Kept("status"), "due": Kept("due", Type.DATE)},
    ),
    "status": Say(both("It is {answers.status}.", "অবস্থা {answers.status}।"), "link"),
    "link": Sms(both("It comes {answers.due}.", "আসবে {answers.due}।"), "goodbye", "no_number"),
    "message": Voicemail(both("Speak after the tone.", "টোনের পরে বলুন।"), "support", "goodbye", "no_number"),
    "goodbye": HangUp(both("Goodbye.", "ভালো থাকবেন।")),
}
FLOW = Callflow(
    name="shop",
    title="Acme",
    numbers=("+12025550100",),
    languages={"en": Voice("en-US"), "bn": Voice("bn-IN", "Google.bn-IN-Chirp3-HD-Aoede")},
    start="language",
    nodes=NODES,
    schedules={"office": OFFICE},
    team_schedules={"support": "office"},
    words={"en": words("en"), "bn": words("bn")},
    zone="Asia/Dhaka",
    country="BD",
    countries=("BD", "US"),
    windows={"support": Window()},
    currency="BDT",
)
FACTS = Facts(MONDAY_NOON, Door("turn"), "Asia/Dhaka", CALLER)


def open_at(hours: calendar.Hours) -> Callflow:
    """The same shop with other hours."""
    return replace(FLOW, schedules={"office": hours})


def only(**nodes: Node) -> Callflow:
    """A flow of these nodes alone, begun at the first; all of them may lead to `end`, which hangs up."""
    return replace(FLOW, start=next(iter(nodes)), nodes={**nodes, "end": HangUp()})
