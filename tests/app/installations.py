"""An installation's parts for tests that ask its web application: no carrier is there, and none is asked."""

from __future__ import annotations

from pathlib import Path

from ivr.app.parts import Parts, make_parts
from ivr.settings import Settings

ENVIRONMENT = {
    "TWILIO_ACCOUNT_SID": "AC" + "5" * 32,
    "TWILIO_AUTH_TOKEN": "a1b2c3d4e5f60718a1b2c3d4e5f60718",
    "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
}


def installation(database_url: str, var: Path, **more: str) -> Parts:
    """On this database, with these settings beside the usual ones."""
    env = ENVIRONMENT | {"DATABASE_URL": database_url, "VAR_DIR": str(var), **more}
    return make_parts(Settings.from_env(env))
