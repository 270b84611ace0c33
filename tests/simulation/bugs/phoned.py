"""Bugs in phoning back: when, how often, whom; what an attempt was; and what settles a callback."""

from __future__ import annotations

from tests.simulation.bugs.plant import Bug, Edit, bug

_DIAL_AGAIN = "return _no_leg(unit, board, row, offer, leg)"
_TWO_OPEN = Edit("store.rules.keys:KEYS", '_unique("caller_id", where=_CALLBACK_OPEN)', '_found("caller_id")')

TIMED: tuple[Bug, ...] = (
    bug("the window is forgotten", "callbacks:allowed_at", "if callback.chosen:", "if True:"),
    bug(
        "the window is looked at when a time is set, and not when it comes",
        "drive.callback:_put_off",
        "allowed = callbacks.allowed_at(board, caller, row, unit.now)",
        "allowed = unit.now",
        Edit(
            "offers:take_callback",
            "now_allowed = rang_us or callbacks.allowed_at(board, caller, target, unit.now) <= unit.now",
            "now_allowed = True",
        ),
    ),
    bug("no limit a day", "promise.attempts:next_attempt", "last_day >= policy.attempts_a_day", "False"),
    bug(
        "put off by hand, and rung as often as anybody likes",
        "deeds.interventions:earliest",
        ">= policy.attempts_a_day",
        ">= 99",
    ),
    bug("do not call is a wish", "destinations:refusal", "if caller.do_not_call:", "if False:"),
    bug("whoever is on the line is phoned", "callers:on_the_line", "return bool(", "return False and bool("),
    bug(
        "phoned again at once",
        "promise.attempts:next_attempt",
        "return now + policy.attempt_delays[max(0, made - 1)]",
        "return now",
    ),
    bug(
        "the owner is told after the promise broke",
        "promise.attempts:escalate_at",
        "promised_by - max(",
        "promised_by + max(",
    ),
    bug(
        "nobody is told before a promise breaks",
        "drive.callback:_escalate",
        "if row.escalated or unit.now < row.escalate_at:",
        "if True:",
    ),
)

TRIED: tuple[Bug, ...] = (
    bug(
        "one attempt too few",
        "promise.attempts:next_attempt",
        "made >= policy.attempts:",
        "made + 1 >= policy.attempts:",
    ),
    bug("one attempt too many", "promise.attempts:next_attempt", "made >= policy.attempts:", "made > policy.attempts:"),
    bug("attempts are not counted", "attempts:try_again", "made = callback.attempts + 1", "made = callback.attempts"),
    bug("attempts count twice", "attempts:try_again", "made = callback.attempts + 1", "made = callback.attempts + 2"),
    bug(
        "what was never rung counts as an attempt",
        "drive.callback:_no_leg",
        "if row.state is State.DIALLING and leg.sid is None and leg.picked_up_at is None:",
        "if False:",
    ),
    bug(
        "exhausted, and nobody is told",
        "attempts:try_again",
        'callbacks.notify(unit, board, exhausted, "exhausted")',
        "pass",
    ),
    bug("dialled again without looking", "drive.callback:_attempting", "return _Legs(offer, leg)", _DIAL_AGAIN),
    bug("picked up is as good as talked", "customers:settle", "talk_time(unit, leg) >= minimum", "minimum"),
    bug(
        "talk is measured by our own clock",
        "customers:talk_time",
        "return timedelta(seconds=leg.seconds or 0)",
        "return unit.now - leg.picked_up_at",
    ),
    bug(
        "a wrong number is as good as a talk",
        "talks:_judge_callback",
        "attempts.conclude(unit, target, callback.Event.CLOSE)",
        "attempts.conclude(unit, target, callback.Event.CONNECT)",
    ),
    bug(
        "call again, says the agent, and nobody does",
        "talks:_judge_callback",
        "attempts.try_again(unit, board, target, callback.Event.AGAIN)",
        "attempts.conclude(unit, target, callback.Event.CONNECT)",
    ),
    bug(
        "an old report sets a leg back",
        "customers:_told",
        "state = max(leg.state, said.state, key=RANK.__getitem__)",
        "state = said.state",
    ),
    bug(
        "a customer's leg outlives the agent's",
        "legs:close_customer",
        "if leg is not None and leg.in_flight:",
        "if False:",
        Edit("customers:over", "in_flight=False", "in_flight=leg.in_flight"),
    ),
)

SETTLED: tuple[Bug, ...] = (
    bug(
        "two reasons, two open callbacks",
        "callbacks:owe",
        "callback = open_for(unit, caller.id)",
        "callback = None",
        _TWO_OPEN,
    ),
    bug("every talk settles everything", "callbacks:came_in", "if any(debt.at", "if False and any(debt.at"),
    bug(
        "no talk settles anything",
        "callbacks:came_in",
        "if callback is None or callback.state is State.DIALLING:",
        "if True:",
    ),
    bug(
        "served while a mailbox picked up, and phoned again",
        "attempts:_served_meanwhile",
        "if offer is None or offer.accepted_at is None:",
        "if True:",
    ),
    bug(
        "phoned by the agent who came too late, though they may have talked",
        "talks:_gone",
        "late is not None and late.state not in transfer.FINAL",
        "False",
    ),
    bug(
        "rung in vain while they waited in our queue",
        "ring_in:take_dialling",
        "if row is None or not can(owed, callback.Event.SUSPEND):",
        "if True:",
    ),
    bug(
        "what is suspended sleeps for ever",
        "drive.callback:_suspended",
        "if transfers.unsettled(unit, row.caller_id) or callers.on_the_line(unit, row.caller_id):",
        "if True:",
        Edit("callbacks:owe", "if callback.state is State.SUSPENDED:", "if False:"),
    ),
    bug(
        "moved to a later time while the phone rings",
        "promise.callback:TRANSITIONS",
        "Event.NOT_RUNG: State.DUE,",
        "Event.NOT_RUNG: State.DUE, Event.PUT_OFF: State.SCHEDULED,",
    ),
    bug("called off by hand while the phone rings", "deeds.interventions:held", "_HINDERED.get(row.state, row)", "row"),
    bug(
        "another number is keyed, and the old debts stay behind",
        "callbacks:agree",
        "obligations.move_all(unit, callback, other)",
        "pass",
    ),
)

BUGS = (*TIMED, *TRIED, *SETTLED)
