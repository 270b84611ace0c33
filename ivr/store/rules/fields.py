"""How rows are taken apart, for every store alike: quickly, and always in the order of their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from ivr.store.rules.kinds import LIVES, NAMES, ONWARD

COLUMNS: dict[type, tuple[str, ...]] = {kind: tuple(field.name for field in fields(kind)[1:]) for kind in NAMES}
"""The fields of a kind but the first, which is `id`; where there is a `fence`, it is the last."""

VALUES: dict[type, Callable[[Any], tuple[Any, ...]]] = {kind: attrgetter(*names) for kind, names in COLUMNS.items()}
"""The values of these fields."""

STATE: dict[type, Callable[[Any], str]] = {kind: attrgetter(field) for kind, (_, field) in LIVES.items()}
"""The state of a row with a life."""

PHASE: dict[type, Callable[[Any], str]] = {kind: STATE.get(kind, attrgetter("state")) for kind in ONWARD}
"""The state of a row that can be final, of those too of whose life the ledger tells nothing."""
