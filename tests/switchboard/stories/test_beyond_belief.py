"""What the simulation found when everything at once went wrong: faults of the carrier and of ours that nobody believes
until they happen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ivr.line.outcomes import FetchResult, LegReport, LegState
from ivr.rehearsal import desk
from ivr.switchboard.deeds import interventions
from ivr.switchboard.rows import Callback, Message, Offer, Task, Transfer
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Town


def test_a_leg_that_the_carrier_does_not_find_yet_is_not_taken_for_ended() -> None:
    """She leaves while Asha's phone is being rung; to end that leg, just placed, comes to a 404. Asha has one phone."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.is_rung()
    town.carrier.missing = True
    nasrin.hangs_up()
    town.passes(10)
    assert sum(leg.number == asha.number for leg in town.exchange.live()) == 1
    town.carrier.missing = False
    town.passes(60)
    assert not town.exchange.live()
    asha.is_rung(within=120)


class _Breaks:
    """A store in which no row of a kind can be driven: a bug of ours, at the very first look."""

    def __init__(self, inner: Any, kind: type = Callback) -> None:
        self._inner, self._kind = inner, kind

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @contextmanager
    def unit(self, actor: str = "") -> Iterator[Any]:
        with self._inner.unit(actor) as unit:
            yield _BreaksAt(self._kind, unit) if actor == "drive" else unit


class _BreaksAt:
    def __init__(self, kind: type, inner: Any) -> None:
        self._kind, self._inner = kind, inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def get(self, kind: type, id: int) -> Any:
        if kind is self._kind:
            raise RuntimeError("a bug")
        return self._inner.get(kind, id)


def test_somebody_hears_of_a_callback_that_breaks_whoever_looks_at_it() -> None:
    """To tell of it must not need another look; and it is told again and again."""
    town = Town()
    nasrin, _ = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    town.board = replace(town.board, store=_Breaks(town.store))
    nasrin.hangs_up()
    town.passes(5 * 60)
    assert nasrin.fates() == ["review"]
    assert [task.reason for task in town.all(Task)] == ["review"]
    before = len(town.all(Message))
    town.passes(60 * 60)
    assert len(town.all(Message)) == before + 2


def test_who_rings_in_while_a_person_is_to_look_at_their_callback_is_not_phoned_after_being_served() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    whole, town.board = town.board, replace(town.board, store=_Breaks(town.store))
    nasrin.hangs_up()
    town.passes(5 * 60)
    assert nasrin.fates() == ["review"]
    town.board = whole
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(60)
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["came_in", "served"]


def test_of_two_ends_that_contradict_each_other_the_carrier_knows_the_right_one() -> None:
    """They talked for half a minute. The only report of the end says `failed`, and nobody tells how long it was."""
    town = Town()
    nasrin, asha = owed(town)
    asha.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    asha.is_bridged()
    town.passes(30)
    (asked,) = (one for one in town.all(Offer) if one.in_flight)
    town.loses = lambda request: request.url.startswith(("door:customer", "door:over", "door:leg"))
    report = {"CallSid": nasrin.leg, "CallStatus": "failed", "Timestamp": "Mon, 23 Nov 2026 05:01:00 +0000"}
    asha.hangs_up()
    desk.answer(town.board, f"door:customer?offer={asked.public_id}", report)
    town.passes(3 * 60)
    assert nasrin.fates() == ["connected"]


def test_a_worker_that_stood_still_speaks_of_the_past() -> None:
    """It asked how Asha's leg stands, which has ended. When it goes on, Karim is the one who talks to her."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    karim = town.agent("Karim", "+12025550112")
    gone, fetch = asha.leg, town.carrier.fetch
    town.loses = lambda request: request.url.startswith(("door:over", "door:leg"))

    def stands_still(sid: str) -> FetchResult:
        said = fetch(sid)
        if sid == gone and isinstance(said, LegReport) and said.state is LegState.ENDED:
            town.carrier.fetch = fetch
            karim.says_yes()
            nasrin.is_bridged()
        return said

    town.carrier.fetch = stands_still
    asha.hangs_up()
    town.passes(60)
    assert town.carrier.fetch is fetch
    assert [one.in_flight for one in town.all(Offer)] == [False, True]


def test_a_caller_whose_row_breaks_whoever_looks_at_it_is_not_held_for_ever() -> None:
    town = Town(wait_limit=timedelta(minutes=2))
    nasrin, _ = town.caller(), town.agent()
    town.board = replace(town.board, store=_Breaks(town.store, Transfer))
    nasrin.asks_for_a_person()
    town.passes(60)
    assert nasrin.fates() == ["waiting"]
    town.passes(2 * 60)
    assert nasrin.fates() != ["waiting"]
    nasrin.hears("kept_menu")


def test_an_attempt_whose_end_nobody_could_look_at_does_not_keep_the_next_one_from_being_made() -> None:
    """Nothing is heard of how she was rung, and whoever asks after it breaks; a person puts the callback right."""
    town = Town()
    nasrin, asha = owed(town)
    asha.says_yes()
    nasrin.is_rung()
    town.loses = lambda request: request.url.startswith(("door:customer", "door:over"))
    whole, town.board = town.board, replace(town.board, store=_Breaks(town.store))
    town.passes(10 * 60)
    assert nasrin.callback().state == "review"
    town.board, town.loses = whole, lambda request: False
    interventions.reschedule(town.board, nasrin.callback().public_id, town.now())
    asha.says_yes()
    nasrin.is_rung()
