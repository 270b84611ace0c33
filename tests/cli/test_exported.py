"""A call that was becomes a call script that passes, and nothing in it tells whose call it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.callflow.looking_up import Inquiry, Reply
from ivr.rehearsal.people import Person
from ivr.rehearsal.scripts.show import as_text
from ivr.rehearsal.scripts.suite import Suite, run_suite
from ivr.simulator.exchange import answers
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard import incidents
from ivr.switchboard.rows import Call
from tests.api.worlds import NASRIN, NUMBER, SqlWorld, asks_for_a_person, owed, served
from tests.authoring.shop import write
from tests.cli.running import Ran, Shell
from tests.paths import ROOT

ORDER = """start: order
nodes:
  order:
    collect: {kind: digits, digits: 6, prompt: Key your order number., next: pin, otherwise: person}
  pin:
    collect: {kind: pin, prompt: Key your PIN., next: due, otherwise: person}
  due:
    collect: {kind: date, prompt: Key the day., next: person, otherwise: person}
  person: {transfer: support, unanswered: promise, done: bye}
  promise: {callback: 30m}
  bye: {hang_up: Goodbye for now.}
"""


OUTSIDE = """start: trouble
nodes:
  trouble: {incident: {topics: [orders], declared: find, next: words}}
  find:
    lookup: {url: "https://shop.example/orders", keep: {status: order.status}, next: words, failed: person}
  words:
    listen: {prompt: Tell us in a few words., choices: {"0": person}, next: message, otherwise: person}
  message: {voicemail: {prompt: Speak after the tone., team: support, next: bye, cannot: person}}
  person: {transfer: support, unanswered: promise, done: bye}
  promise: {callback: 30m}
  bye: {hang_up: Goodbye for now.}
"""
TOPICS = "topics: {orders: {en: an order}}\nlookups: {hosts: [shop.example]}\n"


def exported(shell: Shell, world: SqlWorld, which: int = 1) -> Ran:
    with world.store.reading() as unit:
        call = unit.get(Call, which)
    ran = shell("calls", "script", call.public_id)
    assert ran.code == 0, ran.err + ran.out
    assert not [word for word in SOMEBODYS if word in ran.out]
    return ran


SOMEBODYS = ("Asha", "Nasrin", NASRIN, NASRIN[3:], "+1")


def played(folder: Path, script: str) -> Suite:
    (folder / "scripts").mkdir(parents=True)
    (folder / "scripts" / "call.yaml").write_text(script, encoding="utf-8")
    suite = run_suite(folder)
    assert suite.good and suite.count == 1, as_text([suite], with_coverage=False)
    return suite


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample shop without its scripts."""
    shop = tmp_path / "shop"
    shop.mkdir()
    for file in (ROOT / "callflows").glob("*.yaml"):
        (shop / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return shop


def test_a_talk(shell: Shell, world: SqlWorld, folder: Path) -> None:
    served(world)
    script = exported(shell, world).out
    assert "agents: {Agent 1: answers}" in script and '- talks with: "Agent 1"' in script
    assert '- hears: "For an order, press 1.' in script and '- presses: "1"' in script
    assert "ends: talked" in script
    (one,) = played(folder, script).played.values()
    assert one[0].path[-3:] == ("care", "care_desk", "(end)")


def test_who_gave_up_waiting_is_owed_a_call_again(shell: Shell, world: SqlWorld, folder: Path) -> None:
    owed(world)
    script = exported(shell, world).out
    assert "- hangs up" in script and "ends: callback" in script
    played(folder, script)


def test_a_number_that_was_keyed_is_another_one(shell: Shell, world: SqlWorld, folder: Path) -> None:
    caller = asks_for_a_person(world, "anonymous")
    caller.hears("On which number can we reach you")
    caller.presses("01912345678#")
    caller.hears("If that is right")
    caller.presses("1")
    caller.hears("When shall we call you")
    caller.presses("1")
    world.run_for(60)
    script = exported(shell, world).out
    assert "from: withheld" in script and "1912345678" not in script
    played(folder, script)


def test_what_was_keyed_is_nobodys_business(database_url: str, shell: Shell, tmp_path: Path) -> None:
    folder = write(tmp_path / "shop", ORDER)
    engine = make_engine(database_url)
    world = SqlWorld(SqlStore(engine), folder)
    caller = Person(world, "Nasrin", NASRIN)
    caller.behaves(answers())
    caller.rings(NUMBER)
    for words, keys in (("Key your order", "918273"), ("If that is right", "1"), ("Key your PIN", "7391#")):
        caller.hears(words)
        caller.presses(keys)
    caller.hears("Key the day")
    world.run_for(60)
    script = exported(shell, world).out
    engine.dispose()
    assert "918273" not in script and "7391" not in script and "9 1 8 2 7 3" not in script
    assert '- presses: "123456"' in script and '- presses: "1234"' in script and "- stays silent" in script
    played(folder, script)


class Shop:
    """The business's own system."""

    def ask(self, inquiry: Inquiry) -> Reply:
        return Reply(200, b'{"order": {"status": "lost by Nasrin"}}')


def test_what_was_said_and_what_our_system_knows_is_nobodys_business(
    database_url: str, shell: Shell, tmp_path: Path
) -> None:
    folder = write(tmp_path / "shop", OUTSIDE, TOPICS)
    engine = make_engine(database_url)
    world = SqlWorld(SqlStore(engine), folder)
    world.systems = Shop()
    incidents.declare(world.store, "orders", {"en": "Nasrin's parcel is late."})
    caller = Person(world, "Nasrin", NASRIN)
    sid = caller.rings(NUMBER)
    for seconds in (8, 14):
        world.run_for(seconds)
        world.exchange.speak(sid, "I am Nasrin")
    world.run_for(60)
    script = exported(shell, world).out
    engine.dispose()
    assert "incidents: {orders: There is trouble.}" in script and '"find": {"status": 200' in script
    assert script.count("- says: ") == 2 and "ends: callback" in script
    (one,) = played(folder, script).played.values()
    assert one[0].path == ("trouble", "find", "words", "message", "bye")


def test_who_was_owed_a_call_is_owed_one_in_the_script(shell: Shell, world: SqlWorld, folder: Path) -> None:
    owed(world)
    caller = Person(world, "Nasrin", NASRIN)
    caller.rings(NUMBER)
    for key in "31":
        world.run_for(9)
        caller.presses(key)
    world.run_for(60)
    script = exported(shell, world, which=2).out
    assert "owed: support" in script and "ends: left" in script
    played(folder, script)


def test_a_call_that_never_was(shell: Shell, world: SqlWorld) -> None:
    ran = shell("calls", "script", "nothing")
    assert ran.code == 3 and "there is no call nothing" in ran.err
