"""What a named person must do, and how they hear of it: a task that alerts again, and a message to the team's owner."""

from __future__ import annotations

from datetime import timedelta

from ivr.language import Spoken, Word
from ivr.promise.business import Business
from ivr.promise.policy import Team
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Message, MessageState, Task
from ivr.switchboard.speech import text

ALERT_AGAIN = timedelta(minutes=30)
"""An open task is shown again after so long, for ever."""


def notice(unit: Unit, business: Business, team: Team, reason: str, subject: str) -> None:
    """One task and one message per reason and subject, however often this is called. The text names no caller."""
    language = next(iter(business.words))
    values: dict[str, str | Spoken] = {"team": team.titles.get(language, team.name), "subject": subject}
    told = text(business, language, Word[f"NOTICE_{reason.upper()}"], values)
    key = f"{reason}:{subject}"
    if unit.one(Task, key=key) is not None:
        return
    unit.insert(Task(0, key, reason, team.owner.name, subject, unit.now, unit.now + ALERT_AGAIN))
    unit.insert(Message(0, key, team.name, told, MessageState.INTENDED, unit.now, unit.now))
