"""Where people telephone from: numbers of ordinary people and the hours of their day, and numbers that are none."""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

AREAS: dict[str, str] = {
    "+1202": "America/New_York",
    "+1212": "America/New_York",
    "+1312": "America/Chicago",
    "+8801": "Asia/Dhaka",
}
"""The zone of each area; all but one change their clocks."""

WITHHELD = "anonymous"
STRANGE = (WITHHELD, "Restricted", "+266696687", "sip:ali@example.com", "16263", "+1", "+12025550", "")
"""What carriers show for callers whom nobody can call back: withheld, misspelt, addresses of another kind."""
FAR, COSTLY = "+4915123456789", "+19005550100"
"""Of a country that this business does not phone; of a line that earns by being phoned."""


def number(dice: Random, index: int) -> str:
    """The number of the caller with this index; no other index has it."""
    area = dice.choice(("+1202555", "+1312555", "+8801712345", "+8801712345"))
    return f"{area}{10 + index:03d}" if area.startswith("+88") else f"{area}{150 + index:04d}"


def zone(of: str) -> ZoneInfo:
    """By whose clock this person lives."""
    return ZoneInfo(AREAS[of[:5]])


def nobody(shown: str) -> bool:
    """Whether this caller id leads to nobody whom we could phone."""
    return shown in STRANGE or not shown.startswith("+")
