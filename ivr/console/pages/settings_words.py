"""What the page of settings says: of tasks, of checks, of programs' tokens; and of a setting never what is secret."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from ivr.console.frame import _
from ivr.console.states import Sign
from ivr.console.viewer import viewer
from ivr.console.words import FIRST, N_
from ivr.settings.table import Row
from ivr.switchboard.rows import Scope, Task

BUSINESS = N_("the business's file")

REASONS: Mapping[str, str] = {
    "exhausted": N_("We tried a caller many times in vain. Reach them yourself, or close the callback."),
    "escalated": N_("A promise to a caller is about to break. See to it now."),
    "review": N_("The record of a callback contradicts itself. Look at it, and decide."),
    "too_many": N_("So many phones were rung that callbacks wait. Somebody may be misusing us."),
    "setup": N_("The telephone company refuses our calls. What has to be set up is told by the checks below."),
    "never_reachable": N_("Our hours and a caller's daytime do not meet within a week. Agree on a time yourself."),
}
"""By `Task.reason`."""

CHECKS: Mapping[str, str] = {
    "database": N_("Database"),
    "migrations": N_("Tables of the database"),
    "clock": N_("Clock"),
    "flows": N_("Call flows"),
    "publishing": N_("Publishing"),
    "agents": N_("Agents"),
    "sweep": N_("What is due is done"),
    "spool": N_("Nothing waits beside the database"),
    "ledgers": N_("Our books and the telephone company's"),
    "heartbeat": N_("Somebody outside watches"),
    "browsers": N_("Agents who answer in the browser"),
    "proxies": N_("Who comes from where"),
    "redis": N_("Redis"),
}
"""By the name of the check."""

HEALTH: Mapping[str, Sign] = {
    "ok": Sign(N_("all is well"), "circle-check", "good"),
    "warn": Sign(N_("works, but not as it should"), "triangle-alert", "warn"),
    "bad": Sign(N_("something is wrong"), "circle-x", "bad"),
    "away": Sign(N_("cannot be reached"), "wifi-off", "bad"),
}

SCOPES: Mapping[Scope, str] = {Scope.READ: N_("may read"), Scope.WRITE: N_("may read and change")}


def reason(task: Task) -> str:
    """What has to be done; what has no words yet is shown as it is."""
    return _(REASONS[task.reason]) if task.reason in REASONS else task.reason


def check(name: str) -> str:
    """What was looked at."""
    return _(CHECKS[name]) if name in CHECKS else name


def finding(said: str) -> tuple[str, str]:
    """What a check says, or says to do, as `ivr.app.said` makes it; and in which language that comes out."""
    words = viewer().words
    text = getattr(said, "text", "")
    if text not in words.one:
        return said, FIRST
    return _(text, **getattr(said, "values", {})), words.language


def value(row: Row, found: object) -> str:
    """A setting as it may be shown; empty: it is not set. Of a secret only that it is there."""
    if found is None:
        return ""
    if row.secret:
        return "•••"
    return str(found.value if isinstance(found, Enum) else found)
