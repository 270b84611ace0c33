"""What each process of a run loads: memory on a small machine, and a start that a person does not have to wait for."""

import subprocess
import sys

import pytest

from tests.paths import ROOT

LIGHT = [
    ("ivr.cli.serve, ivr.local.run", ("sqlalchemy", "flask", "gunicorn", "redis", "twilio", "phonenumbers")),
    ("ivr.app.serve", ("flask", "gunicorn", "redis", "rq", "yaml")),
    ("ivr.simulator.__main__", ("sqlalchemy", "redis", "phonenumbers")),
]
"""Supervisor; worker and sweep before they know which of the two they are; simulator."""


@pytest.mark.parametrize(("modules", "heavy"), LIGHT)
def test_each_part_loads_what_it_needs_and_no_more(modules: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {modules}; print(*[name for name in {heavy!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []
