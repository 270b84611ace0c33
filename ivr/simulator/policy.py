"""Connection overrides: what the fragment of an address asks for (usage/webhooks/webhooks-connection-overrides)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

_RANGES = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}
_CAUSES = frozenset(("4xx", "5xx", "ct", "rt", "all"))
_OTHERS = frozenset(("sni", "e"))


class BadPolicy(ValueError):
    """The fragment cannot be understood: error 11243."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Milliseconds for connect, read and all together; how many repeats, and after which failures."""

    ct: int = 5000
    rt: int = 15_000
    tt: int = 15_000
    rc: int = 1
    rp: frozenset[str] = frozenset(("ct",))

    def repeats_after(self, cause: str) -> bool:
        """Whether a failure of this kind (4xx, 5xx, ct, rt) is worth another try."""
        return cause in self.rp or "all" in self.rp


def parse_policy(fragment: str) -> Policy:
    """The overrides of one address; BadPolicy for anything outside the documented keys and ranges."""
    values: dict[str, int] = {}
    causes = Policy().rp
    for key, text in parse_qsl(fragment, keep_blank_values=True):
        if key in _RANGES:
            low, high = _RANGES[key]
            if not text.isdigit() or not low <= int(text) <= high:
                raise BadPolicy(f"{key}={text} is outside {low}..{high}")
            values[key] = int(text)
        elif key == "rp":
            causes = frozenset(text.split(","))
            if not causes <= _CAUSES:
                raise BadPolicy(f"rp={text} names an unknown cause")
        elif key not in _OTHERS:
            raise BadPolicy(f"{key} is no override")
    return Policy(rp=causes, **values)
