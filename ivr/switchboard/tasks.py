"""What a named person must do, and how they hear of it: a task that alerts again, and a message to the team's owner."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from ivr.access import Action
from ivr.frozen import replace
from ivr.language import Spoken, Word
from ivr.promise.business import Business
from ivr.promise.callback import FINAL, State
from ivr.promise.policy import Team
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Callback, Message, MessageState, Task
from ivr.switchboard.speech import text
from ivr.switchboard.trail import OPERATOR, By

log = logging.getLogger(__name__)

ALERT_AGAIN = timedelta(minutes=30)
"""An open task is shown again after so long, for ever."""


def notice(unit: Unit, business: Business, team: Team, reason: str, subject: str) -> None:
    """Tells the team's owner, once for as long as the task is open, however often this is called."""
    if _standing(unit, reason, subject) is None:
        tell(unit, business, team, reason, subject)


def alarm(unit: Unit, business: Business, team: Team, reason: str, subject: str) -> None:
    """Tells the team's owner; whenever it is called again before that is settled, one level up: the owner of the first
    team, to whom falls what belongs to no other."""
    if _standing(unit, reason, subject) is not None:
        team = next(iter(business.teams.values()))
    tell(unit, business, team, reason, subject)


def tell(unit: Unit, business: Business, team: Team, reason: str, subject: str) -> None:
    """A message to the owner of this team, and a task: new, taken up again, or theirs from now on. The text names no
    caller."""
    language = next(iter(business.words))
    values: dict[str, str | Spoken] = {"team": team.titles.get(language, team.name), "subject": subject}
    told = text(business, language, Word[f"NOTICE_{reason.upper()}"], values)
    key = f"{reason}:{subject}"
    task = unit.one(Task, key=key)
    if task is None:
        unit.insert(Task(0, key, reason, team.owner.name, subject, unit.now, unit.now + ALERT_AGAIN))
    else:
        unit.save(replace(task, owner=team.owner.name, done_at=None, deadline=unit.now + ALERT_AGAIN))
        key = f"{key}@{unit.now.isoformat(timespec='seconds')}"
    if unit.one(Message, key=key) is None:
        unit.insert(Message(0, key, team.name, told, MessageState.INTENDED, unit.now, unit.now))
    log.warning("the owner of the team %s is told: %s, %s", team.name, reason, subject)


def _standing(unit: Unit, reason: str, subject: str) -> Task | None:
    task = unit.one(Task, key=f"{reason}:{subject}")
    return task if task is not None and task.done_at is None else None


_STANDS: Mapping[str, Callable[[Callback], bool]] = {
    "review": lambda row: row.state is State.REVIEW,
    "escalated": lambda row: row.escalated and row.state not in FINAL,
    "never_reachable": lambda row: row.state not in FINAL,
}
"""For how long there is something to do about a callback, where that ends by itself."""


def moot(unit: Unit, task: Task) -> bool:
    """Whether what had to be done came about otherwise: the callback was kept, or promised anew."""
    if task.reason not in _STANDS:
        return False
    row = unit.one(Callback, public_id=task.subject.removeprefix("callback "))
    return row is not None and not _STANDS[task.reason](row)


def finish(store: Store, id: int, by: By = OPERATOR) -> Task | None:
    """A person says that it was done. None: there is no such task, or it was done already."""
    return work(store, lambda unit: _finish(unit, by, id), by.actor)


def _finish(unit: Unit, by: By, id: int) -> Task | None:
    task = unit.get(Task, id)
    if task is None or task.done_at is not None:
        return None
    trail.note(unit, by, Action.FINISH_TASK, f"task {id}", after={"reason": task.reason, "about": task.subject})
    return unit.save(replace(task, done_at=unit.now, deadline=None))
