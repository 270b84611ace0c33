"""When a customer is phoned again, when a promise must be shown to its owner, and when enough has been tried."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.promise.policy import Policy

DAY = timedelta(days=1)
_LEAST_WARNING = timedelta(minutes=5)
_WARNING_SHARE = 5
"""A fifth of the window is kept for the owner to act in."""


def next_attempt(policy: Policy, made: int, last_day: int, now: datetime) -> datetime | None:
    """When to phone again after `made` attempts, of which `last_day` in the last 24 hours; None: exhausted.

    The caller's window and the opening hours are laid over it when the time comes.
    """
    if made >= policy.attempts:
        return None
    if last_day >= policy.attempts_a_day:
        return now + DAY
    if made - 1 < len(policy.attempt_delays):
        return now + policy.attempt_delays[max(0, made - 1)]
    return now + DAY


def escalate_at(asked: datetime, promised_by: datetime) -> datetime:
    """When the owner is told: a fifth of the window, and no less than five minutes, before the promise would break.

    Never before the promise was made.
    """
    window = promised_by - asked
    return max(asked, promised_by - max(_LEAST_WARNING, window / _WARNING_SHARE))
