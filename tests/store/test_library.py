"""The library: what is live answers, at once after the start and within a second after a change."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from ivr.callflow.compiled import dump_flow
from ivr.callflow.graph import Callflow, Voice
from ivr.callflow.nodes import HangUp
from ivr.promise.business import Business
from ivr.promise.compiled import dump_business
from ivr.store.library import PublishedLibrary
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.flows import BUSINESS, FLOW, publish, retire
from ivr.switchboard.ports import Unreachable
from tests.store.samples import NOON

AnyStore = MemoryStore | SqlStore

SHOP = Business("Shop", "Asia/Dhaka", "BD", ("BD",), "BDT", {}, {}, {}, {}, ("+12025550100",))


def flow(title: str, *numbers: str) -> Callflow:
    return Callflow(
        "main", title, numbers, {"en": Voice("en-US")}, "end", {"end": HangUp()}, {}, {}, {}, "Asia/Dhaka", "BD", (), {}
    )


class Tick:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def publish_flow(store: AnyStore, value: Callflow) -> int:
    with store.unit() as unit:
        row = publish(unit, FLOW, value.name, value.title, dump_flow(value))
    assert row is not None
    return row.id


def test_what_was_published_answers_and_what_was_not_does_not(store: AnyStore) -> None:
    id = publish_flow(store, flow("first", "+12025550100"))
    with store.unit() as unit:
        publish(unit, BUSINESS, BUSINESS, "hash", dump_business(SHOP))
    library = PublishedLibrary(store)
    assert library.flow_for("+12025550100") == (id, flow("first", "+12025550100"))
    assert library.flow_for("+12025550101") is None
    assert library.business() == SHOP
    assert library.flow(id) is library.flow_for("+12025550100")[1]  # type: ignore[index]


def test_a_newer_edition_is_seen_within_a_second_and_calls_end_on_the_older_one(store: AnyStore) -> None:
    tick = Tick()
    old = publish_flow(store, flow("old", "+12025550100"))
    library = PublishedLibrary(store, tick)
    assert library.flow_for("+12025550100")[0] == old  # type: ignore[index]
    new = publish_flow(store, flow("new", "+12025550100"))
    assert library.flow_for("+12025550100")[0] == old  # type: ignore[index]
    tick.seconds = 1.0
    assert library.flow_for("+12025550100")[0] == new  # type: ignore[index]
    assert library.flow(old).title == "old" and PublishedLibrary(store).flow(old).title == "old"


def test_a_flow_that_was_retired_answers_no_more(store: AnyStore) -> None:
    tick = Tick()
    publish_flow(store, flow("old", "+12025550100"))
    library = PublishedLibrary(store, tick)
    assert library.flow_for("+12025550100")
    with store.unit() as unit:
        retire(unit, ())
    tick.seconds = 1.0
    assert library.flow_for("+12025550100") is None


def test_before_anything_is_published_it_says_so(store: AnyStore) -> None:
    library = PublishedLibrary(store)
    assert library.flow_for("+12025550100") is None
    with pytest.raises(LookupError, match="publish"):
        library.business()
    with pytest.raises(LookupError):
        library.flow(1)


class Away:
    """A store that can be taken away, and counts how often it is asked."""

    def __init__(self, store: AnyStore) -> None:
        self.store, self.away, self.asked = store, False, 0

    def reading(self) -> Any:
        return self.store.reading()

    def live_editions(self) -> tuple[int, ...]:
        self.asked += 1
        if self.away:
            raise Unreachable
        return self.store.live_editions()


def test_while_the_store_is_away_what_was_read_last_stays_good() -> None:
    shelves, tick = Away(MemoryStore(lambda: NOON)), Tick()
    publish_flow(shelves.store, flow("old", "+12025550100"))
    library = PublishedLibrary(shelves, tick)
    assert library.flow_for("+12025550100")
    shelves.away, tick.seconds = True, 5.0
    assert library.flow_for("+12025550100") and library.flow_for("+12025550100")
    assert shelves.asked == 2
    with pytest.raises(Unreachable):
        PublishedLibrary(shelves, tick).flow_for("+12025550100")


def test_a_store_that_is_away_is_asked_every_five_seconds_and_not_by_every_call() -> None:
    shelves, tick = Away(MemoryStore(lambda: NOON)), Tick()
    publish_flow(shelves.store, flow("old", "+12025550100"))
    library = PublishedLibrary(shelves, tick)
    library.flow_for("+12025550100")
    shelves.away = True
    for seconds in range(10, 20):
        tick.seconds = float(seconds)
        assert library.flow_for("+12025550100")
    assert shelves.asked == 1 + 2
    shelves.away, tick.seconds = False, 20.0
    new = publish_flow(shelves.store, flow("new", "+12025550100"))
    assert library.flow_for("+12025550100")[0] == new  # type: ignore[index]


def test_while_one_call_looks_the_others_are_answered_with_what_is_known() -> None:
    shelves, tick = Away(MemoryStore(lambda: NOON)), Tick()
    id = publish_flow(shelves.store, flow("old", "+12025550100"))
    library = PublishedLibrary(shelves, tick)
    library.flow_for("+12025550100")
    tick.seconds = 2.0
    seen: list[int] = []

    def meanwhile() -> tuple[int, ...]:
        other = threading.Thread(target=lambda: seen.append(library.flow_for("+12025550100")[0]))  # type: ignore[index]
        other.start()
        other.join(5)
        return shelves.store.live_editions()

    shelves.live_editions = meanwhile  # type: ignore[method-assign]
    library.flow_for("+12025550100")
    assert seen == [id]


def test_an_answered_call_asks_nothing_of_the_store() -> None:
    shelves = Away(MemoryStore(lambda: NOON))
    publish_flow(shelves.store, replace(flow("old"), numbers=("+12025550100",)))
    library = PublishedLibrary(shelves, Tick())
    for _ in range(100):
        library.flow_for("+12025550100")
    assert shelves.asked == 1


def test_the_log_says_which_version_answers(store: AnyStore, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "ivr.store.library"):
        id = publish_flow(store, flow("main", "+12025550100"))
        PublishedLibrary(store).flow_for("+12025550100")
    assert [line for line in caplog.messages if f"version {id} is live (" in line]
