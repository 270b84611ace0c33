"""The carrier's limit on new calls per second: a bucket of tokens, in the database, so that all workers share it."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Budget


def take(unit: Unit, board: Board) -> timedelta:
    """Takes one token and returns no time at all, or says how long to wait. A second's worth is kept at most."""
    rate = board.rules.calls_per_second
    bucket = unit.one(Budget, account=board.rules.account)
    if bucket is None:
        bucket = unit.insert(Budget(0, board.rules.account, max(1.0, rate), unit.now))
    passed = max(0.0, (unit.now - bucket.filled_at).total_seconds())
    tokens = min(max(1.0, rate), bucket.tokens + passed * rate)
    if tokens < 1.0:
        return timedelta(seconds=(1.0 - tokens) / rate)
    unit.save(replace(bucket, tokens=tokens - 1.0, filled_at=unit.now))
    return timedelta(0)
