"""Bugs around the caller on the line: queue, joining, the talk and its proof, leaving, and what is owed then."""

from __future__ import annotations

from tests.simulation.bugs.plant import Bug, Edit, bug

_OWE = "    owed = callbacks.owe(unit, board, caller, obligation, wish)\n"
_TWICE = "    obligations.begin(unit, Source.TRANSFER, row.public_id + '2', caller.id, call.id)\n"
_LIMITS = "if unit.now - row.waiting_since >= policy.wait_limit or row.rounds >= policy.rounds:"

WAITS: tuple[Bug, ...] = (
    bug("a key beats the agent's yes", "holding:_key", "not in (State.WAITING, State.OFFERED)", "is State.TALKED"),
    bug("nobody counts rounds or minutes", "transfers:seek", _LIMITS, "if False:"),
    bug("one queue for a whole team", "transfers:hold", "{row.public_id}-{row.round}", "{row.team}-{row.round}"),
    bug("a lost agent is waited for", "transfers:agent_lost", "return _lost_between(unit, board, row)", "return ()"),
    bug(
        "back in the queue, though nobody heard of them there",
        "transfers:_lost_between",
        "if ended_at is not None and row.seen_at <= ended_at:",
        "if False:",
    ),
    bug(
        "another agent is sent while one rings the same person",
        "transfers:seek",
        "if owed is not None and owed.state is callback.State.DIALLING:",
        "if False:",
    ),
    bug(
        "a line gone silent is not asked after",
        "drive.transfer:_claim",
        "if waiting and _surely_there(unit, row):",
        "if waiting:",
    ),
)

TALKED: tuple[Bug, ...] = (
    bug(
        "completed is proof",
        "talks:_over_hold",
        "transfers.talk_over(unit, target, said.bridged, said.seconds)",
        "transfers.talk_over(unit, target, True, said.seconds)",
        Edit(
            "talks:_over_hold",
            "said.outcome is Outcome.ANSWERED and target.state is not transfer.State.ACCEPTED",
            "said.outcome is Outcome.ANSWERED",
        ),
    ),
    bug("any bridge is a talk", "transfers:settle", ">= policy.minimum_talk", ">= timedelta(0)"),
    bug(
        "done by key, with nobody there",
        "transfers:settle",
        "if row.verdict == DONE and row.bridged:",
        "if row.verdict == DONE:",
        Edit("store.memory.store:MemoryUnit._put", "problem(new) or _moved_on(old, new)", "_moved_on(old, new)"),
    ),
    bug(
        "silence is as good as done",
        "talks:_verdict",
        "VERDICTS.get(keys, transfers.SILENT)",
        "VERDICTS.get(keys, transfers.DONE)",
    ),
    bug("call again is heard as done", "talks:VERDICTS", '"2": transfers.AGAIN', '"2": transfers.DONE'),
    bug("a late report lengthens a talk", "legs:ended", "min(at or unit.now, unit.now)", "unit.now"),
    bug(
        "the words before the bridge count as talk",
        "transfers:_talked_for",
        "- row.joined_at - JOINING",
        "- row.joined_at",
    ),
    bug(
        "out of the queue is as good as talked",
        "holding:_out_of_queue",
        "if result is HoldResult.BRIDGED:",
        "if result is not HoldResult.LEFT:",
    ),
    bug(
        "that nobody told of a talk is as good as told that there was none",
        "talks:_not_joined",
        "if can(target, transfer.Event.OWE) and outcome is not None:",
        "if can(target, transfer.Event.OWE):",
    ),
    bug(
        "a talk settles what was asked for until it was judged",
        "transfers:_serve",
        "helped_at = row.answered_at or row.asked_at",
        "helped_at = unit.now",
    ),
    bug("what stays unproved stays for ever", "transfers:settle", "if row.bridged or asked:", "if row.bridged:"),
)

OWED: tuple[Bug, ...] = (
    bug("owed twice", "transfers:owe", _OWE, _OWE + _TWICE),
    bug("a caller who left is not missed", "calls:end", "if row.state not in FINAL:", "if False:"),
    bug("a call is never asked after", "drive.rest:_call", "if is_over(said):", "if False:"),
    bug(
        "a call that we never saw is no debt",
        "calls:_report",
        "rescue.owe(unit, board, ring, at, at)",
        "pass",
    ),
    bug(
        "the spool is read and thrown away",
        "rescue:missed",
        'work(board.store, lambda unit: owe(unit, board, ring), "rescue")',
        "pass",
    ),
    bug(
        "a spool replayed counts twice",
        "rescue:owe",
        "obligations.begin(unit, Source.MISSED_CALL, ring.sid,",
        "obligations.begin(unit, Source.MISSED_CALL, unit.token(),",
    ),
    bug("a no is not heard", "turns:_decline", "if obligation.fate is Fate.CALLBACK:", "if False:"),
    bug(
        "who hangs up while a time is agreed on is not owed",
        "turns:leave",
        "for event in run.leave(flow, position, known):",
        "for event in ():",
    ),
    bug(
        "an answered turn is played again",
        "turns:_next",
        "if locked.answer is not None:",
        "if False:",
        Edit("turns:_next", "if n != locked.call.turn:", "if False:"),
        Edit("store.rules.keys:KEYS", '_unique("leg", "n")', '_found("leg", "n")'),
    ),
    bug(
        "answers are kept by the key that was pressed",
        "turns:_next",
        "locked.call, given, (public_id, n), n + 1)",
        'locked.call, given, (public_id, n if getattr(given, "keys", "1") == "1" else n + 1000), n + 1)',
    ),
)

BUGS = (*WAITS, *TALKED, *OWED)
