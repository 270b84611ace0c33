"""Every instruction there is, as Hypothesis draws it; used wherever a property must hold for all answers."""

from __future__ import annotations

from hypothesis import strategies as st

from ivr.line.instructions import (
    Ask,
    Door,
    GoTo,
    HangUp,
    Hold,
    LeaveHold,
    Pause,
    Play,
    Record,
    Refuse,
    RingOut,
    Say,
    TakeFromHold,
)

any_text = st.text(st.characters())
"""Any Unicode, half surrogate pairs and control characters included."""
locales = st.sampled_from(["en-US", "en-GB", "bn-IN"])
doors = st.builds(
    Door,
    st.sampled_from(["turn", "wait", "reply"]),
    st.lists(st.tuples(st.sampled_from(["call", "n", "offer"]), any_text), max_size=3, unique_by=lambda p: p[0]).map(
        lambda pairs: tuple(sorted(pairs))
    ),
)
queues = st.from_regex(r"t-[a-z2-7]{16}-[1-9]", fullmatch=True)
seconds = st.integers(1, 14400)
numbers = st.just("+12025550100")
sounds = st.one_of(
    st.builds(Say, any_text, locales, st.none() | st.just("Google.bn-IN-Wavenet-A")),
    st.builds(Play, st.sampled_from(["hold-12s.wav", "https://example.org/a.mp3"])),
    st.builds(Pause, st.integers(1, 30)),
)
asks = st.builds(
    Ask,
    doors,
    st.lists(sounds, max_size=3).map(tuple),
    st.none() | st.integers(1, 16),
    st.integers(1, 30),
    st.sampled_from(["", "#", "*"]),
)
endings = st.one_of(
    asks,
    st.builds(Record, doors, doors, seconds, st.integers(1, 30), st.sampled_from(["#", "012#"]), st.none() | doors),
    st.builds(Hold, queues, doors, doors),
    st.builds(TakeFromHold, queues, doors, doors, seconds),
    st.builds(RingOut, numbers, numbers, doors, doors, st.integers(5, 60), seconds),
    st.builds(GoTo, doors),
    st.just(LeaveHold()),
    st.just(HangUp()),
)
answers = st.one_of(
    st.just(()),
    st.just((Refuse(),)),
    st.builds(lambda said, last: (*said, last), st.lists(sounds, max_size=3), endings),
    st.lists(sounds, max_size=3).map(tuple),
)
"""What a switchboard may answer: some sounds, then at most one verb that decides how it goes on."""
