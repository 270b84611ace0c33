"""`python -m tests.evidence`: every proof, one after the other, and the page of it; exit 1 where one failed."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.evidence import catalogue, page
from tests.evidence.steps import SEED, Sizes, Step, steps
from tests.paths import ROOT
from tests.simulation import origin

FIGURES, PAGE = ROOT / "docs" / "evidence.json", ROOT / "docs" / "evidence.md"
FOLDER = ROOT / "var" / "evidence"


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.evidence", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, metavar="0.1", help="this part of the full size of each")
    parser.add_argument("--only", action="append", metavar="STEP", help="these; the others stay as the page has them")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = steps(Sizes().share(args.share), args.seed)
    wanted = [step for step in found if not args.only or step.name in args.only]
    figures = {step.name: _run(step) for step in wanted}
    write(_kept() | figures)
    print(f"\n{PAGE.relative_to(ROOT)} is written: read the difference before you commit it")
    failed = [name for name, one in figures.items() if one["exit"]]
    seconds = sum(one["seconds"] for one in figures.values())
    print(f"{len(figures) - len(failed)} of {len(figures)} proofs hold, in {seconds / 60:.1f} minutes", *failed)
    return 1 if failed else 0


def _run(step: Step) -> dict[str, Any]:
    print(f"\n=== {step.name}: python -m {' '.join(step.words)}", flush=True)
    at = step.figures(FOLDER)
    at.unlink(missing_ok=True)
    began = time.monotonic()
    code = subprocess.run(step.command(FOLDER), cwd=ROOT).returncode
    figures = json.loads(at.read_text(encoding="utf-8")) if at.exists() else {}
    return {
        "command": f"python -m {' '.join(step.words)}",
        "exit": code,
        "seconds": round(time.monotonic() - began, 1),
        "at": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": origin.commit(),
        "machine": origin.machine(),
        "figures": figures,
    }


def _kept() -> dict[str, Any]:
    return json.loads(FIGURES.read_text(encoding="utf-8"))["proofs"] if FIGURES.exists() else {}


def write(proofs: dict[str, Any]) -> None:
    """The figures, and the page made of them."""
    figures = json.dumps({"proofs": proofs} | catalogue.as_json(), indent=1, ensure_ascii=False, sort_keys=True)
    _write(FIGURES, figures + "\n")
    _write(PAGE, page.render(json.loads(figures)))


def _write(at: Path, text: str) -> None:
    at.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
