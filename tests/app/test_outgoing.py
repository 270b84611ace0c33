"""Outgoing webhooks: what the ledger tells is heard by whoever listens, once by its id, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from ivr.app.outgoing import Outgoing
from ivr.app.parts import Parts
from ivr.egress import signing
from ivr.egress.post import Poster
from ivr.reports.pages import Which
from ivr.reports.shop import outside
from ivr.store import outbox
from ivr.store.sql.store import SqlStore
from ivr.switchboard.deeds import interventions
from ivr.switchboard.outside import deliveries, endpoints
from ivr.switchboard.rows import Delivery, DeliveryState, Endpoint, Entry
from ivr.switchboard.trail import OPERATOR
from tests.api.worlds import NASRIN, SqlWorld, owed
from tests.app.installations import installation
from tests.egress.far_end import Asked, FarEnd, far_end, says, trust
from tests.store import samples

SECRET = signing.new_secret()


@dataclass
class Business:
    """An installation, and a program of the business's that listens on this machine."""

    parts: Parts
    end: FarEnd
    outgoing: Outgoing

    @property
    def store(self) -> SqlStore:
        return self.parts.store

    def listens(self, *events: str, url: str = "") -> Endpoint:
        with self.store.reading() as unit:
            line = outbox.last_line(unit)
        made = endpoints.add(self.store, OPERATOR, url or self.end.url("/heard"), SECRET, events, line)
        assert made is not None
        return made

    def passes(self, seconds: float = 0.0) -> int:
        if seconds:
            self.store.move_clock(seconds)
        return self.outgoing.once()

    def rows(self) -> list[Delivery]:
        """All deliveries, the oldest first."""
        with self.store.reading() as unit:
            shown = outside.deliveries(unit, Which()).rows
            found = [unit.one(Delivery, public_id=one.id) for one in reversed(shown)]
        return [row for row in found if row is not None]


@pytest.fixture
def business(database_url: str, tmp_path: Path) -> Iterator[Business]:
    parts = installation(database_url, tmp_path)
    with far_end() as end:
        poster = Poster(lambda host, port: ["127.0.0.1"], trust())
        yield Business(parts, end, Outgoing(parts.store, parts.seal(), poster))
    parts.store.engine.dispose()


def told(asked: Asked) -> dict[str, Any]:
    """What a receiver makes of it: verified by the standard's own library."""
    return dict(Webhook(SECRET).verify(asked.body, {name.lower(): value for name, value in asked.headers.items()}))


def test_a_program_hears_of_a_callback_from_its_beginning_to_its_end(business: Business) -> None:
    world = SqlWorld(business.store)
    business.listens("callback.created", "callback.settled", "call.ended", "transfer.settled")
    owed(world)
    business.passes()
    heard = [told(one) for one in business.end.asked]
    assert sorted(one["type"] for one in heard) == ["call.ended", "callback.created", "transfer.settled"]
    callback = next(one for one in heard if one["type"] == "callback.created")
    assert set(callback) == {"type", "timestamp", "data"} and set(callback["data"]) == {"id", "state"}
    assert datetime.fromisoformat(callback["timestamp"]).tzinfo is not None
    assert NASRIN.encode() not in b"".join(one.body for one in business.end.asked)
    interventions.cancel(business.parts.board, callback["data"]["id"])
    business.passes()
    assert told(business.end.asked[-1])["data"] == {"id": callback["data"]["id"], "state": "closed_by_agent"}
    assert business.passes() == 0, "what was heard is not told again"
    assert {row.state for row in business.rows()} == {DeliveryState.DELIVERED}


def test_what_happened_before_somebody_listened_is_not_told(business: Business) -> None:
    owed(SqlWorld(business.store))
    business.listens()
    assert business.passes() == 0


def test_what_is_not_heard_is_sent_again_under_its_id_at_longer_and_longer_intervals(business: Business) -> None:
    business.listens("callback.created")
    owed_to_somebody(business)
    business.end.answers = says({}, 500)
    business.passes()
    assert business.passes() == 0, "not before its time"
    for delay in deliveries.DELAYS:
        assert business.passes(delay.total_seconds() * 1.11) == 1
    assert business.passes(10 * 86400) == 0
    (row,) = business.rows()
    assert (row.state, row.tries, row.status) == (DeliveryState.FAILED, 8, 500)
    ids = {one.headers["webhook-id"] for one in business.end.asked}
    assert ids == {row.public_id} and len(business.end.asked) == 8
    business.end.answers = says({})
    assert deliveries.resend(business.store, OPERATOR, row.public_id) is not None
    assert business.passes() == 1
    assert business.end.asked[-1].headers["webhook-id"] == row.public_id
    (row,) = business.rows()
    assert (row.state, row.tries) == (DeliveryState.DELIVERED, 1)


def owed_to_somebody(business: Business) -> None:
    with business.store.unit() as unit:
        samples.callback_row(unit, samples.caller(unit))


def test_who_is_gone_is_asked_no_more_until_switched_on_again(business: Business) -> None:
    endpoint = business.listens("callback.created")
    owed_to_somebody(business)
    business.end.answers = says({}, 410)
    business.passes()
    owed_to_somebody(business)
    assert business.passes(3600) == 0
    with business.store.reading() as unit:
        row = unit.get(Endpoint, endpoint.id)
        line = outbox.last_line(unit)
    assert row is not None and (row.live, row.why_off) == (False, "gone")
    endpoints.change(business.store, OPERATOR, endpoint.public_id, line, live=True)
    assert business.passes() == 0, "what happened meanwhile is not told"
    business.end.answers = says({})
    owed_to_somebody(business)
    assert business.passes() == 1


def test_a_redirect_is_not_followed_and_is_no_answer(business: Business) -> None:
    business.listens("callback.created")
    owed_to_somebody(business)
    business.end.answers = says({}, 302, Location="https://169.254.169.254/")
    business.passes()
    (row,) = business.rows()
    assert (row.state, row.status, len(business.end.asked)) == (DeliveryState.WAITING, 302, 1)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://shop.example/x", "10.0.0.7"),
        ("https://shop.example/x", "169.254.169.254"),
        ("https://shop.example/x", "127.0.0.1"),
        ("https://shop.example/x", "::ffff:192.168.1.1"),
        ("http://shop.example/x", "93.184.216.34"),
        ("https://user@shop.example/x", "93.184.216.34"),
    ],
)
def test_nothing_private_is_ever_posted_to(business: Business, url: str, address: str) -> None:
    """Outside of tests: whatever an endpoint's address says, or its host turns out to be."""
    business.listens("callback.created", url=url)
    owed_to_somebody(business)
    Outgoing(business.store, business.parts.seal(), Poster(lambda host, port: [address])).once()
    (row,) = business.rows()
    assert (row.state, row.status) == (DeliveryState.WAITING, None) and business.end.asked == []
    assert row.fault in ("the host has an address that is not public", "https alone is asked", "no plain host")


def test_who_dies_while_sending_leaves_it_to_the_next_who_keeps_the_id(business: Business) -> None:
    business.listens("callback.created")
    owed_to_somebody(business)
    business.outgoing.gather()
    (row,) = business.rows()
    assert deliveries.claim(business.store, row.id) is not None, "and never reports"
    assert deliveries.claim(business.store, row.id) is None, "nobody else sends meanwhile"
    assert business.passes() == 0
    assert business.passes(deliveries.LEASE.total_seconds() + 1) == 1
    assert business.end.asked[0].headers["webhook-id"] == row.public_id


def test_a_late_report_of_an_earlier_try_is_news_only_if_it_was_heard(business: Business) -> None:
    business.listens("callback.created")
    owed_to_somebody(business)
    business.outgoing.gather()
    claimed = deliveries.claim(business.store, business.rows()[0].id)
    assert claimed is not None
    business.end.answers = says({}, 503)
    business.passes(deliveries.LEASE.total_seconds() + 1)
    assert deliveries.report(business.store, claimed[0], 500, "") is None
    assert (business.rows()[0].status, business.rows()[0].tries) == (503, 2)
    assert deliveries.report(business.store, claimed[0], 204, "") is not None
    assert business.rows()[0].state is DeliveryState.DELIVERED


def test_two_passes_at_once_tell_everything_once(business: Business) -> None:
    endpoint = business.listens("callback.created")
    owed_to_somebody(business)
    with business.store.reading() as unit:
        found = outbox.lines(unit, endpoint.line, 10)
    assert deliveries.make(business.store, endpoint.id, endpoint.line, found) == 1
    assert deliveries.make(business.store, endpoint.id, endpoint.line, found) == 0
    assert len(business.rows()) == 1


def test_a_gap_in_the_ledger_is_waited_for(business: Business) -> None:
    """Of two units that write at once the one with the smaller numbers may be the later to commit."""
    now = business.store.now()
    lines = [Entry(id, "call", 1, "", "live", "", "", 0, now) for id in (1, 2, 4, 5)]
    assert [line.id for line in deliveries.settled(lines, 0, now)] == [1, 2]
    assert [line.id for line in deliveries.settled(lines, 0, now + deliveries.SETTLED)] == [1, 2, 4, 5]


def test_a_slow_endpoint_keeps_no_other_waiting(business: Business) -> None:
    one, other = business.listens("callback.created"), business.listens("callback.created")
    for _ in range(12):
        owed_to_somebody(business)
    business.outgoing.gather()
    with business.store.reading() as unit:
        due = outbox.due(unit, 8, 4)
    assert sorted(endpoint for _, endpoint in due) == [one.id] * 4 + [other.id] * 4


def test_a_state_that_nobody_listens_for_moves_the_cursor_all_the_same(business: Business) -> None:
    endpoint = business.listens("call.ended")
    owed_to_somebody(business)
    assert business.passes() == 0 and business.rows() == []
    with business.store.reading() as unit:
        row = unit.get(Endpoint, endpoint.id)
        assert row is not None and row.line == outbox.last_line(unit) > endpoint.line


def test_the_pauses_grow_and_no_two_deliveries_come_back_together() -> None:
    pauses = [deliveries.pause_after("abc", tries) for tries in range(1, 8)]
    assert all(pause is not None for pause in pauses) and pauses == sorted(pause for pause in pauses if pause)
    for pause, delay in zip(pauses, deliveries.DELAYS, strict=True):
        assert pause is not None and 0.9 * delay <= pause <= 1.1 * delay
    assert deliveries.pause_after("abc", 8) is None and deliveries.pause_after("abd", 1) != pauses[0]
    assert timedelta(hours=31) < sum(deliveries.DELAYS, timedelta()) < timedelta(hours=32)
