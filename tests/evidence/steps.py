"""What is proved, by which command, and where each leaves its figures; nothing is judged here."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

SEED = 1


@dataclass(frozen=True)
class Sizes:
    """How much of each: calls at the three levels, kills, and calls at most for each planted bug."""

    promise: int = 200_000
    sql: int = 5_000
    live: int = 500
    kills: int = 100
    bugs: int = 100_000

    def share(self, part: float) -> Sizes:
        """Of everything this part, and of nothing less than one."""
        sizes = (self.promise, self.sql, self.live, self.kills, self.bugs)
        return Sizes(*(max(1, round(size * part)) for size in sizes))


@dataclass(frozen=True)
class Step:
    """One proof: its name, and the words behind `python -m`; `--json FILE` is added."""

    name: str
    words: tuple[str, ...]

    def command(self, folder: Path) -> list[str]:
        """What is run."""
        return [sys.executable, "-m", *self.words, "--json", str(self.figures(folder))]

    def figures(self, folder: Path) -> Path:
        """Where it leaves its figures."""
        return folder / f"{self.name}.json"


def steps(sizes: Sizes, seed: int = SEED) -> tuple[Step, ...]:
    """All proofs, the quickest to fail first."""
    shared = ("--seed", str(seed))
    prove = ("tests.simulation", "prove", *shared)
    return (
        Step("models", ("tests.models",)),
        Step("P", (*prove, "--calls", str(sizes.promise))),
        Step("S", (*prove, "--level", "S", "--calls", str(sizes.sql))),
        Step("H", ("tests.live", *shared, "--calls", str(sizes.live))),
        Step("outages", ("tests.scenarios",)),
        Step("kills", ("tests.kill", *shared, "--rounds", str(sizes.kills))),
        Step("bugs", ("tests.simulation", "bugs", *shared, "--calls", str(sizes.bugs))),
    )
