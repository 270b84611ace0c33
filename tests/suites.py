"""`make test`: runs the suites one after another, prints the time and the result of each.

It leaves out only what SKIP names, and says so; a suite that fails never stops the others from being run.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT

APART = ("browser", "scenarios", "simulation", "live", "kill")  # suites of their own; "rooms" is everything else


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


def suites(tests: Path) -> list[Suite]:
    """Return the suites whose folder exists, in the order in which they run."""
    apart = [name for name in APART if (tests / name).is_dir()]
    ignored = tuple(f"--ignore={tests / name}" for name in apart)
    workers = ("-n", str(min(os.cpu_count() or 1, 4)))
    return [Suite("rooms", (str(tests), *ignored, *workers))] + [Suite(name, (str(tests / name),)) for name in apart]


def run(suite: Suite) -> Result:
    """Run one suite in a pytest of its own; a suite without a single test has failed."""
    print(f"\n=== {suite.name}", flush=True)
    started = time.monotonic()
    code = subprocess.run([sys.executable, "-m", "pytest", "-q", *suite.arguments], cwd=ROOT).returncode
    return Result(suite.name, "passed" if code == 0 else "FAILED", time.monotonic() - started)


def report(results: list[Result]) -> str:
    """Return the closing table."""
    rows = [f"  {r.name:<12} {r.outcome:<10} {r.seconds:7.1f} s" for r in results]
    return "\n".join(["", "=== make test", *rows])


def main() -> int:
    """Exit 0 when all that ran passed, 1 when not, 2 when SKIP names no suite."""
    skipped = set(os.environ.get("SKIP", "").replace(",", " ").split())
    found = suites(ROOT / "tests")
    if unknown := skipped - {suite.name for suite in found} - set(APART):
        print(f"SKIP={' '.join(sorted(unknown))}: the suites are {' '.join(s.name for s in found)}")
        return 2
    results = [Result(s.name, "LEFT OUT") if s.name in skipped else run(s) for s in found]
    print(report(results))
    return int(any(r.outcome == "FAILED" for r in results))


if __name__ == "__main__":
    sys.exit(main())
