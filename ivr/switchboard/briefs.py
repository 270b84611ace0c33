"""What an agent hears: why before saying yes, who before saying hello. No name before the key."""

from __future__ import annotations

from datetime import timedelta

from ivr.calendar import to_local
from ivr.callflow.position import read
from ivr.callflow.prompts import said_as
from ivr.language import Length, Often, Spoken, Word
from ivr.line.instructions import Play, Say, Sound
from ivr.promise.business import Business
from ivr.switchboard import callers, recordings
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Agent, Call, Callback, Caller, Obligation, Offer, Source, Transfer
from ivr.switchboard.speech import kept, promise, say

LATELY = timedelta(days=7)
MOST_TOLD = 450
"""Letters of what a caller said: half a minute."""


def language_of(unit: Unit, board: Board, row: Offer) -> str:
    """The language in which this agent is spoken to."""
    agent = unit.get(Agent, row.agent_id)
    return kept(board.library.business(), agent.language if agent else "")


def sentence(unit: Unit, board: Board, row: Offer, word: Word, **values: str | Spoken) -> Say:
    """A built-in sentence in the agent's language."""
    return say(board.library.business(), language_of(unit, board, row), word, **values)


def before(unit: Unit, board: Board, row: Offer, target: Transfer | Callback) -> tuple[Sound, ...]:
    """Team, topic, waiting time and how often lately; then the keys."""
    business, language = board.library.business(), language_of(unit, board, row)
    team = team_of(board, target.team)
    since = target.waiting_since if isinstance(target, Transfer) else target.asked_at
    calls = unit.many(Call, caller_id=target.caller_id)
    lately = sum(call.started_at >= unit.now - LATELY for call in calls)
    word = Word.BRIEF_BEFORE if isinstance(target, Transfer) else Word.BRIEF_CALLBACK_BEFORE
    why = say(
        business,
        language,
        word,
        team=team.titles.get(language, team.name),
        topic=_topic(business, language, target.topic),
        waiting=Length(unit.now - since),
        often=Often(lately),
    )
    return (why, *_apology(unit, business, language, target), say(business, language, Word.BRIEF_KEYS))


def _apology(unit: Unit, business: Business, language: str, target: Transfer | Callback) -> tuple[Sound, ...]:
    """Whoever could not get through to us is to hear that we are sorry. A business that was published before this
    sentence was known does without."""
    if isinstance(target, Transfer) or Word.BRIEF_MISSED not in business.words[language]:
        return ()
    missed = any(debt.source is Source.MISSED_CALL for debt in unit.many(Obligation, callback_id=target.id))
    return (say(business, language, Word.BRIEF_MISSED),) if missed else ()


def _topic(business: Business, language: str, topic: str) -> str:
    """The topic's title in this language, where the business gave it one."""
    return business.words[language].get(f"topic_{topic}", topic)


def after(unit: Unit, board: Board, row: Offer, target: Transfer | Callback) -> tuple[Sound, ...]:
    """On the way to the caller: what they said, the name if we have one, and what was promised."""
    said = (*_known(unit, board, row, target), *_said(unit, board, row, target))
    caller = unit.get(Caller, target.caller_id)
    name = caller.name if caller else ""
    if caller is None or isinstance(target, Transfer):
        return (*said, sentence(unit, board, row, Word.BRIEF_AFTER, caller_name=name, promise=""))
    zone = callers.zone_of(caller, board.library.business().zone)
    told = promise(target.promised_by, unit.now, zone)
    return (*said, sentence(unit, board, row, Word.BRIEF_AFTER, caller_name=name, promise=told))


def _known(unit: Unit, board: Board, row: Offer, target: Transfer | Callback) -> tuple[Sound, ...]:
    """What the caller keyed or somebody looked up, where the flow says that agents are told of it; of several calls,
    the last counts. A business that was published before this sentence was known does without."""
    business, language = board.library.business(), language_of(unit, board, row)
    if Word.BRIEF_KNOWN not in business.words[language]:
        return ()
    today = to_local(unit.now, business.zone)
    told = dict[str, Say]()
    for call in _calls(unit, target):
        names = board.library.flow(call.flow).brief
        for name, value in read(call.position).told if call.position else ():
            what = names.get(name, {})
            said = said_as(value, today, business.country, business.currency)
            called = what.get(language) or next(iter(what.values()), name)
            told[name] = sentence(unit, board, row, Word.BRIEF_KNOWN, what=called, value=said)
    return tuple(told.values())


def _calls(unit: Unit, target: Transfer | Callback) -> tuple[Call, ...]:
    """The calls that this transfer or callback is for, in order."""
    if isinstance(target, Transfer):
        ids = {target.call_id}
    else:
        debts = unit.many(Obligation, callback_id=target.id)
        ids = {debt.call_id for debt in debts if debt.call_id is not None}
    return tuple(call for id in sorted(ids) if (call := unit.get(Call, id)) is not None)


def _said(unit: Unit, board: Board, row: Offer, target: Transfer | Callback) -> tuple[Sound, ...]:
    """What the caller left for us to hear: in words where somebody wrote them down, else how long it is. Only the last:
    whoever said something twice meant the second. A business published before these sentences were does without."""
    if Word.BRIEF_SAID not in board.library.business().words[language_of(unit, board, row)]:
        return ()
    for one in recordings.said_to(unit, target)[-1:]:
        if one.words:
            return (sentence(unit, board, row, Word.BRIEF_SAID, words=_short(one.words).rstrip(".")),)
        length = Length(timedelta(seconds=max(1, one.seconds or 1)))
        return (sentence(unit, board, row, Word.BRIEF_RECORDED, minutes=length), Play(recordings.sound(one)))
    return ()


def _short(words: str) -> str:
    """As much as somebody listens to while a caller waits, in whole words."""
    return words if len(words) <= MOST_TOLD else words[:MOST_TOLD].rpartition(" ")[0]
