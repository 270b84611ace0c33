"""A text to the caller: a row first, sent once, looked for where nobody knows, in the caller's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.line.outcomes import Blame, Refused, TextReport, Uncertain
from ivr.switchboard import messages
from ivr.switchboard.ports import work
from ivr.switchboard.rows import MessageState, Turn
from tests.switchboard.outside import NASRIN, NUMBER, WITHHELD, Village

TEXT = """  link:
    sms: {en: "Pay at https://shop.example/pay", bn: "এখানে দাম দিন"}
    next: sent
    cannot: unsent
  sent: {say: {en: Look at your telephone., bn: ফোনটি দেখুন।}, next: bye}
  unsent: {say: {en: We cannot write to you., bn: আপনাকে লিখতে পারছি না।}, next: bye}
"""


@pytest.mark.parametrize(
    ("language", "told", "text"),
    [("en", "Look at", "Pay at https://shop.example/pay"), ("bn", "ফোনটি", "এখানে দাম দিন")],
)
def test_a_text_goes_to_the_callers_own_number(language: str, told: str, text: str) -> None:
    village = Village(TEXT)
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    nasrin.hears(told)
    village.run_for(5)
    assert [(one.to, one.body) for one in village.exchange.list_messages()] == [(NASRIN, text)]
    assert [one.state for one in village.messages] == [MessageState.SENT]
    assert "Pay at" not in village.rows(Turn)[0].events


@pytest.mark.parametrize("language", ["en", "bn"])
def test_to_a_withheld_number_nothing_can_be_sent(language: str) -> None:
    village = Village(TEXT)
    nobody = village.person(WITHHELD, language)
    nobody.rings(NUMBER)
    nobody.hears("We cannot write")
    assert village.messages == []


class Mail:
    """A carrier that takes texts as the test wants, and knows of them what the test wants."""

    def __init__(self, inner, result, known=()) -> None:
        self._inner, self.result, self.known = inner, result, known
        self.sent: list[str] = []

    def __getattr__(self, name: str):
        return getattr(self._inner, name)

    def text(self, to: str, from_: str, body: str):
        self.sent.append(to)
        return self.result

    def texts(self, to: str, from_: str):
        return self.known


def written(village: Village, mail: Mail, seconds: float) -> list[MessageState]:
    village.carrier = mail
    nasrin = village.person()
    nasrin.rings(NUMBER)
    village.run_for(seconds)
    return [one.state for one in village.messages]


def test_one_that_may_have_been_sent_is_looked_for_and_found() -> None:
    village = Village(TEXT)
    mail = Mail(village.carrier, Uncertain("reset"), (TextReport("SM1", "Pay at https://shop.example/pay"),))
    assert written(village, mail, 90) == [MessageState.SENT] and mail.sent == [NASRIN]


def test_one_that_is_not_found_is_never_sent_again() -> None:
    village = Village(TEXT)
    mail = Mail(village.carrier, Uncertain("reset"))
    assert written(village, mail, 100) == [MessageState.UNKNOWN]
    village.run_for(200)
    assert [one.state for one in village.messages] == [MessageState.FAILED] and mail.sent == [NASRIN]


def test_while_the_carrier_does_not_say_it_is_asked_again() -> None:
    village = Village(TEXT)
    mail = Mail(village.carrier, Uncertain("reset"), Uncertain("HTTP 500"))
    assert written(village, mail, 1000) == [MessageState.UNKNOWN] and mail.sent == [NASRIN]


def test_a_failed_one_that_the_carrier_knows_has_failed() -> None:
    village = Village(TEXT)
    known = (TextReport("SM1", "Pay at https://shop.example/pay", failed=True),)
    assert written(village, Mail(village.carrier, Uncertain("reset"), known), 90) == [MessageState.FAILED]


@pytest.mark.parametrize(("blame", "times"), [(Blame.LATER, 3), (Blame.DESTINATION, 1), (Blame.SETUP, 1)])
def test_a_refused_one_is_sent_again_only_where_that_may_help(blame: Blame, times: int) -> None:
    village = Village(TEXT)
    mail = Mail(village.carrier, Refused(blame, "no"))
    written(village, mail, 150)
    assert len(mail.sent) == times


ROUND = (
    TEXT.replace("next: bye", "next: again").replace("cannot: unsent", "cannot: unsent")
    + """  again:
    menu: {prompt: {en: "For the link again, press 1.", bn: "আবার চাইলে ১ চাপুন।"}, choices: {"1": link}, otherwise: person}
"""
)


def test_who_goes_round_in_circles_is_written_to_once() -> None:
    village = Village(ROUND)
    nasrin = village.person()
    nasrin.rings(NUMBER)
    for _ in range(3):
        nasrin.hears("press 1")
        nasrin.presses("1")
    village.run_for(30)
    assert len(village.messages) == 1


def test_who_was_forgotten_meanwhile_is_not_written_to() -> None:
    village = Village(TEXT)
    mail = Mail(village.carrier, Refused(Blame.LATER, "busy"))
    written(village, mail, 1)
    caller = village.caller()
    work(village.store, lambda unit: unit.save(replace(caller, number=None)))
    village.run_for(100)
    assert [one.state for one in village.messages] == [MessageState.FAILED]


@pytest.mark.parametrize(("language", "text"), [("en", "Order 0042 is ready."), ("bn", "অর্ডার 0042 তৈরি।")])
def test_digits_are_written_as_digits(language: str, text: str) -> None:
    village = Village("""  order:
    collect: {kind: digits, digits: 4, readback: false, prompt: {en: Key it., bn: চাপুন।}}
    next: link
    otherwise: promise
  link: {sms: {en: "Order {answers.order} is ready.", bn: "অর্ডার {answers.order} তৈরি।"}, next: bye}
""")
    nasrin = village.person(language=language)
    nasrin.rings(NUMBER)
    nasrin.presses("0042")
    village.run_for(5)
    assert [one.text for one in village.messages] == [text]


def test_nobody_is_written_to_over_and_over_because_somebody_shows_their_number() -> None:
    village = Village(TEXT)
    nasrin = village.person()
    for _ in range(messages.MOST_A_DAY + 2):
        nasrin.rings(NUMBER)
        village.run_for(60)
    assert len(village.exchange.list_messages()) == messages.MOST_A_DAY
    village.run_for(90_000)
    nasrin.rings(NUMBER)
    village.run_for(60)
    assert len(village.exchange.list_messages()) == messages.MOST_A_DAY + 1
