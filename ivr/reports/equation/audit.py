"""The product's equation: every obligation has one fate, and the rows, the fates and the ledger say the same.

It reads one moment of either store, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from ivr.reports.equation import memory, sql
from ivr.reports.equation.books import Books
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.rows import Fate

SWEEP_PERIOD = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Audit:
    """All terms count obligations but `overdue` (rows of any life), `late` (callbacks) and `callback_rows`."""

    obligations: int
    waiting: int
    served: int
    open: int
    final: int
    waived: int
    overdue: int
    late: int
    callback_rows: int
    balanced: bool
    findings: tuple[str, ...]
    """What is wrong and what is overdue, one line each; rows by their public ids, never by a caller's number."""

    def as_json(self) -> dict[str, object]:
        """As scripts read it."""
        return {
            "obligations": self.obligations,
            "waiting": self.waiting,
            "served": self.served,
            "via_callback": {"open": self.open, "final": self.final},
            "waived": self.waived,
            "overdue": self.overdue,
            "late": self.late,
            "callback_rows": self.callback_rows,
            "balanced": self.balanced,
        }

    def as_text(self) -> str:
        """As people read it."""
        sign = "=" if self.balanced else "≠"
        return (
            f"{self.obligations} obligations {sign} {self.waiting} waiting + {self.served} served"
            f" + {self.open} with an open callback + {self.final} with a final one + {self.waived} waived\n"
            f"{self.overdue} overdue, {self.late} promises late, {self.callback_rows} callbacks"
        )


def audit(store: SqlStore | MemoryStore, sweep_period: timedelta = SWEEP_PERIOD) -> Audit:
    """How the books stand now. What has been due for more than two sweep periods is overdue."""
    gather = memory.gather if isinstance(store, MemoryStore) else sql.gather
    return balance(gather(store, 2 * sweep_period))  # type: ignore[arg-type]


def balance(books: Books) -> Audit:
    """Whether they balance: the terms add up, and nothing contradicts anything else."""
    count = _by_fate(books.fates)
    terms = {fate: count.get(fate, 0) for fate in (Fate.WAITING, Fate.SERVED, Fate.WAIVED)}
    open, final = books.fates.get((Fate.CALLBACK, False), 0), books.fates.get((Fate.CALLBACK, True), 0)
    adds_up = books.obligations == sum(terms.values()) + open + final
    return Audit(
        books.obligations,
        terms[Fate.WAITING],
        terms[Fate.SERVED],
        open,
        final,
        terms[Fate.WAIVED],
        books.overdue,
        books.late,
        books.callback_rows,
        adds_up and not books.contradictions,
        (*books.contradictions, *books.overdue_rows),
    )


def _by_fate(fates: Mapping[tuple[Fate, bool | None], int]) -> dict[Fate, int]:
    count: dict[Fate, int] = {}
    for (fate, _), number in fates.items():
        count[fate] = count.get(fate, 0) + number
    return count
