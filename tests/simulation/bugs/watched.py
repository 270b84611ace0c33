"""Bugs that only somebody who remembers can see: in what order, how soon, how often, at what cost, what is written."""

from __future__ import annotations

from tests.simulation.bugs.plant import Bug, bug

_TOO_LATE = "(briefs.sentence(unit, board, row, Word.CALLER_LEFT_KEPT if kept else Word.ALREADY_TAKEN), HangUp())"

BUGS: tuple[Bug, ...] = (
    bug("a late report of ringing is newer", "legs:heard", "RANK[said.state] > RANK[row.leg_state]", "True"),
    bug("who comes too late hears nothing", "offers:too_late", _TOO_LATE, "()"),
    bug("agents may think for as long as they like", "offers:_brief", "timeout=KEY_WAIT", "timeout=40"),
    bug(
        "owners are told the number",
        "callbacks:notify",
        'f"callback {callback.public_id}"',
        'f"callback {unit.get(Caller, callback.caller_id).number}"',
    ),
    bug("the ledger says who is barred", "callbacks:bar", "why=refusal", "why=refusal + str(caller.number)"),
    bug(
        "never too many",
        "destinations:too_many",
        "    rules = board.rules\n",
        "    rules = board.rules\n    return False\n",
    ),
    bug(
        "tasks are not swept", "sweep:once", "in KINDS.items()", "in [one for one in KINDS.items() if one[0] != 'task']"
    ),
    bug(
        "a task is shown again after nine days",
        "drive.rest:_task",
        "unit.now + ALERT_AGAIN",
        "unit.now + 432 * ALERT_AGAIN",
    ),
    bug(
        "a talk is asked after once an hour", "drive.offer:_alive", "unit.now + POLL_TALK", "unit.now + 60 * POLL_TALK"
    ),
    bug(
        "last come, first served",
        "promise.ringing:in_order",
        "one.asked_at, one.key",
        "-one.asked_at.timestamp(), one.key",
    ),
    bug(
        "whoever looks first is served",
        "asking:_ahead",
        "return ringing.in_order([own, *others], unit.now).index(own)",
        "return 0",
    ),
    bug("who rests is served first", "drive.callback:_seek", "elif row.rounds:", "elif False:"),
    bug(
        "who asks is looked at after a while",
        "transfers:ask",
        "deadline=unit.now,",
        "deadline=unit.now + JOIN_LIMIT,",
    ),
    bug(
        "who rests keeps everybody waiting",
        "store.memory.questions:Questions._seeks",
        "rests = row.rounds > 0 and",
        "rests = False and",
    ),
    bug(
        "who has just talked is rung before who has had nothing to do",
        "agents:freed",
        "unit.save(replace(agent, free_since=unit.now))",
        "pass",
    ),
    bug(
        "who was cut off by us is owed nothing",
        "reconcile.acts:explain",
        "if cut_off and not unit.many(Obligation, call_id=call.id):",
        "if False:",
    ),
)
