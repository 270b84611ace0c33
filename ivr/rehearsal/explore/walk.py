"""Tries everything from everywhere: moments of a call, and what leads from one to the next. The engine decides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from ivr.callflow import run
from ivr.callflow.events import (
    Declined,
    Entered,
    Pressed,
    TransferAsked,
)
from ivr.callflow.facts import Facts
from ivr.callflow.graph import Callflow
from ivr.callflow.position import Position
from ivr.language.pace import spoken_seconds
from ivr.line.inputs import Digits
from ivr.line.instructions import Ask, HangUp, Instruction, Pause, Play, Say
from ivr.rehearsal.explore.asked import after
from ivr.rehearsal.explore.circumstances import Circumstances
from ivr.rehearsal.explore.moments import Moment, Move, Open, Walked
from ivr.rehearsal.explore.tries import Try, tries

PLAYED = 5.0
"""Seconds that a recording is taken to last."""


LEFT_ALONE = "the call ends, and the caller has neither what they asked for nor the promise of a call"
UNASKED = "it is written down that the caller wants no call, and they never said so"

_spoken = lru_cache(maxsize=10_000)(spoken_seconds)


def walk(flow: Callflow, under: Iterable[Circumstances], whole: bool, most: int, deep: int = 1_000) -> Walked:
    """From the beginning of a call on, until everything is known, or there are `most` moments, or the caller has done
    `deep` things."""
    starts = tuple(Moment(one, number, None, owed=one.owed) for number, one in enumerate(under))
    walker = _Walker(flow)
    moves: dict[Moment, tuple[Move, ...]] = {}
    waiting = deque((start, 0) for start in starts)
    while waiting and len(moves) < most and waiting[0][1] <= deep:
        moment, depth = waiting.popleft()
        if moment not in moves:
            moves[moment] = _joined(list(walker.moves(moment)))
            waiting.extend((move.to, depth + 1) for move in moves[moment] if move.to and move.to not in moves)
    return Walked(flow, starts, moves, whole and not waiting)


class _Walker:
    """Keys of which a question makes the same are tried all of them once, and from then on one for all."""

    def __init__(self, flow: Callflow) -> None:
        self._flow = flow
        self._asks: dict[Moment, Ask | None] = {}
        self._alike: dict[tuple[str, str], dict[str, Try]] = {}

    def moves(self, moment: Moment) -> Iterator[Move]:
        """All that can happen at this moment."""
        facts = moment.under.facts(self._flow, moment.owed)
        for one in self._tries(moment, facts):
            try:
                turn = self._turn(moment, one, facts)
            except Exception as broke:  # a flow that breaks is what we look for
                why = f"the flow breaks ({type(broke).__name__}: {broke})"
                yield Move(_told(moment, one), None, 0.0, one.waits if one else 0.0, False, False, why)
            else:
                yield self._move(moment, one, turn)

    def _turn(self, moment: Moment, one: Try | None, facts: Facts) -> run.Turn:
        if moment.position is None or one is None:
            return run.start(self._flow, facts)
        return run.resume(self._flow, moment.position, one.given, facts)

    def _tries(self, moment: Moment, facts: Facts) -> Sequence[Try | None]:
        """None: the call comes in."""
        position = moment.position
        if position is None:
            return (None,)
        ask = self._asks[moment]
        found = list(tries(self._flow, position, ask))
        if ask is None or ask.max_digits != 1:
            return found
        question = (position.node, position.stage)
        keys = {one.given.keys: one for one in found if isinstance(one.given, Digits)}
        if question not in self._alike:
            self._alike[question] = alike(self._flow, position, facts, keys)
        others = [one for one in found if not isinstance(one.given, Digits)]
        return [*others, *self._alike[question].values()]

    def _move(self, moment: Moment, one: Try | None, turn: run.Turn) -> Move:
        open_, owed = after(self._flow, moment, one, turn)
        waits = one.waits if one else 0.0
        seconds = sum(_seconds(instruction, self._flow) for instruction in turn.instructions) + waits
        told = _told(moment, one)
        person = any(isinstance(event, TransferAsked) for event in turn.events)
        acts = one.acts if one else False
        bad = UNASKED if not acts and any(isinstance(event, Declined) for event in turn.events) else ""
        if turn.position is None:
            alone = open_ is not Open.NOTHING and not owed
            return Move(told, None, seconds, waits, acts, person, LEFT_ALONE if alone else bad)
        to = replace(moment, position=turn.position, open=open_, owed=owed)
        last = turn.instructions[-1] if turn.instructions else None
        self._asks[to] = last if isinstance(last, Ask) else None
        return Move(told, to, seconds, waits, acts, person, bad)


def _told(moment: Moment, one: Try | None) -> str:
    return f"{moment.position.node}: {one.told}" if one and moment.position else "the call comes in"


def alike(flow: Callflow, position: Position, facts: Facts, keys: Mapping[str, Try]) -> dict[str, Try]:
    """One of the keys for each thing that the question makes of them, by what it notes before the call goes on."""
    found: dict[str, str] = {}
    for key, one in keys.items():
        try:
            events = run.resume(flow, position, one.given, facts).events
        except Exception:  # it breaks: by itself, then
            found[key] = key
            continue
        noted = takewhile(lambda event: not isinstance(event, Entered), events)
        what = repr([replace(event, keys="") if isinstance(event, Pressed) else event for event in noted])
        found[what] = f"{found.get(what, '')} {key}".strip()
    return {keys_.split()[0]: replace(keys[keys_.split()[0]], told=f"presses {keys_}") for keys_ in found.values()}


def _joined(moves: list[Move]) -> tuple[Move, ...]:
    """What leads to the same is one move, whatever was pressed for it."""
    found: dict[tuple[object, ...], Move] = {}
    for move in moves:
        key = (move.to, move.person, move.acts, move.waits, move.bad)
        known = found.get(key)
        found[key] = move if known is None else replace(known, told=_both(known.told, move.told))
    return tuple(found.values())


def _both(first: str, second: str) -> str:
    return f"{first} {second.rpartition(' ')[2]}" if second.startswith(first.partition(" presses ")[0]) else first


def _seconds(instruction: Instruction, flow: Callflow) -> float:
    match instruction:
        case Say():
            return _spoken(instruction.text, _language(instruction.locale, flow))
        case Play():
            return PLAYED
        case Pause():
            return float(instruction.seconds)
        case Ask():
            return sum(_seconds(sound, flow) for sound in instruction.sounds)
        case HangUp():
            return 0.0
    return 0.0


def _language(locale: str, flow: Callflow) -> str:
    return next((code for code, voice in flow.languages.items() if voice.locale == locale), locale.partition("-")[0])
