"""A whole call over HTTP in each language: an order number is put right and confirmed, a PIN, a person, a rating."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.switchboard.rows import Call, Turn
from tests.scenarios.acts import heard, says_yes
from tests.scenarios.conftest import MakeShop
from tests.scenarios.shop import CALLFLOWS, NUMBER

MAIN = """version: 1
callflow: main
title: Customer line
numbers: ["+12025550100"]
languages: {en: {locale: en-US, voice: Polly.Joanna}, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
start: order
prompts:
  key_it:
    en: 'Please key your order number,<break time="300ms"/> six digits.'
    bn: 'অর্ডারের ছয় সংখ্যার নম্বরটি<break time="300ms"/> চাপুন।'
nodes:
  order: {collect: {kind: digits, digits: 6, prompt: {use: key_it}}, next: pin, otherwise: person}
  pin: {collect: {kind: pin, prompt: {en: Key your PIN., bn: পিন চাপুন।}}, next: checking, otherwise: person}
  checking:
    branch:
      - {when: 'answers.pin == "7391" and not caller.open_callback and queue.support.waiting == 0', go: told}
    otherwise: person
  told: {say: {en: "Order {answers.order} is on its way.", bn: "অর্ডার {answers.order} পথে আছে।"}, next: person}
  person: {transfer: support, unanswered: promise, done: rating}
  promise: {callback: 30m}
  rating:
    survey: {prompt: {en: How was it? Press a key from 1 to 5., bn: কেমন লাগল? ১ থেকে ৫ চাপুন।}}
    next: thanks
  thanks:
    hang_up:
      en: "[You gave us {answers.rating}. ]Goodbye."
      bn: "[আপনি {answers.rating} দিয়েছেন। ]ভালো থাকবেন।"
allow: {F706: a story of its own}
"""


@pytest.fixture
def callflows(tmp_path: Path) -> Path:
    folder = tmp_path / "callflows"
    folder.mkdir()
    (folder / "business.yaml").write_text((CALLFLOWS / "business.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "main.yaml").write_text(MAIN, encoding="utf-8")
    return folder


WORDS = {
    "en": ("six digits", "You entered: 1 2 3 4 5 6.", "Key your PIN", "Order 6 5 4 3 2 1 is on its way", "How was it"),
    "bn": ("ছয় সংখ্যার", "এক দুই তিন চার পাঁচ ছয়", "পিন চাপুন", "অর্ডার ছয় পাঁচ চার তিন দুই এক পথে আছে", "কেমন লাগল"),
}
LAST = {"en": "You gave us 4. Goodbye.", "bn": "আপনি ৪ দিয়েছেন। ভালো থাকবেন।"}


@pytest.mark.parametrize("language", ["en", "bn"])
def test_an_order_is_keyed_and_told_a_person_comes_and_the_caller_rates_the_call(
    language: str, sqlite_url: str, make_shop: MakeShop, callflows: Path
) -> None:
    shop = make_shop(sqlite_url, callflows=callflows)
    rina = shop.caller("Rina", "+8801712345670", language=language)
    shop.knows(rina, language=language)
    ask, readback, pin, told, rate = WORDS[language]
    babul = shop.agent("Babul", "+12025550112")
    rina.rings(NUMBER)
    rina.hears(ask)
    rina.presses("123456")
    rina.hears(readback)
    rina.presses("2")
    rina.hears(ask)
    rina.presses("654321")
    rina.hears("1" if language == "en" else "১")
    rina.presses("1")
    rina.hears(pin)
    rina.presses("7391")
    rina.hears(told)
    says_yes(babul)
    babul.is_bridged()
    shop.passes(30)
    babul.hangs_up()
    rina.hears(rate)
    rina.presses("4")
    rina.hears(LAST[language])
    shop.passes(30)
    with shop.store.reading() as unit:
        call = unit.get(Call, 1)
        assert call is not None and call.position == ""
        kept = unit.many(Turn, leg=call.public_id)
    assert not any("7391" in row.answer + row.events for row in kept)
    assert any('"name":"rating","text":"4"' in row.events for row in kept)
    assert not any("break" in said for said in heard(rina)), "marks are for the voice, and no words"
