"""What roles are called."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.access import Role
from ivr.console.words import N_

ROLES: Mapping[Role, str] = {
    Role.OWNER: N_("owner"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.AGENT: N_("agent"),
    Role.VIEWER: N_("viewer"),
}
