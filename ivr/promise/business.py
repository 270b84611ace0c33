"""The business as one compiled value: its teams, hours and words; what answers calls reads it, nothing here changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.calendar import Hours
from ivr.promise.policy import Team


@dataclass(frozen=True, slots=True)
class Business:
    """One per installation. `words` and `voices` are keyed by language code; a voice is (locale, name or None)."""

    title: str
    zone: str
    country: str
    countries: tuple[str, ...]
    currency: str
    teams: Mapping[str, Team]
    schedules: Mapping[str, Hours]
    words: Mapping[str, Mapping[str, str]]
    voices: Mapping[str, tuple[str, str | None]]
    numbers: tuple[str, ...] = ()
    """All our own numbers, over all flows."""
    lookup_hosts: tuple[str, ...] = ()
    """The hosts of the business's own systems that a flow may ask."""
