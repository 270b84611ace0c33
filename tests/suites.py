"""`make test`: runs the suites one after another, prints the result of each, and its time beside the time it may take.

It leaves out only what SKIP names, and says so; a suite that fails never stops the others from being run.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.paths import ROOT

APART = ("browser", "scenarios", "simulation", "live", "kill")  # suites of their own; "rooms" is everything else
SHARED = {
    "rooms": ("--dist", "loadfile", "--no-loadscope-reorder"),
    "scenarios": ("--dist", "worksteal"),
    "simulation": ("--dist", "loadfile"),
    "browser": ("--dist", "loadfile"),
}
"""Their tests are dealt out to a pytest per core; each test has all that it needs alone. By files, where the
tests of one file share what is dear to make (tests/browser/conftest.py deals its own out so); one by one, and taken
over from whoever is late, where single stories are long."""
WAITING = frozenset({"browser", "scenarios"})
"""Their stories wait for telephones that ring: one pytest more than there are cores."""
MOST = 4
"""Cores that are used."""
BUDGET = {"rooms": 180, "browser": 115, "scenarios": 100, "simulation": 100, "live": 8, "kill": 37}
"""Seconds that a suite may take on two quiet cores, nine minutes in all at most. Whoever needs more says so here; a
suite that takes longer is shown and has not failed, for how quick a machine is says nothing about the product."""


@dataclass(frozen=True)
class Suite:
    """One pytest run: a name to say in SKIP, and what to hand to pytest."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How a suite ended. `seconds` is wall time."""

    name: str
    outcome: str
    seconds: float = 0.0

    @property
    def budget(self) -> int:
        """Seconds that it may take."""
        return BUDGET.get(self.name, 0)

    def __str__(self) -> str:
        longer = "   longer than it may" if self.seconds > self.budget else ""
        return f"  {self.name:<12} {self.outcome:<10} {self.seconds:7.1f} s of {self.budget:3} s{longer}"


def suites(tests: Path) -> list[Suite]:
    """Return the suites whose folder exists, in the order in which they run."""
    apart = [name for name in APART if (tests / name).is_dir()]
    ignored = tuple(f"--ignore={tests / name}" for name in apart)
    whole = [("rooms", (str(tests), *ignored)), *((name, (str(tests / name),)) for name in apart)]
    return [Suite(name, (*arguments, *_dealt_out(name))) for name, arguments in whole]


def _dealt_out(name: str) -> tuple[str, ...]:
    if name not in SHARED:
        return ()
    return ("-n", str(min(os.cpu_count() or 1, MOST) + (name in WAITING)), *SHARED[name])


@contextmanager
def compiling_once() -> Iterator[dict[str, str]]:
    """An environment in which what Python compiles is kept until the block ends, also where it may leave nothing beside
    the source: the stories start hundreds of processes."""
    with TemporaryDirectory(prefix="ivr-compiled-") as kept:
        environ = dict(os.environ)
        yield environ | {"PYTHONPYCACHEPREFIX": kept} if environ.pop("PYTHONDONTWRITEBYTECODE", "") else environ


def run(suite: Suite, environ: dict[str, str] | None = None) -> Result:
    """Run one suite in a pytest of its own, in this environment or ours; a suite without a single test has failed."""
    print(f"\n=== {suite.name}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *suite.arguments]
    code = subprocess.run(command, cwd=ROOT, env=environ).returncode
    return Result(suite.name, "passed" if code == 0 else "FAILED", time.monotonic() - started)


def report(results: list[Result]) -> str:
    """Return the closing table."""
    seconds, budget = sum(one.seconds for one in results), sum(one.budget for one in results if one.seconds)
    whole = f"  {'in all':<23} {seconds:7.1f} s of {budget:3} s"
    return "\n".join(["", "=== make test", *map(str, results), whole])


def main() -> int:
    """Exit 0 when all that ran passed, 1 when not, 2 when SKIP names no suite."""
    skipped = set(os.environ.get("SKIP", "").replace(",", " ").split())
    found = suites(ROOT / "tests")
    if unknown := skipped - {suite.name for suite in found} - set(APART):
        print(f"SKIP={' '.join(sorted(unknown))}: the suites are {' '.join(s.name for s in found)}")
        return 2
    with compiling_once() as environ:
        results = [Result(s.name, "LEFT OUT") if s.name in skipped else run(s, environ) for s in found]
    print(report(results))
    return int(any(r.outcome == "FAILED" for r in results))


if __name__ == "__main__":
    sys.exit(main())
