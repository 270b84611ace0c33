"""Real ledgers, walked: of every transfer and callback of a simulated world, the pictures that followed each other,
unit of work by unit of work, with the causes that the ledger names. What a model allows is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ivr.promise import transfer
from ivr.promise.callback import FINAL, State
from ivr.store.memory.store import MemoryStore
from ivr.switchboard.rows import Call, Callback, CallState, Entry, Obligation, Offer, Row, Transfer
from tests.models.relation import Picture, asked, in_order, own
from tests.simulation.oracle.watch import Violation
from tests.simulation.world.centre import Centre
from tests.simulation.world.plan import Plan

TOLD = {"transfer": Transfer, "callback": Callback, "offer": Offer}
AT_WORK = (State.DIALLING, State.TALKING)


@dataclass(frozen=True)
class Walked:
    """One unit of work: what changed in the picture of one transfer or callback, and why."""

    entity: str
    before: Picture
    after: Picture
    causes: frozenset[tuple[str, str]]
    """Entity and cause of every line that the unit wrote."""
    moved: bool
    """Whether somebody who was asked for one thing is asked for another from here on: a callback's story, not that of
    the transfer."""
    several: bool
    """Whether the caller was on two lines at once since this callback began: then there may be two of them."""


@dataclass
class Walk:
    """Looks after every commit."""

    store: MemoryStore
    steps: list[Walked] = field(default_factory=list)
    causes: set[tuple[str, str]] = field(default_factory=set)
    _told: int = 0
    _pictures: dict[tuple[str, int], Picture] = field(default_factory=dict)
    _several: set[tuple[str, int]] = field(default_factory=set)
    _asked_for: dict[int, tuple[int | None, int | None]] = field(default_factory=dict)

    def look(self) -> None:
        """A unit of work was committed."""
        lines = [self.store.ledger.get(id) for id in range(self._told + 1, len(self.store.ledger) + 1)]
        self._told = len(self.store.ledger)
        new: list[Entry] = [line for line in lines if line is not None]
        causes = frozenset((line.entity, line.cause.partition(":")[0]) for line in new)
        self.causes |= causes
        touched, moved = self._touched(new)
        for entity, id in sorted(touched):
            after = self._picture(entity, id)
            before = self._pictures.get((entity, id))
            self._pictures[entity, id] = after
            if before is not None and before != after:
                self.steps.append(Walked(entity, before, after, causes, moved, (entity, id) in self._several))

    def _touched(self, lines: Iterable[Entry]) -> tuple[set[tuple[str, int]], bool]:
        """The transfers and callbacks whose pictures may have changed: by a line of theirs, of an agent who is asked
        for them, or of the caller's other row; and whether anybody is asked for something else now."""
        found: set[tuple[str, int]] = set()
        for line in lines:
            if line.entity in TOLD:
                row = self.store.shelves[TOLD[line.entity]].rows[line.entity_id]
                found |= {("transfer", one.id) for one in self._many(Transfer, caller_id=row.caller_id)}
                found |= {("callback", one.id) for one in self._many(Callback, caller_id=row.caller_id)}
        moved = False
        for entity, id in found:
            for one in self._offers(entity, id):
                now = (one.transfer_id, one.callback_id)
                moved |= self._asked_for.setdefault(one.id, now) != now
                self._asked_for[one.id] = now
        return found, moved

    def _many(self, kind: type[Row], **key: Any) -> tuple[Any, ...]:
        return self.store.shelves[kind].find(key)

    def _offers(self, entity: str, id: int) -> tuple[Offer, ...]:
        return self._many(Offer, **{f"{entity}_id": id})

    def _picture(self, entity: str, id: int) -> Picture:
        if entity == "transfer":
            row: Transfer = self.store.shelves[Transfer].rows[id]
            return (row.state.value, *in_order(self._of_transfer(row, coarse=False)))
        owed: Callback = self.store.shelves[Callback].rows[id]
        if owed.state in FINAL:
            return (owed.state.value,)
        lives = [one for one in self._many(Transfer, caller_id=owed.caller_id) if one.state not in transfer.FINAL]
        if len(lives) > 1 or self._lines(owed) > 1:
            self._several.add((entity, id))
        mine: Transfer | None = next(iter(lives), None)
        asked_for = [
            asked(one.state, one.id == owed.offer_id and owed.state in AT_WORK, True, False)
            for one in self._offers("callback", id)
        ]
        if mine is not None:
            asked_for += self._of_transfer(mine, coarse=True)
        return (owed.state.value, own(mine.state if mine else None), *in_order(asked_for))

    def _lines(self, owed: Callback) -> int:
        """How many lines the caller is on, as our rows say: their own calls, the one on which we talk with them, and
        that of somebody else who asked for this number to be called meanwhile."""
        calls = self._many(Call, caller_id=owed.caller_id, state=CallState.LIVE)
        began = min((call.started_at for call in calls), default=None)
        own = {call.id for call in calls}
        asked = [debt for debt in self._many(Obligation, callback_id=owed.id) if debt.call_id not in own]
        others = any(began is not None and debt.at > began for debt in asked)
        return len(calls) + (owed.state is State.TALKING) + others

    def _of_transfer(self, row: Transfer, coarse: bool) -> Iterator[str]:
        for one in self._offers("transfer", row.id):
            yes = not coarse and one.id == row.offer_id and row.state not in transfer.FINAL
            yield asked(one.state, yes, coarse, True)


def walked(plan: Plan, whole: bool = True) -> Walk:
    """One world lived, and looked at after every commit; not `whole`: to where its first promise is broken."""
    centre = Centre(plan)
    walk, begins = Walk(centre.store), centre.trouble.begins  # type: ignore[arg-type]

    def begin() -> None:
        begins()
        committed = centre.store.after_commit

        def look() -> None:
            walk.look()
            committed()

        centre.store.after_commit = look

    setattr(centre.trouble, "begins", begin)  # noqa: B010 -- a method of this one world
    try:
        centre.run()
    except Violation:
        if whole:
            raise
    return walk
