"""What each long-lived process loads once it is at work: a worker no web framework, a sweep no Redis, a web no REST."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.installations import ENVIRONMENT
from tests.paths import ROOT

PARTS = """
import json, sys
from ivr.app.parts import PATIENT, make_parts
from ivr.settings import Settings
parts = make_parts(Settings.from_env(json.loads(sys.stdin.read())), PATIENT)
"""
WEB = """
from ivr.app.serve_web import serve_web
from ivr.app.web import create_app
client = create_app(parts).test_client()
assert client.post("/twilio/voice/incoming").status_code == 403
assert client.get("/readyz").status_code in (200, 503)
"""
SWEEP = """
from ivr.app.serve import Sweeper
Sweeper(parts).once()
"""
WORKER = """
from ivr.app import serve
from ivr.jobs import steps, worker
steps.hand_in(parts.board, parts.carrier())
steps.step("offer", 1)
"""
AT_WORK = {
    "web": (WEB, ("twilio.rest", "alembic", "yaml", "ivr.console", "ivr.authoring", "ivr.simulator", "holidays")),
    "sweep": (SWEEP, ("redis", "rq", "flask", "gunicorn", "alembic", "yaml", "ivr.authoring", "ivr.simulator")),
    "worker": (WORKER, ("flask", "gunicorn", "alembic", "yaml", "ivr.authoring", "ivr.simulator")),
}


@pytest.mark.parametrize("name", AT_WORK)
def test_what_is_at_work_loads_what_it_needs_and_no_more(name: str, sqlite_url: str, tmp_path: Path) -> None:
    act, heavy = AT_WORK[name]
    code = f"{PARTS}{act}\nprint(*[name for name in {heavy!r} if name in sys.modules])"
    settings = json.dumps(ENVIRONMENT | {"DATABASE_URL": sqlite_url, "VAR_DIR": str(tmp_path)})
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, input=settings)
    assert (ran.returncode, ran.stdout.split()) == (0, []), ran.stderr
