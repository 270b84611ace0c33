"""The built-in words as the tests read them: straight from their files, with no room of ours in between."""

from functools import cache
from pathlib import Path

import yaml

import ivr.language

FOLDER = Path(ivr.language.__file__).parent / "words"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def words(language: str) -> dict[str, str]:
    """All texts of one language."""
    texts: dict[str, str] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return texts
