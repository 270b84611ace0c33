"""Which secrets a lookup can have: those that the environment holds for it, and never one of our own."""

from pathlib import Path

from ivr.settings import Settings
from tests.test_settings import REAL


def test_a_lookup_has_the_secret_that_it_names_and_none_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-a-file\n", encoding="utf-8")
    env = REAL | {"SHOP_TOKEN": "in-the-open", "OTHER_TOKEN_FILE": str(file), "LOST_FILE": str(tmp_path / "none")}
    settings = Settings.from_env(env)
    names = ("SHOP_TOKEN", "OTHER_TOKEN", "LOST", "NEVER", "TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_FILE")
    assert [settings.lookup_secret(name) for name in names] == ["in-the-open", "from-a-file", None, None, None, None]
    assert "in-the-open" not in repr(settings)
