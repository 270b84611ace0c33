"""`ivr diff` between files, folders and what was published; its exit code says whether anything changes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.authoring.shop import write
from tests.cli.running import Ran, Shell

LONGER = "nodes:\n  person: {transfer: support, unanswered: promise}\n  promise: {callback: 1h}"
TOLD = "the promise of promise is now 1 hour (was 30 minutes)"


def published(shell: Shell, folder: Path, flow: str) -> Ran:
    return shell("flows", "publish", str(write(folder, flow)))


def test_two_folders(shell: Shell, tmp_path: Path) -> None:
    old, new = write(tmp_path / "old"), write(tmp_path / "new", LONGER)
    ran = shell("diff", str(old), str(new))
    assert ran.code == 1
    assert f"What is promised:\n  {TOLD}\n" in ran.out
    same = shell("diff", str(old), str(old / "main.yaml"))
    assert (same.code, same.out) == (0, "Nothing changes for a caller.\n")


def test_what_is_live_against_the_files(shell: Shell, tmp_path: Path) -> None:
    published(shell, tmp_path / "old", "")
    new = write(tmp_path / "new", LONGER)
    found = shell("diff", "live", str(new), "--json").json()
    assert TOLD in [change["says"] for change in found["changes"]] and not found["equal"]
    assert shell("diff", "main@live", str(new / "main.yaml")).code == 1
    assert shell("diff", "live", str(tmp_path / "old")).code == 0


def test_two_published_versions(shell: Shell, tmp_path: Path) -> None:
    published(shell, tmp_path / "old", "")
    published(shell, tmp_path / "new", LONGER)
    rows = {row["id"]: row for row in shell("flows", "list", "--json").json()}
    first, second = sorted(id for id, row in rows.items() if row["kind"] == "flow")
    ran = shell("diff", f"main@{first}", f"main@{second}")
    assert ran.code == 1 and TOLD in ran.out
    assert shell("diff", f"main@{second}", "main@live").code == 0
    back = json.loads(shell("diff", f"main@{second}", f"main@{first}", "--json").out)
    assert "the promise of promise is now 30 minutes (was 1 hour)" in [one["says"] for one in back["changes"]]


def test_the_business_alone(shell: Shell, tmp_path: Path) -> None:
    old = write(tmp_path / "old")
    new = write(tmp_path / "new", business="zone: Europe/Berlin")
    ran = shell("diff", str(old / "business.yaml"), str(new / "business.yaml"))
    assert "the clock of the business is now that of Europe/Berlin (was Asia/Dhaka)" in ran.out


def test_what_cannot_be_compared_is_said(shell: Shell, tmp_path: Path) -> None:
    folder = write(tmp_path / "shop")
    for missing in ("nowhere", "main@999", "nobody@live", "live"):
        ran = shell("diff", missing, str(folder))
        assert ran.code == 3 and missing.partition("@")[0] in ran.err.replace("anything@live", "live") and not ran.out
    broken = write(tmp_path / "broken", "start: persn")
    ran = shell("diff", str(folder), str(broken))
    assert ran.code == 1 and 'did you mean "person"?' in ran.err and not ran.out
