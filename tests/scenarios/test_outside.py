"""Two whole stories over HTTP: a message after the tone that is called back, and an order that our own system knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
import requests

from ivr.app.parts import Parts
from ivr.callflow.looking_up import Inquiry, Reply
from ivr.egress.systems import HttpsSystems
from ivr.promise.callback import State
from ivr.rehearsal.stage import Stage
from ivr.simulator.faults import FaultKind
from ivr.switchboard.rows import Call, CallState, Fate, Recording, RecordingState
from tests.egress.far_end import FarEnd, far_end, says, trust
from tests.scenarios.acts import says_yes, talks
from tests.scenarios.conftest import MakeShop
from tests.scenarios.shop import CALLFLOWS, NUMBER, Shop

MAIN = """version: 1
callflow: main
title: Customer line
numbers: ["+12025550100"]
start: order
nodes:
  order:
    collect: {kind: digits, digits: 4, readback: false}
    prompt: {en: Key your order number., bn: অর্ডার নম্বর চাপুন।}
    next: find
    otherwise: message
  find:
    lookup: "https://shop.example/orders/{answers.order}"
    secret: SHOP_TOKEN
    keep: {status: order.status, due: {path: order.due, kind: date}}
    next: tell
    not_found: message
    failed: message
  tell: {say: {en: "It is {answers.status}.", bn: "অবস্থা {answers.status}।"}, next: message}
  message:
    voicemail: {prompt: {en: Speak after the tone., bn: টোনের পরে বলুন।}, team: support, cannot: promise}
  promise: {callback: 30m, team: support}
allow: {F706: a story of its own}
"""


@pytest.fixture
def callflows(tmp_path: Path) -> Path:
    folder = tmp_path / "callflows"
    folder.mkdir()
    business = (CALLFLOWS / "business.yaml").read_text(encoding="utf-8")
    hosts = "" if "\nlookups:" in business else "\nlookups: {hosts: [shop.example]}\n"
    (folder / "business.yaml").write_text(business + hosts, encoding="utf-8")
    (folder / "main.yaml").write_text(MAIN, encoding="utf-8")
    return folder


@pytest.fixture
def system() -> Iterator[FarEnd]:
    with far_end() as end:
        end.answers = says({"order": {"status": "on its way", "due": "2026-12-01"}})
        yield end


def beside(system: FarEnd) -> type[Stage]:
    """A stage whose web asks that system, whatever the address says of the port."""

    class AtHome:
        def __init__(self) -> None:
            secrets = {"SHOP_TOKEN": "s3cret"}.get
            self._inner = HttpsSystems(lambda: ("shop.example",), secrets, lambda host, port: ["127.0.0.1"], trust())

        def ask(self, inquiry: Inquiry) -> Reply:
            return self._inner.ask(replace(inquiry, url=inquiry.url.replace("example/", f"example:{system.port}/")))

    class Own(Parts):
        def systems(self) -> AtHome:
            return AtHome()

    class Beside(Stage):
        def __init__(self, parts: Parts, port: int, carrier_port: int) -> None:
            own = Own(**{field.name: getattr(parts, field.name) for field in fields(Parts)})
            super().__init__(own, port, carrier_port)

    return Beside


def recordings(shop: Shop) -> list[Recording]:
    with shop.store.reading() as unit:
        return [row for id in range(1, 5) if (row := unit.get(Recording, id)) is not None]


def leaves_a_message(shop: Shop, words: str = "Where is my parcel") -> None:
    shop.nasrin.hears("Speak after the tone")
    shop.passes(4)
    shop.stage.company.carrier.act(lambda exchange: exchange.speak(shop.nasrin.leg, words, 3.0))


def test_a_message_is_called_back_and_heard_by_whoever_calls(
    database_url: str, make_shop: MakeShop, callflows: Path
) -> None:
    shop = make_shop(database_url, callflows=callflows)
    shop.nasrin.rings(NUMBER)
    leaves_a_message(shop)
    shop.nasrin.hears("We will call you back within 30 minutes")
    shop.passes(40)
    assert [(row.state, row.words) for row in recordings(shop)] == [(RecordingState.READY, "Where is my parcel")]
    babul = shop.agent("Babul", "+12025550112")
    says_yes(babul)
    babul.hears("They said: Where is my parcel.")
    shop.nasrin.is_rung()
    shop.nasrin.picks_up()
    talks(shop, shop.nasrin, babul, 30)
    assert shop.callback(shop.nasrin).state is State.CONNECTED
    assert [debt.fate for debt in shop.owed(shop.nasrin)] == [Fate.CALLBACK]


def test_what_nobody_could_write_down_is_heard_by_the_one_who_said_yes_and_by_nobody_else(
    sqlite_url: str, make_shop: MakeShop, callflows: Path
) -> None:
    shop = make_shop(sqlite_url, callflows=callflows)
    shop.knows(shop.nasrin, language="bn")
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("টোনের পরে বলুন")
    shop.passes(4)
    shop.stage.company.carrier.act(lambda exchange: exchange.speak(shop.nasrin.leg, "আমার পার্সেল", 3.0))
    shop.passes(40)
    (kept,) = recordings(shop)
    address = f"{shop.stage.parts.settings.public_url}/twilio/said/{kept.public_id}-{kept.seconds}s.mp3"
    assert (kept.words, requests.get(address, timeout=40).status_code) == ("", 404)
    babul = shop.agent("Babul", "+12025550112")
    says_yes(babul)
    assert babul.hears(f"{kept.public_id}-{kept.seconds}s.mp3").text == address
    heard = requests.get(address, timeout=40)
    assert (heard.status_code, heard.headers["Content-Type"], heard.content[:4]) == (200, "audio/x-wav", b"RIFF")
    assert requests.get(address.replace(kept.public_id, "a" * 16), timeout=40).status_code == 404
    shop.nasrin.is_rung()
    shop.nasrin.picks_up()
    talks(shop, shop.nasrin, babul, 30)
    assert requests.get(address, timeout=40).status_code == 404


def test_a_lost_report_is_asked_for_and_a_doubled_one_says_nothing_new(
    sqlite_url: str, make_shop: MakeShop, callflows: Path
) -> None:
    shop = make_shop(sqlite_url, callflows=callflows)
    shop.undisturbed = False
    shop.next_time(FaultKind.DROP, "recording")
    shop.next_time(FaultKind.DUPLICATE, "transcription")
    shop.nasrin.rings(NUMBER)
    leaves_a_message(shop)
    shop.passes(60)
    assert [row.state for row in recordings(shop)] == [RecordingState.INTENDED]
    shop.passes(600)
    assert [(row.state, row.words) for row in recordings(shop)] == [(RecordingState.READY, "Where is my parcel")]


def test_our_own_system_knows_the_order(
    database_url: str, make_shop: MakeShop, callflows: Path, system: FarEnd
) -> None:
    shop = make_shop(database_url, callflows=callflows, stage=beside(system))
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("Key your order number")
    shop.nasrin.presses("0042")
    shop.nasrin.hears("It is on its way.")
    shop.nasrin.hangs_up()
    shop.passes(5)
    (asked,) = system.asked
    assert asked.path == "/orders/0042" and asked.headers["Authorization"] == "Bearer s3cret"
    with shop.store.reading() as unit:
        call = unit.get(Call, 1)
    assert call is not None and call.state is CallState.ENDED


@pytest.mark.parametrize("status", [404, 500])
def test_what_it_does_not_say_leads_to_where_a_failure_does(
    sqlite_url: str, make_shop: MakeShop, callflows: Path, system: FarEnd, status: int
) -> None:
    system.answers = says(b"", status)
    shop = make_shop(sqlite_url, callflows=callflows, stage=beside(system))
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("Key your order number")
    shop.nasrin.presses("0042")
    shop.nasrin.hears("Speak after the tone")
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}
