"""The exports that were given together: which of them a Run Subflow means, by sid, by file name or by title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ivr.authoring.studio.model import SUBFLOW, Studio, Widget
from ivr.authoring.studio.names import plain_name

_SID = re.compile(r"\bFW[0-9a-f]{32}\b", re.IGNORECASE)
_NOISE = frozenset(
    ("run", "flow", "flows", "subflow", "studio", "twilio", "sid", "id", "ids", "var", "local", "module")
)


@dataclass(frozen=True, slots=True)
class Export:
    """`name`: the file's, without its end."""

    name: str
    studio: Studio

    @property
    def sids(self) -> set[str]:
        return {sid.lower() for sid in _SID.findall(f"{self.studio.sid} {self.name}")}


@dataclass(frozen=True, slots=True)
class Library:
    exports: Sequence[Export] = ()

    def find(self, widget: Widget) -> Export | None:
        """The one export that a Run Subflow can mean; None where none is, or several could be."""
        wanted = widget.properties.text("flow_sid")
        if sids := {sid.lower() for sid in _SID.findall(wanted)}:
            found = [it for it in self.exports if sids & it.sids]
            return found[0] if found else self._called(_words(widget.name))
        return self._called(_words(wanted)) or self._called(_words(widget.name))

    def _called(self, words: frozenset[str]) -> Export | None:
        named = [(names, it) for it in self.exports for names in (_words(it.name), _words(it.studio.title)) if names]
        same = {id(it): it for names, it in named if names == words}
        return next(iter(same.values())) if len(same) == 1 else None

    def only_run(self, name: str) -> bool:
        """Whether an export answers no calls by itself, and another one of these runs it."""
        export = next((it for it in self.exports if it.name == name), None)
        if export is None or export.studio.started_by == "incomingCall":
            return False
        others = (it.studio.widgets.values() for it in self.exports if it is not export)
        return any(it.kind == SUBFLOW and self.find(it) is export for widgets in others for it in widgets)


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in plain_name(name, "").split("_") if not word.isdigit()) - _NOISE - {""}


NOTHING = Library()
