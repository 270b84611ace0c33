"""Cards on the books, for pages to show."""

from __future__ import annotations

from ivr.callflow.card import Card, dump_card
from ivr.switchboard import flows
from ivr.switchboard.flows import CARD
from ivr.switchboard.ports import work
from tests.console.floor import NOBODY, Floor

WARRANTY = Card(
    {"en": "Warranty", "bn": "ওয়ারেন্টি"},
    ("repairs", "guarantee"),
    {
        "en": "Every device has **one year** of warranty.\n\n### What we need\n\n- the device\n- the receipt",
        "bn": "প্রতিটি যন্ত্রের ওয়ারেন্টি **এক বছর**।\n\n### যা যা লাগবে\n\n- যন্ত্রটি\n- রসিদ",
    },
)
HOURS = Card({"en": "Our hours"}, ("hours",), {"en": "From ten to eight, <b>every</b> day."})


def knows(floor: Floor, address: str = "") -> str:
    """The business has two cards; returns the address, for those who go there."""
    for name, card in (("warranty", WARRANTY), ("hours", HOURS)):
        put(floor, name, card)
    return address


def put(floor: Floor, name: str, card: Card) -> None:
    """This card goes live."""
    text = dump_card(card)
    work(floor.parts.store, lambda unit: flows.publish(unit, CARD, name, f"hash of {text}", text), NOBODY.actor)
