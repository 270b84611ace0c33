"""`python -m tests.scenarios [--json FILE] [--callers 500]`: how soon callers hear an answer while database or Redis is
of no use, and how soon all callers of an hour in which the whole product was away are owed a call."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.paths import ROOT
from tests.scenarios.measured import FILE, SIZE

STORIES = tuple(f"tests/scenarios/test_{name}.py" for name in ("outages", "mishaps", "reconciled"))
CALLERS = 500


def main() -> int:
    """Plays the stories; 0 if all of them came out well."""
    parser = argparse.ArgumentParser(prog="python -m tests.scenarios", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--callers", type=int, default=CALLERS, help="so many ring in the hour that we are away")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "measured"
        argv = [sys.executable, "-m", "pytest", "-q", "-n0", *STORIES]
        environ = os.environ | {FILE: str(kept), SIZE: str(asked.callers)}
        played = subprocess.run(argv, cwd=ROOT, env=environ, stdout=sys.stderr)
        lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    figures = [json.loads(line) for line in lines]
    outages, recovered = ([one for one in figures if ("callers" in one) is back] for back in (False, True))
    for one in outages:
        print(f"{one['what']:68}", *(f"{name} {one[name]:5.2f} s  " for name in ("first", "last", "longest")))
    for one in recovered:
        print(f"{one['callers']} callers of an hour, on {one['database']}: all are owed {one['seconds']:.1f} s later")
    if asked.json:
        told = {"good": played.returncode == 0, "outages": outages, "recovered": recovered}
        asked.json.write_text(json.dumps(told, indent=1) + "\n")
    return played.returncode


if __name__ == "__main__":
    sys.exit(main())
