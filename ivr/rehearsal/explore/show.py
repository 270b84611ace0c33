"""What was found by exploring, as a person or a program reads it."""

from __future__ import annotations

import json
from dataclasses import asdict

from ivr.rehearsal.explore.found import Found


def as_text(one: Found) -> str:
    lines = [
        f"{one.flow}: {one.paths:,} different calls under {one.circumstances} circumstances, {one.moments:,} moments.",
        "Everything was tried." if one.whole else "There is more: only a part was tried.",
    ]
    for dead in one.dead_ends:
        lines += ["", f"DEAD END: {dead.what}", *(f"    {line}" for line in dead.call)]
    if not one.dead_ends:
        lines.append("No dead ends.")
    lines.append("The longest silences:")
    lines += [f"    {silence.seconds:4.0f} s  {silence.at}" for silence in one.silences] or ["    none"]
    if one.person_call:
        lines.append(f"The longest way to a person, without going round: {one.person:.0f} s of speech and waiting:")
        lines += [f"    {line}" for line in one.person_call]
    else:
        lines.append("No way leads to a person.")
    return "\n".join(lines)


def as_json(one: Found) -> str:
    return json.dumps(asdict(one), ensure_ascii=False, indent=2)
