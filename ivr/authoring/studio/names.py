"""Names of ours made from names of theirs: small letters, digits and _, each once. It knows no flow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 40
"""Of the 60 letters that a name may have, so that a number fits behind it."""

_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def plain_name(text: str, otherwise: str) -> str:
    """A name that reads like the text; `otherwise` where nothing of it can be written."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub("[^a-z0-9]+", "_", _HUMPS.sub("_", letters).lower()).strip("_")
    name = words if words[:1].isalpha() else f"{otherwise}_{words}" if words else otherwise
    return name[:LONGEST].rstrip("_")


def free(name: str, taken: Collection[str]) -> str:
    """The name, or the name with the first number behind it that is not taken."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found
