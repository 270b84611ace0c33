"""Bugs in keeping to what was agreed on: times, places in the order of service, keys.

An attacker's: an oracle that believed our rows too much missed each at first, and was taught a question by it."""

from __future__ import annotations

from tests.simulation.bugs.plant import Bug, Edit, bug

BUGS: tuple[Bug, ...] = (
    bug(
        "resumed is due at once, whatever time was agreed on",
        "promise.callback:TRANSITIONS",
        "Event.CAME_IN: State.CAME_IN,\n        Event.RESUME: State.SCHEDULED,",
        "Event.CAME_IN: State.CAME_IN,\n        Event.RESUME: State.DUE,",
    ),
    bug("a time once chosen is good for every later attempt", "attempts:try_again", ", chosen=False)", ")"),
    bug(
        "every pause is the first one",
        "promise.attempts:next_attempt",
        "policy.attempt_delays[max(0, made - 1)]",
        "policy.attempt_delays[0]",
    ),
    bug(
        "a no is a no to everything that was ever asked for",
        "turns:_decline",
        "unit.many(Obligation, call_id=call.id)",
        "unit.many(Obligation, caller_id=call.caller_id)",
        Edit("callbacks:decline", "if all(one.call_id == obligation.call_id for one in kept):", "if True:"),
    ),
    bug(
        "who rings in stands at the end again",
        "transfers:ask",
        "asked_at=min(unit.now, owed.asked_at) if owed else unit.now",
        "asked_at=unit.now",
    ),
    bug(
        "promised for now, though it is due tomorrow",
        "callbacks:_begin",
        "promised = due + team.policy.within",
        "promised = unit.now + team.policy.within",
    ),
    bug(
        "a message of unknown fate is sent again",
        "drive.texts:_claim",
        "if row.state is MessageState.INTENDED:",
        "if True:\n        row = replace(row, state=MessageState.INTENDED)",
    ),
    bug(
        "settled while the agent still talks",
        "drive.transfer:_prove",
        "there = accepted is not None and accepted.in_flight and not is_over(agent)",
        "there = False",
    ),
    bug(
        "whom an agent could not phone at once may be phoned at any hour",
        "talks:_phone_now",
        "owed = move_callback(unit, owed, callback.Event.OFFER,",
        "owed = move_callback(unit, replace(owed, chosen=True), callback.Event.OFFER,",
    ),
    bug("a second promise alerts nobody", "callbacks:_promise", "escalated=False", "escalated=callback.escalated"),
    bug("a no is heard as silence", "offers:_no", "Event.DECLINE if declined else Event.MISS", "Event.MISS"),
)
