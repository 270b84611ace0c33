"""The proof and the engine agree: in the sample shop, whatever callers do, who asked for a person is not left alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.folder import load_folder
from ivr.callflow.events import CallbackAsked, Change, Declined, Event, OpenCallbackChanged, TransferAsked
from ivr.callflow.facts import Facts, OpenCallback
from ivr.callflow.graph import Callflow
from ivr.line.inputs import Digits, NoInput, Returned
from ivr.line.instructions import door
from tests.callflow.dialogue import Dialogue
from tests.paths import ROOT

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
"""Sunday noon in Dhaka."""

OWED = OpenCallback(NOON + timedelta(hours=1), "scheduled", "within 1 hour")
facts = st.builds(
    Facts,
    now=st.integers(0, 7 * 24).map(lambda hours: NOON + timedelta(hours=hours)),
    reply=st.just(door("turn", call="c", n=1)),
    zone=st.just("Asia/Dhaka"),
    number=st.sampled_from(["+8801712345678", None]),
    language=st.sampled_from([None, "en", "bn"]),
    open_callback=st.sampled_from([None, OWED]),
)
inputs = st.lists(
    st.one_of(
        st.sampled_from("0123459").map(Digits),
        st.sampled_from(["10", "01812345678", "99"]).map(Digits),
        st.just(NoInput()),
        st.sampled_from(["unanswered", "done"]).map(Returned),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def shop() -> Callflow:
    return load_folder(ROOT / "callflows").flows[0]


@given(facts, inputs)
def test_who_asked_for_a_person_ends_with_one_or_a_callback_or_an_own_no(
    shop: Callflow, known: Facts, given_: list[Digits | NoInput | Returned]
) -> None:
    call = Dialogue(shop, known)
    talked = False
    for one in given_:
        if call.over:
            break
        held = isinstance(call.history[-1], TransferAsked)
        call.give(one)
        talked = talked or (held and one == Returned("done"))
    asked = [event for event in call.history if isinstance(event, TransferAsked)]
    if asked and call.over and not talked and known.number:
        assert any(settles(event) for event in call.history[call.history.index(asked[-1]) :])


def settles(event: Event) -> bool:
    cancelled = isinstance(event, OpenCallbackChanged) and event.change is Change.CANCEL
    return isinstance(event, CallbackAsked | Declined) or cancelled


@given(facts)
def test_who_says_nothing_at_all_comes_to_a_person_or_a_callback(shop: Callflow, known: Facts) -> None:
    call = Dialogue(shop, known)
    for _ in range(20):
        if call.over or isinstance(call.history[-1], TransferAsked):
            break
        call.silence()
    assert isinstance(call.history[-1], TransferAsked) or call.over
    if known.number:
        assert any(isinstance(event, TransferAsked | CallbackAsked) for event in call.history)
