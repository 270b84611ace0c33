"""The page about call scripts: its example passes on the sample shop, and it names everything that there is."""

from __future__ import annotations

import re
from pathlib import Path

from ivr.authoring.scripts import Act, Does, Ending, ScriptForm
from ivr.authoring.shape import keys
from ivr.rehearsal.scripts.show import as_text
from ivr.rehearsal.scripts.suite import run_suite
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")


def test_its_example_passes_on_the_sample_shop(tmp_path: Path) -> None:
    for file in (ROOT / "callflows").glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "scripts").mkdir()
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)):
        (tmp_path / "scripts" / f"{number}.yaml").write_text(text, encoding="utf-8")
    suite = run_suite(tmp_path)
    assert suite.good and suite.count == 2, as_text([suite], with_coverage=False)


def test_every_key_step_and_word_is_on_it() -> None:
    for word in [*Act, *Does, *Ending, *keys(ScriptForm)]:
        assert re.search(rf"[`{{ ]{word}[`:,}}]", PAGE), word
