"""`ivr graph` draws files and published flows, to the screen or into a file."""

from __future__ import annotations

from pathlib import Path

from tests.authoring.shop import write
from tests.cli.running import Shell

OTHER = "callflow: other\nnumbers: ['+12025550101']"


def test_mermaid_to_the_screen(shell: Shell, tmp_path: Path) -> None:
    ran = shell("graph", str(write(tmp_path)))
    assert ran.code == 0
    assert ran.out.startswith('---\ntitle: "Customer line"\n---\nflowchart TD\n')
    assert '  n0 -->|"unanswered"| n1\n' in ran.out


def test_the_file_says_the_format(shell: Shell, tmp_path: Path) -> None:
    folder = write(tmp_path / "shop")
    for name, begins in (("a.svg", "<?xml"), ("a.dot", "digraph"), ("a.mmd", "---")):
        ran = shell("graph", str(folder / "main.yaml"), "-o", str(tmp_path / name))
        assert ran.code == 0 and not ran.out
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert shell("graph", str(folder), "--format", "dot").out.startswith("digraph")


def test_what_is_live(shell: Shell, tmp_path: Path) -> None:
    shell("flows", "publish", str(write(tmp_path)))
    assert "flowchart" in shell("graph", "main@live").out


def test_what_cannot_be_drawn_is_said(shell: Shell, tmp_path: Path) -> None:
    several = write(tmp_path / "several", other=OTHER)
    ran = shell("graph", str(several))
    assert ran.code == 3 and "there are main, other: name one of them" in ran.err
    ran = shell("graph", str(several / "main.yaml"), "--language", "bn")
    assert ran.code == 2 and "not spoken in bn, but in en" in ran.err
    broken = write(tmp_path / "broken", "start: persn")
    assert shell("graph", str(broken)).code == 1
    assert shell("graph", str(tmp_path / "nowhere")).code == 3
