"""`ivr import studio`: what is written where, what is said, and the exit codes."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ivr.authoring.folder import load_folder
from ivr.cli import cli
from tests.authoring.studio.flows import agents, flow, gather, say, widget

FLOW = flow(say("hello", "Hello.", "ask"), gather("ask", "What is it?", speech="desk"), agents("desk", priority="5"))


def run(*arguments: object) -> Result:
    words = ["import", "studio", *(str(argument) for argument in arguments)]
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def source(folder: Path, name: str = "My Line.json", raw: bytes = FLOW) -> Path:
    (folder / name).write_bytes(raw)
    return folder / name


def test_without_a_place_the_call_flow_is_shown_and_the_table_beside_it(tmp_path: Path) -> None:
    result = run(source(tmp_path))
    assert result.exit_code == 0
    assert "callflow: my_line\n" in result.stdout
    assert "2 translated, 1 adapted, 0 left." in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["My Line.json"]


def test_a_folder_gets_the_flow_and_the_business_that_it_needs(tmp_path: Path) -> None:
    out = tmp_path / "new" / "flows"
    result = run(source(tmp_path), "-o", out)
    assert result.exit_code == 0
    assert "2 translated, 1 adapted, 0 left." in result.stdout
    assert f"Next: ivr check {out}" in result.stderr
    assert sorted(file.name for file in out.iterdir()) == ["business.yaml", "my_line.yaml"]
    assert load_folder(out).errors == 0 and load_folder(out).flows
    assert run(tmp_path / "My Line.json", "-o", out).exit_code == 0
    assert sorted(file.name for file in out.iterdir()) == ["business.yaml", "my_line.yaml", "my_line_2.yaml"]
    assert load_folder(out).errors == 0


def test_a_file_is_written_over_only_where_one_says_so(tmp_path: Path) -> None:
    out = tmp_path / "main.yaml"
    assert run(source(tmp_path), "-o", out).exit_code == 0
    refused = run(tmp_path / "My Line.json", "-o", out)
    assert refused.exit_code == 1 and "--force" in refused.stderr
    assert run(tmp_path / "My Line.json", "-o", out, "--force").exit_code == 0
    assert load_folder(tmp_path).errors == 0


def test_several_flows_share_a_folder(tmp_path: Path) -> None:
    files = source(tmp_path, "one.json"), source(tmp_path, "two.json")
    assert run(*files, "-o", tmp_path / "out").exit_code == 0
    assert load_folder(tmp_path / "out").errors == 0
    assert run(*files, "-o", tmp_path / "one.yaml").exit_code == 2


def test_json_is_for_programs(tmp_path: Path) -> None:
    told = json.loads(run(source(tmp_path), "-o", tmp_path / "out", "--json").stdout)
    assert told["voice_widgets"] == {"translated": 2, "adapted": 1, "left": 0}
    assert {it["widget"]: it["fate"] for it in told["widgets"]}["desk"] == "adapted"
    shown = json.loads(run(tmp_path / "My Line.json", "--json").stdout)
    assert set(shown["texts"]) == {"my_line.yaml", "business.yaml"}


def test_what_cannot_be_imported_is_said_in_one_line(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere.json").exit_code == 3
    odd = run(source(tmp_path, "odd.json", b'{"nodes": []}'))
    assert odd.exit_code == 1
    assert (
        odd.stderr == f'{tmp_path}/odd.json is no Studio flow: it has no list of "states", as every Studio flow has\n'
    )
    (tmp_path / "business.yaml").write_text("version: 1\n", encoding="utf-8")
    assert run(source(tmp_path), "-o", tmp_path).exit_code == 1


def test_a_folder_is_taken_as_a_whole_and_flows_find_the_ones_that_they_run(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    runs = widget("closed", "run-subflow", {"flow_sid": "${flows.closing_words}"}, completed="desk", failed="desk")
    (exports / "line.json").write_bytes(flow(runs, agents("desk")))
    (exports / "closing words.json").write_bytes(flow(say("bye", "We are closed."), incomingParent="bye"))
    (exports / "notes.txt").write_text("nothing")
    result = run(exports, "-o", tmp_path / "out")
    assert result.exit_code == 0 and "3 translated, 0 adapted, 0 left." in result.stdout
    assert "notes.txt is no Studio flow" in result.stderr and "closing words.json is a subflow" in result.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["business.yaml", "line.yaml"]
    assert load_folder(tmp_path / "out").errors == 0


def test_what_is_written_is_in_its_one_form(tmp_path: Path) -> None:
    assert run(source(tmp_path), "-o", tmp_path / "out").exit_code == 0
    assert CliRunner().invoke(cli, ["fmt", "--check", str(tmp_path / "out")]).exit_code == 0
