"""The checks of what was read: one file per concern; each adds problems and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.authoring.business import BusinessForm
from ivr.authoring.flow import FlowForm
from ivr.authoring.problem import Findings


def check_whole(
    business: tuple[BusinessForm, Findings] | None, flows: Sequence[tuple[FlowForm, Findings]], unread: bool
) -> dict[str, dict[str, str]]:
    """Checks a business and all its flows together. Per flow: the team of each callback that does not name its own."""
    return {form.callflow.value: {} for form, _ in flows}
