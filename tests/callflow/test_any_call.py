"""Properties: whatever callers, carriers, authors and the world do, a turn waits for one thing or ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.callflow.ahead import exits
from ivr.callflow.facts import Facts, OpenCallback
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import (
    Branch,
    Callback,
    Case,
    Choice,
    Collect,
    Decline,
    Go,
    HangUp,
    Hours,
    Keyed,
    Menu,
    Node,
    Play,
    Say,
    Set,
    Survey,
    Transfer,
)
from ivr.callflow.position import read
from ivr.callflow.run import Endless, resume, start
from ivr.callflow.values import Type, Value
from ivr.line.inputs import Digits, Input, NoInput, Returned
from tests.callflow import shop
from tests.callflow.dialogue import check
from tests.callflow.shop import FACTS, MONDAY_NOON, OFTEN, both, only

KEYS = st.text("0123456789*#", min_size=1, max_size=12) | st.sampled_from(["01712345678", "1", "2", "15", "09"])
INPUTS: st.SearchStrategy[Input] = st.one_of(
    KEYS.map(Digits),
    st.text(max_size=4).map(Digits),
    st.just(NoInput()),
    st.sampled_from(["unanswered", "done", "declined"]).map(Returned),
    st.text(max_size=8).map(Returned),
)
ZONES = ["Asia/Dhaka", "America/New_York", "Pacific/Chatham", "UTC"]


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """What may be true at any one turn; the next turn's world may be quite another."""
    now = MONDAY_NOON + timedelta(minutes=draw(st.integers(0, 60 * 24 * 400)))
    promised = now + timedelta(minutes=draw(st.integers(-100, 3000)))
    due = draw(st.none() | st.just(promised - timedelta(minutes=30)))
    team = draw(st.sampled_from(["support", "a team of yesterday"]))
    return Facts(
        now,
        FACTS.reply,
        draw(st.sampled_from(ZONES)),
        number=draw(st.sampled_from([None, shop.CALLER])),
        name=draw(st.sampled_from(["", "রহিম", "Ana [x] {y}"])),
        language=draw(st.sampled_from([None, "en", "bn", "hi"])),
        open_callback=draw(st.none() | st.just(OpenCallback(promised, "due", "", due, team))),
        numbers_keyed_today=draw(st.integers(0, 1)),
        keyed_before=draw(st.booleans()),
        rested_at=draw(st.none() | st.just(now + timedelta(hours=draw(st.integers(1, 30))))),
        keyed_owed=draw(st.sampled_from([None, OpenCallback(now, "due", "", now, "support")])),
    )


def play(flow: Callflow, turns: list[tuple[Input, Facts]], facts: Facts) -> None:
    """A call in which the world changes between any two turns; every turn is checked, every position stored."""
    turn = start(flow, facts)
    check(turn, facts)
    for given_, now in turns:
        if turn.position is None:
            return
        turn = resume(flow, read(turn.position.write()), given_, now)
        check(turn, now)


@given(st.lists(st.tuples(INPUTS, worlds()), max_size=12), worlds(), st.sampled_from(sorted(shop.NODES)))
def test_no_caller_and_no_carrier_can_break_a_turn(
    turns: list[tuple[Input, Facts]], facts: Facts, begins_at: str
) -> None:
    for hours in (shop.OFFICE, shop.DAY_AND_NIGHT, shop.NEVER):
        play(replace(shop.open_at(hours), start=begins_at), turns, facts)


@st.composite
def flows(draw: st.DrawFn) -> Callflow:
    """Any few nodes that lead anywhere, sensible or not."""
    names = [f"n{number}" for number in range(draw(st.integers(1, 6)))]
    anywhere = st.sampled_from([*names, "end"])
    prompt = st.just(both("Words.", "কথা।"))
    node: st.SearchStrategy[Node] = st.one_of(
        st.builds(Say, prompt, anywhere),
        st.builds(Play, st.just("a.wav"), anywhere),
        st.builds(Menu, prompt, st.dictionaries(st.sampled_from("0123"), st.builds(Choice, anywhere)), anywhere),
        st.builds(Hours, st.just("office"), anywhere, anywhere),
        st.builds(Collect, st.sampled_from(Keyed), prompt, st.just("it"), anywhere, anywhere, st.just(1), st.just(9)),
        st.builds(Survey, prompt, st.just("it"), anywhere),
        st.builds(Set, st.just({"it": Value(Type.TEXT, "{answers.it}")}), anywhere),
        st.builds(Branch, st.lists(st.builds(Case, st.just(OFTEN), anywhere), max_size=2).map(tuple), anywhere),
        st.builds(Transfer, st.just("support"), anywhere, anywhere),
        st.builds(Callback, st.just("support"), anywhere, anywhere, choose_time=st.booleans()),
        st.builds(Decline, anywhere),
        st.builds(Go, anywhere),
        st.builds(HangUp, prompt),
    )
    return only(**{name: draw(node) for name in names})


def turns_in_circles(flow: Callflow, begins_at: str, facts: Facts) -> bool:
    """Whether there is a way round that waits for nobody, found by walking it: an oracle of its own."""
    walked: list[str] = [begins_at]
    while True:
        node = flow.nodes[walked[-1]]
        if (
            isinstance(node, Menu | Transfer | HangUp | Collect | Survey)
            or isinstance(node, Callback)
            and node.choose_time
        ):
            return False
        if isinstance(node, Hours):
            walked.append(node.open if facts.now == MONDAY_NOON else node.closed)
        elif isinstance(node, Branch):
            walked.append(node.otherwise)  # nothing is known of how often they called
        else:
            walked.append(exits(node)[0])
        if walked[-1] in walked[:-1]:
            return True


@given(flows())
def test_any_flow_at_all_waits_ends_or_is_seen_to_run_in_circles(flow: Callflow) -> None:
    if turns_in_circles(flow, flow.start, FACTS):
        with pytest.raises(Endless):
            start(flow, FACTS)
    else:
        play(flow, [], FACTS)
