"""What a simulator that runs as a program remembers between two runs: its numbers. Calls and queues it forgets."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from ivr.simulator.exchange import Exchange

_FIELDS = ("voice_fallback_url", "status_callback")


def load_numbers(folder: Path, exchange: Exchange) -> None:
    """Give the exchange the numbers of the last run; a missing or broken file means none."""
    try:
        kept = json.loads((folder / "numbers.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for number in kept:
        properties = {name: number[name] for name in _FIELDS}
        exchange.own_number(number["number"], voice_url=number["voice_url"], **properties)


def save_numbers(folder: Path, exchange: Exchange) -> None:
    """Write them, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(number) for number in exchange.list_numbers()], indent=1)
    draft = folder / "numbers.json.new"
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / "numbers.json")
