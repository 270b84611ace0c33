"""`python -m tests.scenarios [--json FILE]`: how soon callers hear an answer while database or Redis is of no use."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.paths import ROOT
from tests.scenarios.measured import FILE

STORIES = ("tests/scenarios/test_outages.py", "tests/scenarios/test_mishaps.py")


def main() -> int:
    """Plays the stories; 0 if all of them came out well."""
    parser = argparse.ArgumentParser(prog="python -m tests.scenarios", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "measured"
        argv = [sys.executable, "-m", "pytest", "-q", "-n0", *STORIES]
        played = subprocess.run(argv, cwd=ROOT, env=os.environ | {FILE: str(kept)}, stdout=sys.stderr)
        lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    figures = [json.loads(line) for line in lines]
    for one in figures:
        print(f"{one['what']:68}", *(f"{name} {one[name]:5.2f} s  " for name in ("first", "last", "longest")))
    if asked.json:
        asked.json.write_text(json.dumps({"good": played.returncode == 0, "outages": figures}, indent=1) + "\n")
    return played.returncode


if __name__ == "__main__":
    sys.exit(main())
