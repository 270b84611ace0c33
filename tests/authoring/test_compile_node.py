"""Every kind of node in its long and its short form, and what stands in it where nothing was said."""

from datetime import timedelta

import pytest

from ivr.authoring.business import BUSINESS
from ivr.authoring.compile import compile_business
from ivr.authoring.compile_node import Context, compile_node
from ivr.authoring.nodes import END, KINDS
from ivr.authoring.parse import parse
from ivr.authoring.problem import Findings
from ivr.authoring.read_node import NODE
from ivr.authoring.shape import Form, keys
from ivr.callflow import nodes
from ivr.callflow.conditions import Condition, Fact
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
    Keyed,
    Language,
    Menu,
    Node,
    OpenCallback,
    Play,
    Prompt,
    Say,
    Set,
    Survey,
    Transfer,
)
from ivr.callflow.values import Type, Value
from ivr.promise.policy import Policy
from tests.authoring import shop

PUT_IN = {"answer", "subflow", "return"}
"""Kinds that are other nodes when a call is answered: a card is said, a subflow is put where it is used."""

TALK = Prompt({"en": "To talk, press 1."})


def node(text: str) -> Node:
    """The node of a business of one language; a callback that names no team is made by `support`."""
    found = Findings("main.yaml")
    business = BUSINESS.read(read(shop.laid_over("", shop.BUSINESS), found), found)
    assert business is not None
    form = NODE.read(read(text, found), found)
    assert not found.problems
    return compile_node("it", form, Context(compile_business(business), ("en",), {"it": "support"}))


def read(text: str, found: Findings):  # type: ignore[no-untyped-def]
    return parse(text.encode(), found).tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{say: Hello., next: bye}", Say(Prompt({"en": "Hello."}), "bye")),
        ("{say: {prompt: Hello., next: bye}}", Say(Prompt({"en": "Hello."}), "bye")),
        ("{say: {en: Hello.}, next: bye}", Say(Prompt({"en": "Hello."}), "bye")),
        ("{say: {en: {text: Hello., sound: a.wav}}, next: bye}", Say(Prompt({"en": "Hello."}, {"en": "a.wav"}), "bye")),
        ("{say: {en: {sound: a.wav}}, next: bye}", Say(Prompt({}, {"en": "a.wav"}), "bye")),
        ("{play: a.wav, next: bye}", Play("a.wav", "bye")),
        ("{go: bye}", Go("bye")),
        ("{hang_up: }", HangUp()),
        ("{hang_up: Bye.}", HangUp(Prompt({"en": "Bye."}))),
        ("{hours: shop, open: person, closed: promise}", Hours("shop", "person", "promise")),
        ("{hours: support, open: person, closed: promise}", Hours("shop", "person", "promise")),
        ("{hours: {schedule: shop, open: person, closed: promise}}", Hours("shop", "person", "promise")),
        ("{transfer: support, unanswered: promise}", Transfer("support", "promise", END)),
        (
            "{transfer: {team: support, prompt: One moment., keep_place: 90s, topic: orders},"
            " unanswered: promise, done: bye}",
            Transfer("support", "promise", "bye", Prompt({"en": "One moment."}), timedelta(seconds=90), "orders"),
        ),
        (
            "{transfer: support, keep_place: {after: 90s}, unanswered: promise}",
            Transfer("support", "promise", END, keep_place_after=timedelta(seconds=90)),
        ),
        ("{callback: 45m}", Callback("support", END, END, timedelta(minutes=45))),
        ("{callback: }", Callback("support", END, END, Policy().within)),
        (
            "{callback: {team: support, choose_time: true, ask_number: false}, next: bye, cannot: person}",
            Callback("support", "bye", "person", Policy().within, True, False),
        ),
        ("{decline: }", Decline(END)),
        ("{decline: {next: bye}}", Decline("bye")),
        ("{decline: , next: bye}", Decline("bye")),
        ("{open_callback: {through: person, none: bye}}", OpenCallback("person", END, END, "bye")),
        ("{open_callback: , through: person, none: bye, moved: bye, cancelled: promise}",
         OpenCallback("person", "bye", "promise", "bye")),
        (
            "{collect: {kind: digits, digits: 6, prompt: Key it., as: order, next: bye, otherwise: person}}",
            Collect(Keyed.DIGITS, Prompt({"en": "Key it."}), "order", "bye", "person", 6, 6),
        ),
        (
            "{collect: {kind: pin, digits: {least: 4, most: 8}, prompt: Key it., tries: 3, timeout: 5s},"
            " next: bye, otherwise: person}",
            Collect(
                Keyed.PIN, Prompt({"en": "Key it."}), "it", "bye", "person", 4, 8, False, True, 3, timedelta(seconds=5)
            ),
        ),
        (
            "{collect: {kind: date, prompt: Key it., readback: false, sensitive: true}, next: bye, otherwise: person}",
            Collect(Keyed.DATE, Prompt({"en": "Key it."}), "it", "bye", "person", 8, 8, False, True),
        ),
        ("{survey: {prompt: How was it?}, next: bye}", Survey(Prompt({"en": "How was it?"}), "it", "bye")),
        (
            "{survey: {prompt: How was it?, scale: 9, as: rating, timeout: 8s}, next: bye}",
            Survey(Prompt({"en": "How was it?"}), "rating", "bye", 9, timedelta(seconds=8)),
        ),
        (
            "{branch: [{when: caller.vip, go: person}], otherwise: bye}",
            Branch((Case(Condition("caller.vip", (Fact("caller.vip"),)), "person"),), "bye"),
        ),
        (
            "{set: {source: shop, weight: 5.50, sure: true, text: '5'}, next: bye}",
            Set(
                {
                    "source": Value(Type.TEXT, "shop"),
                    "weight": Value(Type.NUMBER, "5.50"),
                    "sure": Value(Type.FLAG, "true"),
                    "text": Value(Type.TEXT, "5"),
                },
                "bye",
            ),
        ),
        (
            "{menu: {prompt: 'To talk, press 1.', choices: {1: person}, otherwise: person}}",
            Menu(TALK, {"1": Choice("person")}, "person"),
        ),
        (
            "{menu: {prompt: 'To talk, press 1.', choices: {'1': {go: person, topic: orders}}, otherwise: person,"
            " tries: 3, timeout: 7s}}",
            Menu(TALK, {"1": Choice("person", "orders")}, "person", 3, timedelta(seconds=7)),
        ),
        (
            "{language: {prompt: {en: 'For English, press 1.'}, choices: {1: en}, next: person, always: true}}",
            Language({"en": "For English, press 1."}, {"1": "en"}, "person", always=True),
        ),
        (
            "{menu: {prompt: 'To talk, press 1.', choices: {1: {go: person, words: [talk, '*']}}, otherwise: person}}",
            Menu(TALK, {"1": Choice("person", words=("talk", "*"))}, "person"),
        ),
        (
            "{menu: {prompt: 'To talk, press 1.', choices: {1: person}, otherwise: person, said: bye, as: reason}}",
            Menu(TALK, {"1": Choice("person")}, "person", said="bye", answer="reason"),
        ),
        ("{language: en, next: person}", Language({}, {}, "person", spoken="en")),
        ("{todo: Take the payment., next: bye}", Go("bye")),
    ],
)  # fmt: skip
def test_every_kind_of_node_in_its_long_and_short_form(text: str, expected: Node) -> None:
    assert node(text) == expected


def test_the_key_is_the_name_of_the_class() -> None:
    for kind, form in KINDS.items():
        name = "".join(part.capitalize() for part in kind.split("_"))
        assert form.__name__ == f"{name}Form"
        assert hasattr(nodes, name) or kind in PUT_IN


@pytest.mark.parametrize("form", KINDS.values())
def test_every_key_of_a_node_is_told_to_those_who_leave_it_out(form: type[Form]) -> None:
    assert all(field.metadata["doc"] for field in keys(form).values())
