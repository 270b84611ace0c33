"""What is to be said of all the ways that a call can go: where it ends badly, where it is silent, how long it takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ivr.rehearsal.explore.moments import Moment, Move, Walked

MOST_ENDS = 20
MOST_SILENCES = 5
NO_END = "from here on the call never ends"
ROUND = "a caller who does nothing goes round here for ever"


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """`call` is a shortest way there, beginning with the circumstances."""

    what: str
    call: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """So long the caller hears nothing, at this node, because of that."""

    seconds: float
    at: str


@dataclass(frozen=True, slots=True)
class Found:
    """`paths` are the different calls, none of which is twice at the same moment. `person` is the longest of the ways
    to where a person is sought, in seconds of speech and waiting; 0 where no way leads there."""

    flow: str
    circumstances: int
    moments: int
    paths: int
    whole: bool
    dead_ends: tuple[DeadEnd, ...]
    silences: tuple[Silence, ...]
    person: float
    person_call: tuple[str, ...]


def found(walked: Walked) -> Found:
    """All of it."""
    onward = _onward(walked)
    paths = _fold(walked, onward, lambda moment, of: sum(_ways(move, of) for move in onward[moment]))
    far = _fold(walked, onward, lambda moment, of: max((_way(move, of) for move in onward[moment]), default=-1.0))
    start = max(walked.starts, key=lambda moment: far.get(moment, -1.0))
    return Found(
        walked.flow.name,
        len(walked.starts),
        len(walked.moves),
        sum(int(paths.get(start, 0)) for start in walked.starts),
        walked.whole,
        tuple(_dead_ends(walked))[:MOST_ENDS],
        _silences(walked),
        max(0.0, far.get(start, -1.0)),
        tuple(_longest(walked, start, onward, far)),
    )


def _ways(move: Move, of: dict[Moment, float]) -> float:
    return 1 if move.to is None else of.get(move.to, 0)


def _way(move: Move, of: dict[Moment, float]) -> float:
    """Seconds until a person is sought; -1: never."""
    if move.person:
        return move.seconds
    beyond = -1.0 if move.to is None else of.get(move.to, -1.0)
    return -1.0 if beyond < 0 else move.seconds + beyond


def _onward(walked: Walked) -> dict[Moment, tuple[Move, ...]]:
    """All moves but those that lead back to where the call has been."""
    kept: dict[Moment, list[Move]] = {moment: [] for moment in walked.moves}
    on_the_way, done = set[Moment](), set[Moment]()
    for start in walked.starts:
        stack = [(start, iter(walked.moves.get(start, ())))] if start not in done else []
        on_the_way.add(start)
        while stack:
            moment, moves = stack[-1]
            move = next(moves, None)
            if move is None:
                stack.pop()
                on_the_way.discard(moment)
                done.add(moment)
            elif move.to not in on_the_way:
                kept[moment].append(move)
                if move.to is not None and move.to not in done and move.to in walked.moves:
                    on_the_way.add(move.to)
                    stack.append((move.to, iter(walked.moves[move.to])))
    return {moment: tuple(moves) for moment, moves in kept.items()}


def _fold(
    walked: Walked,
    onward: dict[Moment, tuple[Move, ...]],
    reckon: Callable[[Moment, dict[Moment, float]], float],
) -> dict[Moment, float]:
    """A figure for each moment, those first that come last in a call."""
    of: dict[Moment, float] = {}
    for start in walked.starts:
        stack = [(start, False)]
        while stack:
            moment, ready = stack.pop()
            if moment in of or moment not in onward:
                continue
            if ready:
                of[moment] = reckon(moment, of)
                continue
            stack.append((moment, True))
            stack += [(move.to, False) for move in onward[moment] if move.to is not None and move.to not in of]
    return of


def _longest(
    walked: Walked, start: Moment, onward: dict[Moment, tuple[Move, ...]], far: dict[Moment, float]
) -> Iterator[str]:
    if far.get(start, -1.0) < 0:
        return
    yield start.under.told(walked.flow)
    moment: Moment | None = start
    while moment is not None:
        move = max(onward[moment], key=lambda one: _way(one, far))
        yield move.told
        moment = None if move.person else move.to


def _dead_ends(walked: Walked) -> Iterator[DeadEnd]:
    """Each kind of bad end at each place once, by a shortest way there."""
    before = _before(walked)
    seen = set[tuple[str, str]]()
    ends = {moment for moment, moves in walked.moves.items() if any(move.to is None for move in moves)}
    ending = _reaching(walked, ends)
    for moment, moves in walked.moves.items():
        for move in moves:
            if move.bad and (move.bad, move.told) not in seen:
                seen.add((move.bad, move.told))
                yield DeadEnd(move.bad, (*_told(walked, moment, before), move.told))
        if walked.whole and moment not in ending and ("never", str(_node(moment))) not in seen:
            seen.add(("never", str(_node(moment))))
            yield DeadEnd(NO_END, _told(walked, moment, before))
    for moment in _rounds(walked):
        if ("round", str(_node(moment))) not in seen:
            seen.add(("round", str(_node(moment))))
            yield DeadEnd(ROUND, _told(walked, moment, before))


def _node(moment: Moment) -> str:
    return moment.position.node if moment.position else ""


def _before(walked: Walked) -> dict[Moment, tuple[Moment, Move] | None]:
    """For each moment the one before it on a shortest way."""
    before: dict[Moment, tuple[Moment, Move] | None] = dict.fromkeys(walked.starts)
    waiting = deque(walked.starts)
    while waiting:
        moment = waiting.popleft()
        for move in walked.moves.get(moment, ()):
            if move.to is not None and move.to not in before:
                before[move.to] = (moment, move)
                waiting.append(move.to)
    return before


def _told(walked: Walked, moment: Moment, before: dict[Moment, tuple[Moment, Move] | None]) -> tuple[str, ...]:
    lines = list[str]()
    step = before.get(moment)
    while step is not None:
        lines.append(step[1].told)
        step = before.get(step[0])
    return (moment.under.told(walked.flow), *reversed(lines))


def _reaching(walked: Walked, goals: set[Moment]) -> set[Moment]:
    back: dict[Moment, list[Moment]] = {}
    for moment, moves in walked.moves.items():
        for move in moves:
            if move.to is not None:
                back.setdefault(move.to, []).append(moment)
    seen, waiting = set(goals), deque(goals)
    while waiting:
        for moment in back.get(waiting.popleft(), ()):
            if moment not in seen:
                seen.add(moment)
                waiting.append(moment)
    return seen


def _rounds(walked: Walked) -> Iterator[Moment]:
    """Moments to which a call comes back without anybody's doing: what is left once all others are taken away."""
    alone = {
        moment: {move.to for move in moves if not move.acts and move.to in walked.moves}
        for moment, moves in walked.moves.items()
    }
    into: dict[Moment, list[Moment]] = {}
    for moment, after in alone.items():
        for one in after:
            into.setdefault(one, []).append(moment)
    waiting = deque(moment for moment, after in alone.items() if not after)
    gone = set(waiting)
    while waiting:
        last = waiting.popleft()
        for moment in into.get(last, ()):
            alone[moment].discard(last)
            if not alone[moment] and moment not in gone:
                gone.add(moment)
                waiting.append(moment)
    return (moment for moment in walked.moves if moment not in gone)


def _silences(walked: Walked) -> tuple[Silence, ...]:
    longest: dict[str, float] = {}
    for moves in walked.moves.values():
        for move in moves:
            if move.waits:
                longest[move.told] = max(move.waits, longest.get(move.told, 0.0))
    ordered = sorted(longest.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Silence(seconds, at) for at, seconds in ordered[:MOST_SILENCES])
