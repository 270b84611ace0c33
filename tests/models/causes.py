"""What the ledger calls a change of state, and what the models call it: one name each, or a reason why there is none.

A line of the ledger names an entity, a state and a cause; the models name the same by `named`. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.promise import callback, offer, transfer

EVENTS = {"transfer": transfer.Event, "callback": callback.Event, "offer": offer.Event}
"""The machines that are modelled: a cause is the event's own name, and the table's."""

BORN: Mapping[tuple[str, str], str] = {
    ("transfer", "ask"): "the worlds of transfers begin with it; in those of callbacks the caller rings in",
    ("callback", "owe"): "the worlds of callbacks begin with it",
    ("offer", "place"): "an agent is asked",
    ("offer", "rebuild"): "the models lose no rows: what was lost is found again by reconciling",
}
"""How rows of the three begin."""

BY_A_PERSON = "a person decides it, alone and with nobody on any line; cancelling and barring are like it, and modelled"
OUTSIDE: Mapping[tuple[str, str], str] = {
    ("transfer", "waive"): "nobody says no while waiting: there is no such key, and the models have none",
    ("callback", "no_number"): "whoever has no number is in no race: nobody can be asked to phone them",
    ("callback", "review"): f"what breaks every time is a bug of ours, not the protocol's; {BY_A_PERSON}",
}
"""Events of the three that no model knows."""

OTHERS: Mapping[str, str] = {
    "agent": "agents come and go: a model has two who may be asked, or not, at any moment",
    "call": "the caller's own call is told by what it does to the transfer",
    "customer_leg": "a customer's telephone is modelled as it truly is; our row of it says only that it may ring",
    "message": "what is written to owners changes nothing that is owed",
    "obligation": "the fate of a debt is the end of the transfer or callback that keeps it; the models count them",
    "queue": "a queue is deleted once nobody can come to it",
}
"""Entities of which the models know no state of their own."""

WRITTEN: Mapping[str, str] = {
    "ask": "transfer",
    "end": "call",
    "owe": "callback, and the obligation that it keeps",
    "rebuild": "offer, and the customer's leg or the call that was found again",
    **dict.fromkeys(("send", "sent", "later", "refused", "give_up", "found", "erase"), "message"),
    "close": "queue",
    **dict.fromkeys(("ring", "prove"), "an agent's new number, proved by ringing it: nobody who calls is in it"),
    **dict.fromkeys(("create", "revoke", "publish", "retire"), "tokens and flows: no caller's state"),
}
"""Causes that our code writes by name where no machine does, and of what."""

SAID: Mapping[str, str] = {
    **dict.fromkeys(("call_off", "taken_back", "claim", "release"), f"of a callback, beside its states; {BY_A_PERSON}"),
    **dict.fromkeys(("wrap_up", "wrap_up_longer", "wrap_up_over", "address"), "of an agent, who is asked or is not"),
    **dict.fromkeys(("consent", "changed", "tag", "untag", "note", "erase"), "of a caller: what is known of them"),
    "made": "of a remark on what callers hear",
}
"""Lines of the ledger that tell of no change of state, by their first word, and why no model has a step for them."""


def named(entity: str, state: str, cause: str) -> str:
    """What the models call this line of a ledger, such as `offer ringing: pick_up`."""
    return f"{entity} {state}: {cause.partition(':')[0]}"


def known(entity: str, cause: str) -> bool:
    """Whether a line of the ledger is told in the models, or it is said why not."""
    if entity in OTHERS:
        return True
    word = cause.partition(":")[0]
    return (entity, word) in BORN or any(word == event.value for event in EVENTS[entity])
