"""The desk behind the doors: what a caller loses is noted, in the database or beside it, and said; nothing else is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.app import desk as desks
from ivr.app.desk import WebDesk
from ivr.app.parts import Parts
from ivr.app.web import create_app, make_trust
from ivr.jobs.bell import NoDoorbell
from ivr.language import APOLOGIES, Word
from ivr.line.inputs import Digits, Ring
from ivr.line.instructions import Door, HangUp, Say
from ivr.settings import SettingsError
from ivr.store.sql.haste import left
from ivr.switchboard.ports import Held, Unreachable
from ivr.switchboard.rows import Call, Obligation, Source
from tests.app.installations import installation
from tests.switchboard.sample import publish_sample
from tests.twilio.signing import TRUST

NUMBER = "+12025550100"
RING = Ring("CA" + "1" * 32, "+8801712345678", NUMBER)
WITHHELD = replace(RING, from_=None)
INCOMING = Door("incoming")


class Lame:
    """A store that may be away, and counts how often it is asked."""

    def __init__(self, parts: Parts) -> None:
        self._store = parts.store
        self.asked = 0
        self.fault: Exception | None = None
        self.meanwhile: Callable[[], object] = lambda: None

    def __getattr__(self, name: str):
        return getattr(self._store, name)

    def unit(self, actor: str = ""):
        self.asked += 1
        self.meanwhile()
        if self.fault:
            raise self.fault
        return self._store.unit(actor)


@pytest.fixture
def parts(sqlite_url: str, tmp_path: Path) -> Iterator[Parts]:
    made = installation(sqlite_url, tmp_path)
    publish_sample(made.store)
    made.board.library.business()
    yield made
    made.store.engine.dispose()


@pytest.fixture
def store(parts: Parts) -> Lame:
    return Lame(parts)


@pytest.fixture
def desk(parts: Parts, store: Lame) -> WebDesk:
    return WebDesk(
        replace(parts.board, store=store), TRUST, parts.urls, NoDoorbell(), parts.spool, parts.systems(), parts.media()
    )


def owed(parts: Parts) -> list[Obligation]:
    with parts.store.reading() as unit:
        return list(unit.many(Obligation, source_key=RING.sid))


def spooled(parts: Parts) -> list[Ring]:
    rings: list[Ring] = []
    parts.spool.replay(rings.append)
    return rings


def said(instructions: tuple[object, ...]) -> str:
    return " ".join(one.text for one in instructions if isinstance(one, Say))


def test_a_bug_leaves_a_debt_in_the_database_and_says_so_in_the_numbers_languages(desk: WebDesk, parts: Parts) -> None:
    words = desk.rescue(INCOMING, RING, KeyError("a bug"))
    (debt,) = owed(parts)
    assert debt.source is Source.MISSED_CALL
    assert spooled(parts) == []
    assert words[-1] == HangUp()
    assert {one.locale for one in words if isinstance(one, Say)} == {"bn-IN", "en-IN"}
    assert "call you back" in said(words)


def test_a_second_bug_in_the_same_call_owes_nothing_more(desk: WebDesk, parts: Parts) -> None:
    for door in (INCOMING, Door("turn", (("call", "k"), ("n", "1")))):
        desk.rescue(door, RING, KeyError("a bug"))
    assert len(owed(parts)) == 1


def test_while_the_database_is_away_the_debt_goes_to_the_spool_at_once(desk: WebDesk, parts: Parts, store) -> None:
    desk.rescue(INCOMING, RING, Unreachable("away"))
    assert store.asked == 0
    assert spooled(parts) == [RING]


def test_a_debt_that_the_database_refuses_goes_to_the_spool(desk: WebDesk, parts: Parts, store) -> None:
    store.fault = RuntimeError("no room on the disk")
    desk.rescue(INCOMING, RING, KeyError("a bug"))
    assert spooled(parts) == [RING]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full")
def test_a_debt_without_any_place_is_told_and_noted_with_a_later_request(
    desk: WebDesk, parts: Parts, store: Lame, tmp_path: Path
) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "missed.jsonl").symlink_to("/dev/full")
    with pytest.raises(OSError):
        desk.rescue(INCOMING, RING, Unreachable("away"))
    assert owed(parts) == []
    assert calls(desk, 7)
    assert [debt.source for debt in owed(parts)] == [Source.MISSED_CALL]
    asked = store.asked
    assert calls(desk, 8) and store.asked == asked + 1, "it is noted once"


def test_whoever_withholds_their_number_is_not_promised_a_call(desk: WebDesk) -> None:
    words = said(desk.rescue(INCOMING, WITHHELD, KeyError("a bug")))
    assert "cannot see your number" in words
    assert "We have noted" not in words


def test_before_anything_was_read_the_apology_is_the_one_kept_in_code(parts: Parts, tmp_path: Path) -> None:
    empty = installation(f"sqlite:///{tmp_path}/nowhere/ivr.db", tmp_path)
    desk = WebDesk(empty.board, TRUST, empty.urls, NoDoorbell(), empty.spool, empty.systems(), empty.media())
    words = desk.rescue(INCOMING, RING, Unreachable("away"))
    assert [one.text for one in words if isinstance(one, Say)] == [APOLOGIES[it][Word.APOLOGY] for it in ("en", "bn")]
    assert spooled(empty) == [RING]


@pytest.mark.parametrize("door", ["brief", "reply", "over", "verdict", "gone"])
def test_an_agent_is_promised_nothing_and_owed_nothing(desk: WebDesk, parts: Parts, door: str) -> None:
    assert desk.rescue(Door(door, (("offer", "x"),)), RING, KeyError("a bug")) == (HangUp(),)
    assert owed(parts) == [] and spooled(parts) == []


def test_who_comes_out_of_the_queue_is_owed_already(desk: WebDesk, parts: Parts) -> None:
    assert "call you back" in said(desk.rescue(Door("left"), RING, KeyError("a bug")))
    assert owed(parts) == [] and spooled(parts) == []


def calls(desk: WebDesk, number: int = 1) -> bool:
    """Somebody rings; whether they were answered."""
    try:
        desk.incoming(replace(RING, sid=f"CA{number:032}"))
    except Unreachable:
        return False
    return True


def test_a_database_that_is_away_is_not_asked_for_every_call(desk: WebDesk, store: Lame) -> None:
    store.fault = Unreachable("away")
    began = time.monotonic()
    assert [calls(desk, number) for number in range(10)] == [False] * 10
    assert store.asked == 1
    assert time.monotonic() - began < 5.0


def test_after_its_rest_the_database_is_asked_again(desk: WebDesk, store: Lame) -> None:
    store.fault = Unreachable("away")
    calls(desk)
    store.fault = None
    assert not calls(desk)
    assert 0 < desk._away_until - time.monotonic() <= desks.REST == 5.0
    desk._away_until = time.monotonic()
    assert calls(desk) and calls(desk, 2)


def test_one_request_finds_out_whether_the_database_is_back_and_nobody_else_waits_for_that(
    desk: WebDesk, store: Lame
) -> None:
    store.fault = Unreachable("away")
    calls(desk)
    desk._away_until, store.fault = time.monotonic(), None
    meanwhile: list[bool] = []
    store.meanwhile = lambda: meanwhile.append(calls(desk, 2))
    assert calls(desk, 1)
    assert meanwhile == [False]
    store.meanwhile = lambda: None
    assert calls(desk, 3) and not desk.resting


def test_a_bug_is_no_outage(desk: WebDesk, store: Lame) -> None:
    store.fault = KeyError("a bug")
    for _ in range(2):
        with pytest.raises(KeyError):
            calls(desk)
    assert store.asked == 2


def test_the_database_has_only_so_long_for_one_request(desk: WebDesk, store: Lame) -> None:
    had: list[float] = []
    store.meanwhile = lambda: had.append(left(60.0))
    calls(desk)
    desk.rescue(INCOMING, RING, KeyError("a bug"))
    assert had[0] == pytest.approx(desks.LONGEST, abs=0.1)
    assert had[-1] == pytest.approx(desks.NOTING, abs=0.1)
    assert desks.LONGEST + desks.NOTING < 2.0


def test_one_caller_who_is_held_elsewhere_keeps_nobody_else_out(desk: WebDesk, store: Lame) -> None:
    store.fault = Held("the row is locked")
    assert not calls(desk, 1)
    store.fault = None
    assert calls(desk, 2)


def test_asked_twice_the_same_call_is_begun_once(desk: WebDesk, parts: Parts) -> None:
    first, second = (desk.incoming(RING) for _ in range(2))
    assert first.instructions == second.instructions
    call = dict(first.instructions[-1].door.params)["call"]
    assert desk.turn(call, 1, "CA" + "2" * 32, Digits("1")).instructions == ()
    with parts.store.reading() as unit:
        assert len(unit.many(Call, sid=RING.sid)) == 1


def test_nobody_is_believed_without_a_token(sqlite_url: str, tmp_path: Path) -> None:
    parts = installation(sqlite_url, tmp_path, TWILIO_ACCOUNT_SID="", TWILIO_AUTH_TOKEN="", TWILIO_API_BASE_URL="")
    for refused in (make_trust, create_app):
        with pytest.raises(SettingsError, match="TWILIO_AUTH_TOKEN"):
            refused(parts)
