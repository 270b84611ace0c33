"""Bugs in asking agents: the lease, the placing, the look for a leg of unknown fate, the gate, the end of a leg."""

from __future__ import annotations

from tests.simulation.bugs.plant import Bug, Edit, bug

_FREE = "and not self._shelves[Offer].under(LEASED, agent.id)"
_LEASED = Edit("store.rules.keys:KEYS", "LEASED,", '_found("agent_id", where=_IN_FLIGHT),')
_FORGOTTEN = "for one in self._shelves[Offer].rows.values() if one.agent_id == agent.id and one.in_flight"
ANY_STEP = Edit(
    "promise.machine:step",
    "return table[state][event]",
    "return next(row[event] for row in (table[state], *table.values()) if event in row)",
)
NOTHING_FINAL = Edit("store.memory.store:_moved_on", "if old is None or kind not in ONWARD:", "if True:")
_UNSURE = """if row.state is State.PLACING:
                move_offer(unit, row, Event.UNSURE, unit.now + LOOKS[0])
            return ()"""
GONE = "gone = call is None or call.state is CallState.ENDED or not can(target, transfer.Event.ACCEPT)"

PLACED: tuple[Bug, ...] = (
    bug("no quiet time", "drive.offer:_searched", "placed_at + board.rules.quiescence", "placed_at"),
    bug(
        "nobody looks for a dead worker's call",
        "drive.offer:_claim",
        "if row.state is State.PLACING:",
        "if row.state is State.PLACING:\n        return None\n    if False:",
    ),
    bug(
        "a dead worker's call is placed again",
        "drive.offer:_claim",
        "row = move_offer(unit, row, Event.UNSURE, unit.now + LOOKS[0])",
        "return unit.save(replace(row, deadline=unit.now + PLACING))",
    ),
    bug(
        "no answer is as good as a refusal",
        "drive.offer:_placed",
        _UNSURE,
        'return _refused(unit, board, row, Refused(Blame.LATER, "no answer"))',
    ),
    bug(
        "asked again at once where it was not said: placed",
        "drive.offer:_place",
        "result = carrier.place(call)",
        "result = carrier.place(call)\n    if not isinstance(result, Placed):\n        result = carrier.place(call)",
    ),
    bug(
        "looked for among the legs that have rung already",
        "drive.offer:_searched",
        "recent = ",
        'recent = leg.state != "queued" and ',
    ),
    bug(
        "any leg at that number is ours",
        "drive.offer:_searched",
        "if recent and unit.one(Offer, sid=leg.sid) is None:",
        "if recent:",
    ),
    bug("calls are placed as fast as they come", "budgets:take", "if tokens < 1.0:", "if False:"),
    bug(
        "what was not used is saved up for a burst",
        "budgets:take",
        "min(max(1.0, rate), bucket.tokens + passed * rate)",
        "bucket.tokens + passed * rate",
    ),
)

LEASED: tuple[Bug, ...] = (
    bug("the lease is forgotten", "store.memory.questions:Questions._is_free", _FREE, "", _LEASED),
    bug(
        "the lease ends by a clock",
        "store.memory.questions:Questions._is_free",
        _FREE,
        f"and not any((self._now - one.intended_at).total_seconds() < 60 {_FORGOTTEN})",
        _LEASED,
    ),
    bug(
        "a withdrawn agent is free at once",
        "asking:withdraw_one",
        "return move_offer(unit, row, offer.Event.WITHDRAW, unit.now)",
        "return move_offer(unit, replace(row, in_flight=False), offer.Event.WITHDRAW)",
    ),
    bug(
        "an agent who was asked is never free again",
        "legs:ended",
        "replace(row, in_flight=False,",
        "replace(row, in_flight=row.state is not State.ACCEPTED,",
    ),
    bug("nobody cools off", "agents:missed", "cool_off_until=unit.now + policy.cool_off", "cool_off_until=None"),
    bug("a late key wakes a rested agent", "offers:_reply", "if keys and row.in_flight:", "if keys:"),
    bug("withdrawn legs are forgotten", "legs:unwanted", "row.state in FINAL and", "False and"),
    bug(
        "told to end is as good as ended",
        "drive.offer:_end",
        "if isinstance(said, Uncertain):\n        return ()",
        "said = Done()",
    ),
    bug("nobody asks after a leg", "drive.offer:_look", "said = carrier.fetch(row.sid)", 'said = Uncertain("")'),
)

ANSWERED: tuple[Bug, ...] = (
    bug("any key is a yes", "offers:_reply", 'if keys == "1":', "if keys:"),
    bug("silence is a yes", "offers:_reply", 'if keys == "1":', 'if keys != "2":'),
    bug(
        "no gate at pick-up",
        "offers:_brief",
        "if row.state in (State.PLACING, State.UNKNOWN, State.RINGING):",
        "if True:",
        ANY_STEP,
        NOTHING_FINAL,
    ),
    bug(
        "two agents' yeses both win",
        "offers:_take_transfer",
        GONE,
        "gone = False",
        Edit("asking:has_agent", "return any(", "return False and any("),
        Edit("offers:_reply", "if row.state is not State.SCREENING:", "if False:"),
        Edit("store.rules.keys:KEYS", '_unique("transfer_id", where=_JOINED)', '_found("transfer_id", where=_JOINED)'),
        ANY_STEP,
        NOTHING_FINAL,
    ),
    bug(
        "the others are asked on after a yes",
        "offers:_take_transfer",
        "due = asking.withdraw(unit, target, keep=row.id)",
        "due = ()",
    ),
    bug(
        "agents are asked on for one who is owed by now",
        "transfers:owe",
        "due = asking.withdraw(unit, row)",
        "due = ()",
    ),
    bug("answers are not kept", "answers:_kept", "if stored else None", "if False else None"),
)

BUGS = (*PLACED, *LEASED, *ANSWERED)
