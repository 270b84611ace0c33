"""The points of a unit of work at which a simulation lets things go wrong; in real life nothing happens there."""

from __future__ import annotations

from collections.abc import Callable

from ivr.switchboard.rows import Row


def nothing(*_: Row) -> None:
    """What happens at a point unless somebody says otherwise."""


class Points:
    """Called in every unit that writes; what they raise is what went wrong. Out of `at_open` and `before_commit`
    nothing was written, out of `after_commit` everything was. `written` hears of each row, as the unit now has it."""

    def __init__(self) -> None:
        self.at_open: Callable[[], None] = nothing
        self.written: Callable[[Row], None] = nothing
        self.before_commit: Callable[[], None] = nothing
        self.after_commit: Callable[[], None] = nothing
