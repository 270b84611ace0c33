"""Marks and streams: a change is heard of at once, whoever is too many is sent to ask, no caller notices any of it."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import requests
from twilio.request_validator import RequestValidator

from ivr.app.mount import STREAMS
from ivr.console.ground import Ground
from ivr.console.live import Lookout
from ivr.reports.mark import mark
from ivr.switchboard import agents
from ivr.switchboard.rows import Agent, AgentState
from tests.app.installations import ENVIRONMENT
from tests.app.test_stopping import web
from tests.console.floor import Floor

SOON = 1.0
"""Seconds within which a change is on another's screen, by a stream."""


def seen(floor: Floor) -> str:
    with floor.parts.store.reading() as unit:
        return mark(unit)


def test_every_change_makes_another_mark(floor: Floor) -> None:
    before = seen(floor)
    assert seen(floor) == before
    agents.away(floor.parts.store, "Asha")
    assert seen(floor) != before


def test_who_began_first_and_ends_last_is_heard_of_too(floor: Floor) -> None:
    """On PostgreSQL the line with the smaller number comes to light after the one with the greater."""
    store = floor.parts.store
    if store.engine.dialect.name == "sqlite":
        return  # there is one writer at a time
    with store.unit() as slow:
        asha = slow.one(Agent, name="Asha")
        assert asha is not None
        slow.save(replace(asha, state=AgentState.AWAY), "slow")
        slow.finish()
        quick = threading.Thread(target=agents.away, args=(store, "Babul"))
        quick.start()
        quick.join()
        between = seen(floor)
    assert seen(floor) != between


def ground(floor: Floor, streams: int) -> Ground:
    return replace(floor.console.extensions["ground"], streams=streams)


def test_a_listener_hears_of_a_change_within_a_second(floor: Floor) -> None:
    lookout = Lookout(ground(floor, 1))
    assert lookout.join() and not lookout.join(), "one, and no more"
    first = lookout.after("")
    assert first == seen(floor)
    began = time.monotonic()
    agents.away(floor.parts.store, "Asha")
    heard = first
    while heard == first and time.monotonic() - began < SOON:
        heard = lookout.after(first)
    assert heard == seen(floor)
    lookout.leave()
    assert lookout.join(), "there is room again"
    lookout.leave()


def test_nobody_listens_where_there_are_no_threads_to_spare(light_floor: Floor) -> None:
    answer = light_floor.browser().get("/live")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert 'data-streams="no"' in light_floor.browser().get("/").text


class Line:
    """A stream, as a browser holds it."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.request("GET", "/live", headers={"Cookie": cookie})
        self.answer = self.connection.getresponse()

    def hears(self) -> str:
        """The next mark."""
        while True:
            line = self.answer.readline().decode()
            if line.startswith("data: "):
                return line.strip()


def call(port: int, number: int) -> float:
    """A signed call comes in; the seconds until it is answered."""
    address = f"http://127.0.0.1:{port}/twilio/voice/incoming"
    form = {
        "CallSid": f"CA{number:032x}", "AccountSid": ENVIRONMENT["TWILIO_ACCOUNT_SID"], "From": "+8801712345678",
        "To": "+12025550100", "Direction": "inbound", "CallStatus": "ringing",
    }  # fmt: skip
    signed = RequestValidator(ENVIRONMENT["TWILIO_AUTH_TOKEN"]).compute_signature(address, form)
    began = time.perf_counter()
    answer = requests.post(address, data=form, headers={"X-Twilio-Signature": signed}, timeout=10)
    assert answer.status_code == 200 and "<Gather" in answer.text, answer.text
    return time.perf_counter() - began


def test_streams_to_the_brim_keep_no_caller_waiting(postgresql_url: str, tmp_path: Path) -> None:
    floor = Floor(postgresql_url, tmp_path / "var")
    kept = floor.browser().get_cookie("ivr")
    assert kept is not None
    with web(postgresql_url, tmp_path / "var") as (_, port), ExitStack() as lines:
        before = [call(port, number) for number in range(1, 16)]
        open_ = []
        refused = 0
        while refused < 8:
            line = Line(port, f"ivr={kept.value}")
            lines.callback(line.connection.close)
            refused += line.answer.status == 503
            open_ += [line] if line.answer.status == 200 else []
        assert STREAMS <= len(open_) <= 2 * STREAMS
        assert [line.hears() for line in open_[:3]] == [f"data: {seen(floor)}"] * 3
        after = [call(port, number) for number in range(101, 116)]
        assert statistics.median(after) < 2 * statistics.median(before) + 0.02, (before, after)
        began = time.monotonic()
        assert open_[0].hears() and time.monotonic() - began < SOON
    floor.close()
