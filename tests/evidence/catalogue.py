"""What the page says besides figures: the names of invariants and faults, and the worlds that taught something."""

from __future__ import annotations

import json
from typing import Any

from tests.simulation import corpus
from tests.simulation.oracle.invariants import INVARIANTS
from tests.simulation.world.faults import CATALOGUE


def as_json() -> dict[str, Any]:
    """All of it as plain values."""
    return {
        "invariants": [
            {"code": one.code, "sentence": one.sentence, "elsewhere": list(one.elsewhere)} for one in INVARIANTS
        ],
        "faults": [
            {"number": one.number, "name": one.name, "level": str(one.level), "where": one.where} for one in CATALOGUE
        ],
        "corpus": json.loads(corpus.FILE.read_text(encoding="utf-8")),
    }
