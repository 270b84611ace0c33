"""How a call ended for its caller: what is owed, whom they talked with, what they said; and whether that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.authoring.scripts import EndsForm
from ivr.calendar import to_local, to_utc
from ivr.promise.callback import FINAL
from ivr.rehearsal.scripts.cast import Cast
from ivr.rehearsal.scripts.played import Failure
from ivr.switchboard.rows import Callback, Caller


def judge(wanted: EndsForm, cast: Cast, events: Iterable[Mapping[str, object]]) -> Failure | None:
    """None where it ended as the script says."""
    owed = _owed(cast)
    talked = _talked(cast)
    how = _how(owed, talked, events)
    if how != wanted.how.value:
        return Failure(wanted.how.mark, _told(how, owed, talked, cast), wanted.how.value)
    if wanted.how.value == "callback" and owed:
        return _other_promise(wanted, owed, cast)
    if wanted.agent and wanted.agent.value not in talked:
        return Failure(wanted.agent.mark, f"the caller talked with {' and '.join(talked)}", wanted.agent.value)
    return None


def ended(cast: Cast, events: Iterable[Mapping[str, object]]) -> str:
    """How it ended, in the word of `ends`."""
    return _how(_owed(cast), _talked(cast), events)


def _owed(cast: Cast) -> Callback | None:
    """There is one caller in a script, and to a caller one call is owed at the most."""
    rows: Iterable[Callback] = cast.world.store.shelves[Callback].rows.values()
    return next((row for row in rows if row.state not in FINAL), None)


def _talked(cast: Cast) -> list[str]:
    exchange = cast.world.exchange
    pairs = ((exchange.leg(one.dialler).number, exchange.leg(one.other).number) for one in exchange.bridges)
    others = (number for pair in pairs if cast.number in pair for number in pair if number != cast.number)
    return list(dict.fromkeys(cast.names.get(number, number) for number in others))


def _how(owed: Callback | None, talked: list[str], events: Iterable[Mapping[str, object]]) -> str:
    if owed:
        return "callback"
    if any(event["kind"] == "Declined" for event in events):
        return "declined"
    return "talked" if talked else "left"


def _told(how: str, owed: Callback | None, talked: list[str], cast: Cast) -> str:
    if owed:
        by = to_local(owed.promised_by, cast.world.board.library.business().zone)
        return f"{owed.team} owes the caller a call, by {by:%Y-%m-%d %H:%M}"
    if how == "talked":
        return f"the caller talked with {' and '.join(talked)}, and nothing is owed"
    return "the caller said that they want no call" if how == "declined" else "the caller went, and nothing is owed"


def _other_promise(wanted: EndsForm, owed: Callback, cast: Cast) -> Failure | None:
    zone = cast.world.board.library.business().zone
    if wanted.team and wanted.team.value != owed.team:
        return Failure(wanted.team.mark, f"{owed.team} owes the call", wanted.team.value)
    if wanted.by and owed.promised_by > to_utc(wanted.by.value, zone):
        by = to_local(owed.promised_by, zone)
        return Failure(wanted.by.mark, f"it is promised by {by:%Y-%m-%d %H:%M}", f"{wanted.by.value:%Y-%m-%d %H:%M}")
    caller = cast.world.store.shelves[Caller].rows[owed.caller_id]
    if wanted.to and caller.number != wanted.to.value:
        return Failure(wanted.to.mark, f"{caller.number} is to be called", wanted.to.value)
    return None
