"""What the switchboard needs of the outside world, as narrow protocols; it imports no implementation of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from ivr.callflow.looking_up import Inquiry, Reply
from ivr.line.log import PageResult, RequestsResult, Sought
from ivr.line.outcomes import (
    EndResult,
    FetchResult,
    FindResult,
    PlaceCall,
    PlaceResult,
    RecordingsResult,
    TextsResult,
)
from ivr.switchboard.rows import Agent, Call, Caller, Row, Turn

R = TypeVar("R", bound=Row)
T = TypeVar("T")


class Conflict(Exception):
    """Another unit of work was quicker: a unique key is taken. Doing the whole unit again is right."""


class Fenced(Conflict):
    """The row was changed since it was read."""


class Vanished(Conflict, LookupError):
    """There is no such caller: never was, or was purged a moment ago; who looks again makes a new one."""


class Broken(Exception):
    """A rule of the store forbids what was to be written (a CHECK, a foreign key, a final state): a bug of ours."""


class Unreachable(Exception):
    """The store cannot be had now. Nothing was written, as far as anybody knows."""


class Held(Unreachable):
    """The store is there, but somebody holds what this unit needs for longer than may be waited: others are not hit."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A call and its caller, locked together, and the stored answer of the turn that was asked for."""

    caller: Caller
    call: Call
    answer: str | None


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody for whom an agent of a team is sought: a waiting transfer, or a callback that is due."""

    kind: str
    """`transfer` or `callback`."""
    id: int
    asked_at: datetime
    vip: bool
    escalate_at: datetime | None


class Unit(Protocol):
    """One unit of work: everything in it is committed together, or nothing is.

    `save` writes only over the row as it was read (its `fence`), else Fenced; it returns the row with the next fence.
    Where a row with a state changes it, the ledger gets its line in the same unit, with `cause`.
    """

    @property
    def now(self) -> datetime:
        """The store's own clock, read once in this unit."""

    def token(self) -> str:
        """A new random public id: 16 characters of a-z and 2-7."""

    def lock(self, caller_id: int) -> Caller:
        """Locks everything of one caller, by the caller's row; the first act of a unit that writes. Vanished where
        there is none."""

    def lock_call(self, public_id: str, n: int) -> Locked | None:
        """Locks call and caller in one statement, and brings the stored answer of turn `n` along."""

    def get(self, kind: type[R], id: int) -> R | None: ...

    def one(self, kind: type[R], /, **key: object) -> R | None:
        """The one row with this key, found as by `many`; LookupError where there are several."""

    def many(self, kind: type[R], /, **key: object) -> tuple[R, ...]:
        """The rows with this indexed key (or `id`), in the order of their ids; a tuple as value means any of them.
        Further fields narrow it down; LookupError where no index serves the key."""

    def insert(self, row: R, cause: str = "") -> R:
        """Stores a new row (its id is ignored) and returns it with its id; Conflict where a unique key is taken, Broken
        where the row may not be."""

    def save(self, row: R, cause: str = "") -> R:
        """Writes over the row as it was read; Fenced, Conflict or Broken where it may not."""

    def record(self, call: Call, turn: Turn) -> Call:
        """`save` of a call as its turn leaves it, and `insert` of that turn: in one step, for every turn takes it."""

    def remove(self, row: Row) -> None:
        """Takes a row away that is nobody's life: a membership, a tag, a stored answer."""

    def tell(self, row: Row, cause: str) -> None:
        """A line of the ledger for a change that is no change of state: `cause` says what, and names nobody."""

    def person(self, caller_id: int) -> tuple[int, ...]:
        """The ids of all rows that stand for the same person as this one, itself included: mostly it alone."""

    def free_agents(self, team: str) -> tuple[Agent, ...]:
        """Those of the team who are available, not cooling off and not being asked; by id."""

    def claimants(self, team: str) -> tuple[Claimant, ...]:
        """Everybody who waits for an agent of the team and is not being offered to one now; by the time of asking. A
        callback that rests between two rounds, or whose caller is on the line, has no use for an agent meanwhile."""

    def waits(self, team: str) -> tuple[float, ...]:
        """How many seconds the last 20 answered callers of the team had waited."""

    def legs_in_flight(self) -> int:
        """How many legs of the account may be alive: inbound calls, agents' and customers' legs."""

    def attempts_since(self, caller_id: int, since: datetime) -> int:
        """How often this customer's phone was rung since then."""

    def rings_since(self, since: datetime, block: str | None = None) -> int:
        """How many customers' phones were rung since then; `block`: those whose number is this and four digits."""

    def requests_since(self, caller_id: int, since: datetime) -> int:
        """How many callbacks to another number than the own this caller asked for since then."""


class Store(Protocol):
    def unit(self, actor: str = "") -> AbstractContextManager[Unit]:
        """Opens a unit of work; commits at the end of the block, rolls back on any exception. Unreachable if away.

        A unit in which a write was refused cannot go on: let Conflict through, and do the whole unit again."""

    def reading(self) -> AbstractContextManager[Unit]:
        """Opens a unit that only reads, sees one moment throughout, and waits for nobody: locks and writes raise."""

    def due(self, kind: type[Row], limit: int) -> tuple[int, ...]:
        """The ids of rows whose deadline has passed, the longest overdue first."""

    def late(self) -> Collection[type[Row]]:
        """The kinds of which there are such rows, told at once: whoever asks each of them asks mostly in vain."""

    def now(self) -> datetime:
        """The store's clock, outside any unit."""

    def next_deadline(self) -> datetime | None:
        """The earliest deadline of all rows; None where nothing is awaited."""


def work(store: Store, act: Callable[[Unit], T], actor: str = "", tries: int = 4) -> T:
    """Does `act` as one unit of work, again from the start where another was quicker; Conflict when it never wins.
    Once also where somebody held what it needs: of two who wait for each other one lets go, and both can go on."""
    held = False
    for _ in range(tries - 1):
        try:
            with store.unit(actor) as unit:
                return act(unit)
        except Held:
            if held:
                raise
            held = True
        except Conflict:
            continue
    with store.unit(actor) as unit:
        return act(unit)


class Carrier(Protocol):
    """The telephone company. Every call may take seconds, so none is made inside a unit of work."""

    def place(self, call: PlaceCall) -> PlaceResult: ...

    def end(self, sid: str) -> EndResult:
        """Ends a leg in whatever state; a leg that has ended already is Done. Gone: the carrier does not know it, or
        not yet."""

    def fetch(self, sid: str) -> FetchResult: ...

    def find(self, to: str, from_: str) -> FindResult:
        """The outbound legs to this number that the carrier knows, newest first, those still queued included."""

    def children(self, sid: str) -> FindResult:
        """The legs that this leg rang."""

    def calls(self, sought: Sought, page: str = "") -> PageResult:
        """A page of the carrier's own log of legs: the first, or the one that another page named as its next."""

    def requests(self, sid: str) -> RequestsResult:
        """All that the carrier asked us for a leg, in order. It tells from a quarter of an hour after the leg's end."""

    def close_queue(self, sid: str) -> EndResult:
        """Deletes a queue that nobody stands in; Uncertain where it could not be done now."""

    def text(self, to: str, from_: str, body: str) -> PlaceResult:
        """Sends a text message."""

    def texts(self, to: str, from_: str) -> TextsResult:
        """The text messages to this number that the carrier knows, newest first."""

    def recordings(self, sid: str) -> RecordingsResult:
        """What the carrier recorded on this leg."""

    def erase_recording(self, sid: str) -> EndResult:
        """Nobody can hear this recording any more; Gone: the carrier has no such."""

    def erase_call(self, sid: str) -> EndResult:
        """The carrier's record of a leg that has ended is no more; Gone: it has no such."""

    def erase_text(self, sid: str) -> EndResult:
        """The carrier's record of a text message is no more; Gone: it has no such."""


class Systems(Protocol):
    """The business's own systems. Asking takes seconds, so it is never done inside a unit of work."""

    def ask(self, inquiry: Inquiry) -> Reply:
        """One question, asked once; whatever goes wrong is a reply with status 0."""


class Doorbell(Protocol):
    """Makes prompt what the sweep would do anyway; may lose, double or reorder everything."""

    def ring(self, due: Iterable[tuple[str, int]]) -> None: ...
