"""Twilio signs names and values run together: `Digits=12` and `Digits1=2` have one signature. Whoever saw one signed
request must not get anything else accepted by cutting it up otherwise."""

import bisect
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.line.inputs import NoInput
from ivr.twilio.heard import read_hold, read_input, read_leg, read_queue, read_ring, read_talk
from ivr.twilio.request import Asked, Denial, verify
from tests.twilio.signing import CALL, ID, OTHER_CALL, PUBLIC_URL, QUEUE, TRUST, form, sign

DIALLED = {
    "DialBridged": "false",
    "DialCallDuration": "35",
    "DialCallSid": OTHER_CALL,
    "DialCallStatus": "no-answer",
    "DequeuedCallSid": OTHER_CALL,
    "DequeuedCallDuration": "30",
    "DequeueResult": "error",
    "QueueSid": QUEUE,
    "QueueTime": "12",
}
REQUESTS = {
    "incoming": ("", form(ForwardedFrom="+12025550188", CallToken="x")),
    "turn": (f"?call={ID}&n=31", form(Digits="12")),
    "wait": (f"?round=12&transfer={ID}", form(QueueSid=QUEUE, QueueTime="12", AvgQueueTime="12", QueuePosition="1")),
    "left": (f"?round=12&transfer={ID}", form(QueueSid=QUEUE, QueueTime="12", QueueResult="hangup")),
    "over": (f"?after=hold&offer={ID}", form(**DIALLED)),
    "customer": (
        f"?offer={ID}",
        form(
            CallSid=OTHER_CALL,
            ParentCallSid=CALL,
            CallStatus="completed",
            CallDuration="35",
            SequenceNumber="12",
            Timestamp="Sun, 22 Nov 2026 08:46:00 +0000",
            CallbackSource="call-progress-events",
        ),
    ),
}
IDS = {
    "incoming": (),
    "turn": ("call", "n"),
    "wait": ("round", "transfer"),
    "left": ("round", "transfer"),
    "over": ("after", "offer"),
    "customer": ("offer",),
}
NAMES = sorted({name for _, pairs in REQUESTS.values() for name, _ in pairs})


def accepted(request):
    """Everything that we would take from a request."""
    ring, leg, talk = read_ring(request), read_leg(request), read_talk(request)
    return {
        "sid": request.sid,
        "ids": tuple(sorted(request.ids.items())),
        "keys": read_input(request),
        "from": ring.from_,
        "to": ring.to,
        "hold": read_hold(request).value,
        "queue": read_queue(request),
        "state": leg and (leg.state, leg.outcome),
        "sequence": leg and leg.sequence,
        "seconds": leg and leg.seconds,
        "parent": leg and leg.parent,
        "bridged": talk.bridged,
        "talk": talk.seconds,
        "outcome": talk.outcome,
        "customer": talk.customer_sid,
    }


ABSENT = {"keys": NoInput(), "to": "", "hold": "failed", "bridged": False}
"""What stands for a field that is not there; None for the others. An id has none: without it nothing is read."""

ELSEWHERE = {("talk", 30)}
"""What Twilio says in two fields, of which we take the other when one is not there: true in either."""


@cache
def honest(door):
    """The true request's path, signature and meaning."""
    query, pairs = REQUESTS[door]
    path = f"/twilio/voice/{door}{query}"
    signature = sign(PUBLIC_URL + path, pairs)
    return path, signature, accepted(verify(TRUST, path, pairs, signature, IDS[door]))


def judge(door, target, pairs):
    """Asserts that a re-cut request, wherever it arrives, is refused or says nothing that the true one did not say."""
    path, signature, truth = honest(door)
    for ids in set(IDS.values()):
        request = verify(TRUST, target, pairs, signature, ids)
        if request is Denial.FORGED:
            return
        if request is Denial.UNREADABLE:
            continue
        assert target.partition("?")[0] == path.partition("?")[0]
        said = accepted(request)
        for what, value in said.items():
            silent = what not in ("sid", "ids") and value == ABSENT.get(what)
            assert value == truth[what] or silent or (what, value) in ELSEWHERE, what


def signed_text(door):
    query, pairs = REQUESTS[door]
    return f"/twilio/voice/{door}{query}", "".join(name + value for name, value in sorted(pairs))


def ending(text, upto):
    """Where in `text` names begin: the cuts that an attacker tries first."""
    places = {0, len(text)}
    for name in NAMES:
        at = text.find(name, 0, upto)
        while at >= 0:
            places.update((at, at + len(name)))
            at = text.find(name, at + 1, upto)
    return sorted(places)


@st.composite
def recuts(draw):
    """A true request, and another that has the same signed text: cut at names more often than anywhere."""
    door = draw(st.sampled_from(sorted(REQUESTS)))
    path, fields = signed_text(door)
    text = path + fields
    good = [place for place in ending(text, len(text)) if place > 0]
    some = st.one_of(st.sampled_from(good), st.integers(1, len(text)))
    start = draw(st.one_of(st.just(len(path)), st.integers(len(path) - 4, len(path) + 4), some))
    cuts = sorted(
        set(draw(st.lists(some, max_size=24))) | set(draw(st.sampled_from([good, [], good[::2], good[1::2]])))
    )
    cuts = [cut for cut in cuts[bisect.bisect_right(cuts, start) :] if cut < len(text)]
    return door, text[:start], split(draw, [start, *cuts, len(text)], text)


def split(draw, edges, text):
    """Names and values in turn between the edges, in Twilio's order of names as far as the cuts allow."""
    pairs, at = [], 0
    while at + 1 < len(edges):
        wide = 2 if at + 2 < len(edges) and draw(st.booleans()) else 1
        middle = (
            edges[at + 1] if wide == 2 else draw(st.sampled_from([edges[at + 1], (edges[at] + edges[at + 1]) // 2]))
        )
        pairs.append((text[edges[at] : middle], text[middle : edges[at + wide]]))
        at += wide
    return pairs


@settings(max_examples=400)
@given(recuts())
def test_no_other_cut_says_anything_else(recut):
    judge(*recut)


@pytest.mark.parametrize("door", sorted(REQUESTS))
def test_every_single_cut_of_every_request(door):
    """Exhaustively: each field's border moved anywhere, each field torn in two, each two neighbours made one."""
    query, pairs = REQUESTS[door]
    pairs, path = sorted(pairs), f"/twilio/voice/{door}{query}"
    for at, (name, value) in enumerate(pairs):
        before, after, text = pairs[:at], pairs[at + 1 :], name + value
        for cut in range(len(text) + 1):
            judge(door, path, [*before, (text[:cut], text[cut:]), *after])
            judge(door, path, [*before, (text[:cut], ""), (text[cut:], ""), *after])
            judge(door, path, [*before, (name, value[:cut]), (value[cut:], ""), *after])
        if after:
            judge(door, path, [*before, (name, value + "".join(after[0])), *after[1:]])
        judge(door, path + "".join(map("".join, pairs[: at + 1])), after)
    for cut in range(1, 20):
        judge(door, path[:-cut], [(path[-cut:], ""), *pairs])


@pytest.mark.parametrize("door", sorted(REQUESTS))
def test_no_field_can_swallow_others_and_leave_a_name_inside_another_name(door):
    """`DialCallSid` ends in `CallSid`: with everything before it swallowed, another leg's id would stand there."""
    query, pairs = REQUESTS[door]
    pairs, text = sorted(pairs), "".join(name + value for name, value in sorted(pairs))
    places = ending(text, len(text))
    for at, (name, _) in enumerate(pairs):
        start = len("".join(map("".join, pairs[:at])))
        for begin in (place for place in places if place > start):
            middle, end = ([place for place in [*places, len(text)] if place > begin] + [len(text)] * 2)[:2]
            left = [(text[end : end + 12], text[end + 12 :])] if end < len(text) else []
            kept = [*pairs[:at], (text[begin:middle], text[middle:end]), *left]
            for length in (2, len(name)):
                swallowed = (text[start : start + length], text[start + length : begin])
                judge(door, f"/twilio/voice/{door}{query}", sorted([*kept, swallowed]))


def test_a_childs_leg_cannot_be_taken_for_the_leg_itself():
    path, fields = signed_text("over")
    account, _, tail = fields.partition("ApiVersion")
    swallowed, _, rest = tail.partition("CallSid" + OTHER_CALL)
    cut = [
        ("AccountSid", account.removeprefix("AccountSid")),
        ("Ap", "iVersion" + swallowed),
        ("CallSid", OTHER_CALL),
        ("DialBridged", rest.removeprefix("DialBridged")),
    ]
    assert "".join(map("".join, sorted(cut))) == fields
    signature = sign(PUBLIC_URL + path, REQUESTS["over"][1])
    assert isinstance(verify(TRUST, path, REQUESTS["over"][1], signature, IDS["over"]), Asked)
    assert verify(TRUST, path, cut, signature, IDS["over"]) is Denial.UNREADABLE


def test_a_turns_number_cannot_lose_its_last_digit():
    path, _ = signed_text("turn")
    signature = sign(PUBLIC_URL + path, REQUESTS["turn"][1])
    assert isinstance(verify(TRUST, path, REQUESTS["turn"][1], signature, ("call", "n")), Asked)
    assert verify(TRUST, path[:-1], [("1", ""), *REQUESTS["turn"][1]], signature, ("call", "n")) is Denial.UNREADABLE
