"""Values that count: which pieces of a template are one more than a variable was. It knows no flow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ivr.authoring.studio import liquid

HARMLESS = frozenset(
    (
        "strip",
        "lstrip",
        "rstrip",
        "downcase",
        "upcase",
        "capitalize",
        "escape",
        "url_encode",
        "split",
        "join",
        "timezone",
    )
)
"""Filters that leave a value what it is, as far as a caller hears it."""
COUNTED = "(counted)"
_STEP = re.compile("[0-9]{1,6}")


def counted_values(template: str, path: str) -> list[str]:
    """Every value that a template may give to a variable; COUNTED where it counts on from what that was."""
    variants = liquid.variants(template)
    if variants is None:
        return [template]
    return [_counted(variant.pieces, path) for variant in variants]


def _counted(pieces: Iterable[liquid.Piece], path: str) -> str:
    return COUNTED if count_of(pieces, path) else "".join(it if isinstance(it, str) else "?" for it in pieces).strip()


def count_of(pieces: Iterable[liquid.Piece], path: str) -> int:
    """By how much pieces count on the variable of that path; 0 where they do not."""
    said = [it for it in pieces if not isinstance(it, str) or it.strip()]
    if len(said) != 1 or isinstance(said[0], str):
        return 0
    value = said[0]
    if value.path.replace("flow.data.", "flow.variables.", 1) != path:
        return 0
    steps = [(_SIGNED.get(name, 0), by) for name, by in value.filters if name not in HARMLESS]
    if not steps or not all(sign and _STEP.fullmatch(by) for sign, by in steps):
        return 0
    return sum(sign * int(by) for sign, by in steps)


_SIGNED = {"plus": 1, "minus": -1}
