"""Asking the business's own system in the middle of a call: every answer it can give, and none, in two languages."""

from __future__ import annotations

import json

import pytest

from ivr.callflow.looking_up import Reply
from ivr.callflow.position import read
from ivr.line.inputs import Digits
from ivr.switchboard import lookups, turns
from ivr.switchboard.rows import Call, Turn
from tests.switchboard.outside import NASRIN, NUMBER, WITHHELD, System, Village, said

SHOP = """  order:
    collect: {kind: digits, digits: 4, readback: false}
    prompt: {en: Key your order., bn: অর্ডার চাপুন।}
    next: find
    otherwise: person
  find:
    lookup: "https://shop.example/orders/{answers.order}"
    keep: {status: order.status, due: {path: order.due, kind: date}, price: {path: order.lines.0.price, kind: amount}}
    send: {phone: "{caller.number}", line: "{call.number}"}
    secret: SHOP_TOKEN
    next: tell
    not_found: unknown
    failed: person
  tell:
    say: {en: "It is {answers.status}, {answers.price}, due {answers.due}.", bn: "{answers.price}, {answers.due}।"}
    next: person
  unknown: {say: {en: We know no such order., bn: এমন অর্ডার নেই।}, next: person}
"""
GOOD = {"order": {"status": "on its way", "due": "2026-11-24T10:00:00Z", "lines": [{"price": 1250.5}]}}
WAITS = {"en": "within 30 minutes", "bn": "৩০ মিনিট"}
"""Nobody is at work: who asks for a person is promised a call."""
TOLD = {"en": "It is on its way", "bn": "আগামীকাল"}
UNKNOWN = {"en": "no such order", "bn": "এমন অর্ডার নেই"}


def keys(village: Village, number: str = NASRIN, language: str = "en"):
    nasrin = village.person(number, language)
    nasrin.rings(NUMBER)
    nasrin.hears({"en": "Key your order", "bn": "অর্ডার চাপুন"}[language])
    nasrin.presses("0042")
    return nasrin


def shop(*replies: Reply) -> tuple[Village, System]:
    village = Village(SHOP)
    village.systems = system = System(*replies)
    return village, system


def answered(body: object, status: int = 200) -> Reply:
    return Reply(status, body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.mark.parametrize("language", ["en", "bn"])
def test_what_the_system_knows_is_told_by_what_it_is(language: str) -> None:
    village, system = shop(answered(GOOD))
    nasrin = keys(village, language=language)
    nasrin.hears(TOLD[language])
    (asked,) = system.asked
    assert asked.url == "https://shop.example/orders/0042" and asked.send == {"phone": NASRIN, "line": NUMBER}
    assert (asked.method, asked.secret, asked.seconds) == ("get", "SHOP_TOKEN", 2.0)
    (call,) = village.rows(Call)
    assert dict(read(call.position).answers)["due"].text == "2026-11-24"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_what_it_does_not_know_leads_elsewhere(language: str) -> None:
    village, _ = shop(Reply(404))
    keys(village, language=language).hears(UNKNOWN[language])


BAD = [
    Reply(0), Reply(301), Reply(401), Reply(500), Reply(503), answered(b""), answered(b"<html>"), answered([1]),
    answered({}), answered({"order": None}), answered({"order": {"status": "x", "due": "2026-11-24"}}),
    answered({"order": {"status": "x", "due": "soon", "lines": [{"price": 1}]}}),
    answered({"order": {"status": {"a": 1}, "due": "2026-11-24", "lines": [{"price": 1}]}}),
    answered({"order": {"status": "x", "due": "2026-11-24", "lines": [{"price": "a lot"}]}}),
    answered({"order": {"status": "x", "due": "2026-11-24", "lines": []}}), answered(b"[" * 100_000),
    answered(b'{"order": NaN}'), answered(b"\xff\xfe"),
]  # fmt: skip


@pytest.mark.parametrize("reply", BAD)
@pytest.mark.parametrize("language", ["en", "bn"])
def test_whatever_is_no_whole_answer_has_failed(reply: Reply, language: str) -> None:
    village, _ = shop(reply)
    nasrin = keys(village, language=language)
    nasrin.hears(WAITS[language])
    assert not any(TOLD[language] in words for words in said(nasrin))


def test_where_a_value_is_not_known_nobody_is_asked() -> None:
    village, system = shop(answered(GOOD))
    keys(village, WITHHELD).hears("On which number")
    assert system.asked == []


def test_the_same_turn_asked_again_asks_nobody_again() -> None:
    village, system = shop(answered(GOOD))
    keys(village).hears("It is on its way")
    (call,) = village.rows(Call)
    first = lookups.go_on(village.board, system, call.public_id, 2, call.sid)
    assert len(system.asked) == 1 and "on its way" in str(first.instructions)


def test_two_at_once_hear_the_same() -> None:
    """The carrier asked twice before the first answer: both ask, with one key, and the first to come back decides."""
    village, system = shop(answered(GOOD), Reply(0))
    village.loses = lambda request: request.purpose == "redirect"
    keys(village)
    (call,) = village.rows(Call)
    one, two = (lookups.prepare(village.board, call.public_id, 2, call.sid) for _ in range(2))
    found = [lookups.ask(system, asking) for asking in (one, two)]
    heard = [lookups.finish(village.board, call.public_id, 2, call.sid, it) for it in found]
    assert len({asked.key for asked in system.asked}) == 1
    assert heard[0].instructions == heard[1].instructions and "on its way" in str(heard[0].instructions)


def test_a_stranger_or_a_later_turn_asks_nobody() -> None:
    village, system = shop(answered(GOOD))
    village.loses = lambda request: request.purpose == "redirect"
    keys(village)
    (call,) = village.rows(Call)
    assert lookups.go_on(village.board, system, call.public_id, 2, "CA" + "f" * 32).instructions == ()
    assert lookups.go_on(village.board, system, "x" * 16, 2, call.sid).instructions == ()
    lookups.go_on(village.board, system, call.public_id, 9, call.sid)
    assert system.asked == []


def test_keys_while_the_system_is_asked_lead_where_a_failure_does() -> None:
    village, _ = shop(answered(GOOD))
    village.loses = lambda request: request.purpose == "redirect"
    keys(village)
    (call,) = village.rows(Call)
    assert "Hold" in str(turns.next(village.board, call.public_id, 2, call.sid, Digits("5")).instructions)


def test_nothing_of_an_answer_is_in_the_events() -> None:
    village, _ = shop(answered(GOOD))
    keys(village).hears("It is on its way")
    told = " ".join(turn.events for turn in village.rows(Turn))
    assert "LookupAsked" in told and "on its way" not in told and "shop.example" not in told


PIN = """  pin:
    collect: {kind: pin, prompt: {en: Key your PIN., bn: পিন চাপুন।}, next: know, otherwise: person}
  know:
    lookup: {url: "https://shop.example/known", method: post, send: {pin: "{answers.pin}"}}
    next: person
    failed: person
"""


def test_what_is_sensitive_goes_to_the_system_and_nowhere_else() -> None:
    village = Village(PIN)
    village.systems = system = System(Reply(200))
    nasrin = village.person()
    nasrin.rings(NUMBER)
    nasrin.hears("PIN")
    nasrin.presses("918270"[:4])
    nasrin.hears("within 30 minutes")
    assert [dict(asked.send) for asked in system.asked] == [{"pin": "9182"}] and "9182" not in system.asked[0].url
    assert "9182" not in " ".join(f"{turn.events} {turn.answer}" for turn in village.rows(Turn))


@pytest.mark.parametrize("text", ["../admin", "a/b?c=d#e", "..", ".", "x y", "%2e%2e", "বাংলা", "a\r\nHost: evil"])
def test_no_value_leads_to_another_address(text: str) -> None:
    flow = """  first:
    lookup: {url: "https://shop.example/a", keep: {text: text}, next: second, failed: person}
  second:
    lookup: {url: "https://shop.example/b/{answers.text}/c", next: person, failed: person}
"""
    village = Village(flow)
    village.systems = system = System(answered({"text": text}), Reply(200))
    nasrin = village.person()
    nasrin.rings(NUMBER)
    nasrin.hears("within 30 minutes")
    for asked in system.asked[1:]:
        path = asked.url.removeprefix("https://shop.example/b/").removesuffix("/c")
        assert path not in (".", "..") and not set(path) & set("/?# \r\n"), asked.url
