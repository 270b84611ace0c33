"""Planted bugs: what the simulation must find. Each replaces a few words of one function, in this process only.

The one place where our own code is patched; a bug whose words are no longer there is an error, so the list cannot rot.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """`where` is `module:function`; `old` becomes `new`."""

    name: str
    where: str
    old: str
    new: str


_DIAL_AGAIN = "return _no_leg(unit, board, row, offer, leg)"
_OWE = "    owed = callbacks.owe(unit, board, caller, obligation, wish)\n"
_TWICE = "    obligations.begin(unit, Source.TRANSFER, row.public_id + '2', caller.id, call.id)\n"

MUTANTS: tuple[Mutant, ...] = (
    Mutant("a key beats the agent's yes", "holding:_key", "not in (State.WAITING, State.OFFERED)", "is State.TALKED"),
    Mutant("picked up is as good as talked", "customers:settle", "talk_time(unit, leg) >= minimum", "minimum"),
    Mutant("no quiet time", "drive.offer:_searched", "placed_at + board.rules.quiescence", "placed_at"),
    Mutant("withdrawn legs are forgotten", "legs:unwanted", "row.state in FINAL and", "False and"),
    Mutant("owed twice", "transfers:owe", _OWE, _OWE + _TWICE),
    Mutant("any bridge is a talk", "transfers:settle", ">= policy.minimum_talk", ">= timedelta(0)"),
    Mutant("any key is a yes", "offers:_reply", 'if keys == "1":', "if keys:"),
    Mutant("silence is a yes", "offers:_reply", 'if keys == "1":', 'if keys != "2":'),
    Mutant(
        "the sweep looks at fresh rows only",
        "store.memory:MemoryStore.due",
        ".due(self.clock())[:limit])",
        ".due(self.clock())[:limit] if (self.clock() - _).total_seconds() < 60)",
    ),
    Mutant(
        "nobody looks for a dead worker's call",
        "drive.offer:_claim",
        "if row.state is State.PLACING:",
        "if row.state is State.PLACING:\n        return None\n    if False:",
    ),
    Mutant("dialled again without looking", "drive.callback:_attempting", "return _Legs(offer, leg)", _DIAL_AGAIN),
    Mutant("the window is forgotten", "callbacks:allowed_at", "if callback.chosen:", "if True:"),
    Mutant("no limit a day", "promise.attempts:next_attempt", "last_day >= policy.attempts_a_day", "False"),
    Mutant("whoever is on the line is phoned", "callers:on_the_line", "return bool(", "return False and bool("),
    Mutant("answers are not kept", "answers:_kept", "if stored else None", "if False else None"),
    Mutant("a late report lengthens a talk", "legs:ended", "min(at or unit.now, unit.now)", "unit.now"),
    Mutant("every talk settles everything", "callbacks:came_in", "if any(debt.at", "if False and any(debt.at"),
    Mutant("a lost agent is waited for", "transfers:agent_lost", "return _lost_between(unit, board, row)", "return ()"),
    Mutant("there is no sweep", "sweep:once", "for name, kind in KINDS.items():", "for name, kind in ():"),
    Mutant("a caller who left is not missed", "calls:end", "if row.state not in FINAL:", "if False:"),
)


def named(name: str) -> Mutant:
    """The mutant with this name."""
    return next(mutant for mutant in MUTANTS if mutant.name == name)


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """With the bug in place. Processes that are forked meanwhile have it too."""
    place, name, function = _found(mutant)
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(mutant.old) != 1:
        raise LookupError(f"{mutant.where} no longer says {mutant.old!r} once")
    names: dict[str, Any] = {}
    exec(compile(source.replace(mutant.old, mutant.new), mutant.where, "exec"), function.__globals__, names)
    places = [place, *(module for module in _ours() if vars(module).get(name) is function)]
    for one in places:
        setattr(one, name, names[name])
    try:
        yield
    finally:
        for one in places:
            setattr(one, name, function)


def _ours() -> list[Any]:
    """Our modules: some know a function by its own name."""
    return [module for name, module in list(sys.modules.items()) if name.startswith("ivr.")]


def _found(mutant: Mutant) -> tuple[Any, str, Any]:
    """Module or class, name, and what is there."""
    room, _, path = mutant.where.partition(":")
    package = "ivr." if room.partition(".")[0] in ("promise", "store") else "ivr.switchboard."
    place: Any = importlib.import_module(package + room)
    *classes, name = path.split(".")
    for part in classes:
        place = getattr(place, part)
    return place, name, getattr(place, name)
