"""Broken flows, each with what the checker says about it: texts that a person should like to read.

`python -m tests.authoring.messages` writes what is said again; read the difference.
"""

import tempfile
from pathlib import Path

from tests.authoring.shop import check, shown

FOLDER = Path(__file__).parent
CASES = tuple(sorted(path.name for path in FOLDER.iterdir() if (path / "main.yaml").is_file()))


def said_of(case: str, folder: Path) -> str:
    """What is said of a case, when it is laid over the shop in `folder`."""
    business = FOLDER / case / "business.yaml"
    flow = (FOLDER / case / "main.yaml").read_text(encoding="utf-8")
    return shown(check(folder, flow, business.read_text(encoding="utf-8") if business.is_file() else "")) + "\n"


def write() -> None:
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            (FOLDER / case / "said.txt").write_text(said_of(case, Path(folder)), encoding="utf-8")
