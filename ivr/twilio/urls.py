"""Where our doors and sounds stand on the web: the only place that builds an address for Twilio."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode

from ivr.line.instructions import Door

PATIENCE = "#rc=1&rp=ct,rt,5xx&ct=2000&rt=4000&tt=12000"
"""Ask once more where we cannot be reached, stay silent for 4 s or answer 5xx; 12 s in all. By itself Twilio repeats on
connect failures only (Twilio docs, webhooks connection overrides). The fragment is neither sent to us nor signed."""

DOORS = "/twilio/voice/"
SOUNDS = "/twilio/sounds/"
SAID = "said/"
"""Begins the name of a sound that is what a caller said."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses below `public_url`: scheme, host and perhaps a path, without a slash at its end."""

    public_url: str

    def door(self, door: Door) -> str:
        query = f"?{urlencode(door.params)}" if door.params else ""
        return f"{self.public_url}{DOORS}{quote(door.name)}{query}{PATIENCE}"

    def read_door(self, url: str) -> Door | None:
        """Which door of ours has this address; None where it is none of ours."""
        path, _, query = url.partition("#")[0].partition("?")
        name = path.removeprefix(f"{self.public_url}{DOORS}")
        if name == path or not name or "/" in name:
            return None
        return Door(unquote(name), tuple(sorted(parse_qsl(query))))

    def sound(self, sound: str) -> str:
        """A sound of ours by its file name, what a caller said, or an absolute address as it stands."""
        if sound.startswith(("https://", "http://")):
            return sound
        if sound.startswith(SAID):
            return f"{self.public_url}/twilio/{quote(sound)}"
        return f"{self.public_url}{SOUNDS}{quote(sound)}"
