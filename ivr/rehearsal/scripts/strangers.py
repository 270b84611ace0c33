"""Callers who wait before the caller of a script: rows only, nobody is on a line, and nobody serves them meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.authoring.scripts import QueueForm
from ivr.promise.transfer import State
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Caller, CallState, Obligation, Source, Transfer

AFTER_ALL = timedelta(days=60)
"""Longer than any script lasts: until then nobody asks what became of them."""


def call_of(unit: Unit, caller: int, at: datetime, dialled: str, language: str, live: bool) -> Call:
    """A call that has no leg: one that is over, or one that waits."""
    return unit.insert(
        Call(
            id=0,
            public_id=unit.token(),
            sid=f"CA{unit.token()}",
            caller_id=caller,
            dialled=dialled,
            flow=1,
            language=language,
            position="",
            turn=1,
            state=CallState.LIVE if live else CallState.ENDED,
            started_at=at,
            deadline=unit.now + AFTER_ALL if live else None,
            outcome="" if live else "hung_up",
            ended_at=None if live else at,
        )
    )


def queue_up(unit: Unit, team: str, queue: QueueForm, dialled: str, language: str) -> None:
    """So many callers wait for this team; the first has waited the longest."""
    longest = queue.longest.value if queue.longest else timedelta(minutes=1)
    for place in range(queue.callers.value):
        since = unit.now - longest * (queue.callers.value - place) / queue.callers.value
        caller = unit.insert(Caller(0, None))
        call = call_of(unit, caller.id, since, dialled, language, live=True)
        key = unit.token()
        debt = unit.insert(Obligation(0, Source.TRANSFER, key, caller.id, since, call.id))
        unit.insert(
            Transfer(
                id=0,
                public_id=key,
                call_id=call.id,
                caller_id=caller.id,
                obligation_id=debt.id,
                turn=1,
                team=team,
                topic="",
                language=language,
                state=State.WAITING,
                asked_at=since,
                waiting_since=since,
                seen_at=unit.now,
                deadline=unit.now + AFTER_ALL,
            )
        )
