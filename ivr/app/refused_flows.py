"""That call flows were offered and not published: kept in the var folder until some are, for `/readyz` and `doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Refusal:
    """`at` is ISO 8601 in UTC."""

    at: str
    errors: int


def note(var: Path, at: datetime, errors: int) -> None:
    """These flows stay out. A folder that cannot be written is no reason to fail."""
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        _file(var).write_text(json.dumps(asdict(Refusal(at.isoformat(timespec="seconds"), errors))))
    except OSError:
        return


def clear(var: Path) -> None:
    """What was offered last is live."""
    _file(var).unlink(missing_ok=True)


def last(var: Path) -> Refusal | None:
    """The last refusal; None where nothing was offered since, or all of it is live."""
    try:
        return Refusal(**json.loads(_file(var).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _file(var: Path) -> Path:
    return var / "flows-refused.json"
