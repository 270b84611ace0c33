"""Call scripts are written by a process of its own, which says nothing where there is nothing to write."""

from pathlib import Path

from ivr.app.scribe import Scribe
from tests.app.installations import installation


def test_a_call_that_there_is_not_has_no_script(sqlite_url: str, tmp_path: Path) -> None:
    parts = installation(sqlite_url, tmp_path / "var")
    assert Scribe(parts.settings)("none") is None
    parts.store.engine.dispose()
