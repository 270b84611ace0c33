"""What docs/flows.md shows is what happens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.cli.running import Shell
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "flows.md").read_text(encoding="utf-8")


def test_the_change_on_the_page_is_told_as_it_stands_there(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "callflows"
    shutil.copytree(ROOT / "callflows", folder)
    text = (folder / "main.yaml").read_text(encoding="utf-8")
    for old, new in re.findall(r"^-(.*)\n\+(.*)$", PAGE, re.MULTILINE):
        assert old in text
        text = text.replace(old, new)
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    shell("flows", "publish", str(ROOT / "callflows"))
    told = shell("diff", "live", str(folder)).out
    shown = re.search(r"\$ ivr diff live callflows/\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None and shown.group(1) == told
