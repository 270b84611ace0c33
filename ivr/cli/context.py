"""What most commands begin with: the settings of this environment, and the parts made from them.

`run` asks for settings only, and stays small: the database's library is loaded with the parts.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ivr.app import logs
from ivr.settings import Settings

if TYPE_CHECKING:
    from ivr.app.parts import Parts


def settings() -> Settings:
    """The settings of this environment; SettingsError names all that is wrong with them."""
    found = Settings.from_env(os.environ)
    logs.set_up(found, "cli", logging.WARNING)
    return found


@contextmanager
def parts() -> Iterator[Parts]:
    """The parts, on a database that is there and at the newest schema; ConnectionError says what to do otherwise."""
    from ivr.app.parts import PATIENT, make_parts
    from ivr.store import schema
    from ivr.switchboard.ports import Unreachable

    made = make_parts(settings(), PATIENT)
    try:
        if not schema.is_at_head(made.store.engine):
            raise ConnectionError("the database as it should be: it is behind; run `python -m ivr db upgrade`")
        yield made
    except Unreachable as away:
        raise ConnectionError(f"the database: {away}") from away
    finally:
        made.store.engine.dispose()
