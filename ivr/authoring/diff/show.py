"""Changes for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from ivr.authoring.diff.change import Change, Weight

SAME = "Nothing changes for a caller."


def as_text(changes: Sequence[Change]) -> str:
    """Grouped by what they touch; the flow is named where there are several."""
    if not changes:
        return SAME
    several = len({change.flow for change in changes}) > 1
    blocks = []
    for weight in Weight:
        lines = [f"  {_at(change) if several else ''}{change.says}" for change in changes if change.weight is weight]
        if lines:
            blocks.append("\n".join([f"{weight.value[0].upper()}{weight.value[1:]}:", *lines]))
    return "\n\n".join(blocks)


def as_json(changes: Sequence[Change]) -> str:
    """One object; `weight` is the name of the group."""
    plain = [{**asdict(change), "weight": change.weight.name.lower()} for change in changes]
    return json.dumps({"equal": not changes, "changes": plain}, ensure_ascii=False, indent=2)


def _at(change: Change) -> str:
    return f"{change.flow or 'business'}: "
