"""`ivr flows`: only what checks goes live, and what went live can be listed and gone back to."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli.flows import flows
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import CallState
from tests.authoring.shop import write
from tests.store import samples


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": sqlite_url, "VAR_DIR": str(tmp_path / "var"), "CALLFLOWS_DIR": str(tmp_path / "flows")}


def run(environment: dict[str, str], *arguments: object) -> Result:
    return CliRunner(env=environment).invoke(flows, [str(it) for it in arguments], catch_exceptions=False)


def folder(environment: dict[str, str]) -> Path:
    return Path(environment["CALLFLOWS_DIR"])


def test_publish_list_and_go_back(database: dict[str, str]) -> None:
    write(folder(database), "title: Old")
    first = run(database, "publish")
    assert first.exit_code == 0
    assert first.output.startswith("business business: version 1 is live (")
    assert run(database, "publish").output == "Nothing has changed: what is live is what these files say.\n"
    write(folder(database), "title: New")
    published = json.loads(run(database, "publish", "--json").stdout)
    assert [row["name"] for row in published["published"]] == ["main"]
    assert run(database, "rollback", "main").output.startswith("flow main: version 4 is live")
    rows = json.loads(run(database, "list", "--json").stdout)
    assert [(row["id"], row["kind"], row["live"]) for row in rows] == [
        (4, "flow", True),
        (3, "flow", False),
        (2, "flow", False),
        (1, "business", True),
    ]
    assert rows[0]["hash"] == rows[2]["hash"]
    assert run(database, "list").output.count("live") == 2


def test_what_was_rolled_back_does_not_come_back_by_itself(database: dict[str, str]) -> None:
    """A web that is started again publishes what is new, and only that."""
    write(folder(database), "title: Old")
    assert "flow main: version 2 is live" in run(database, "publish", "--new").output
    write(folder(database), "title: New")
    assert "flow main: version 3 is live" in run(database, "publish", "--new").output
    run(database, "rollback", "main")
    assert run(database, "publish", "--new").output == "Nothing is new in these files.\n"
    write(folder(database), "title: Newer")
    assert "flow main: version 5 is live" in run(database, "publish", "--new").output


def test_what_is_broken_does_not_go_live_and_the_last_good_one_answers(database: dict[str, str]) -> None:
    write(folder(database))
    run(database, "publish")
    write(folder(database), "start: persn")
    result = run(database, "publish")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert 'did you mean "person"?' in result.stderr
    assert "Nothing was published. Calls go on being answered by main (version 2 of " in result.stderr
    assert json.loads(run(database, "list", "--json").stdout)[0]["id"] == 2


def test_a_first_flow_that_is_broken_is_told_what_callers_hear(database: dict[str, str]) -> None:
    write(folder(database), "start: persn")
    assert "Nothing is live yet, so calls hear an apology." in run(database, "publish").stderr


def test_warnings_are_said_and_do_not_keep_it_back(database: dict[str, str]) -> None:
    write(folder(database), "allow: {}")
    result = run(database, "publish")
    assert result.exit_code == 0
    assert "F706" in result.stderr


def test_a_flow_whose_file_is_gone(database: dict[str, str]) -> None:
    write(folder(database), "", other="callflow: other\nnumbers: ['+12025550101']")
    run(database, "publish")
    (folder(database) / "other.yaml").unlink()
    assert "flow other: no longer live, its file is gone" in run(database, "publish").output


def test_a_card_goes_live_with_the_flows_and_goes_with_its_file(database: dict[str, str]) -> None:
    write(folder(database), "")
    card = folder(database) / "cards" / "hours.md"
    card.parent.mkdir()
    card.write_text("---\ntitle: {en: Our hours}\n---\n# en\nAll day.\n", encoding="utf-8")
    assert "card hours: version" in run(database, "publish").output
    assert "hours" not in run(database, "list").output
    card.unlink()
    assert "card hours: no longer live, its file is gone" in run(database, "publish").output


def test_what_is_not_there_is_3(database: dict[str, str], tmp_path: Path) -> None:
    assert run(database, "publish", tmp_path / "nowhere").exit_code == 3
    assert run(database, "rollback", "nobody").exit_code == 3


def test_what_cannot_come_back_is_1(database: dict[str, str]) -> None:
    write(folder(database))
    run(database, "publish")
    write(folder(database), "numbers: ['+12025550102']", other="callflow: other")
    run(database, "publish")
    result = run(database, "rollback", "main")
    assert result.exit_code == 1
    assert "Not rolled back: +12025550100 is answered by the flow other now." in result.stderr


def test_nothing_is_published_yet(database: dict[str, str]) -> None:
    assert "Next: ivr flows publish" in run(database, "list").stderr


def test_who_is_on_the_line_is_counted_by_version(database: dict[str, str]) -> None:
    write(folder(database), "title: Old")
    run(database, "publish")
    engine = make_engine(database["DATABASE_URL"])

    def ring(unit: Unit) -> None:
        for version in (2, 2, 1):
            samples.call(unit, samples.caller(unit), flow=version)
        samples.call(unit, samples.caller(unit), flow=2, state=CallState.ENDED, deadline=None, ended_at=unit.now)

    work(SqlStore(engine), ring)
    engine.dispose()
    write(folder(database), "title: New")
    assert run(database, "publish").output == (
        f"flow main: version 3 is live ({live_hash(database)})\ncalls in progress that end on version 2: 2\n"
    )
    assert "calls in progress that end on version 2: 2\n" in run(database, "rollback", "main").output
    back = json.loads(run(database, "rollback", "main", "--json").stdout)
    assert back["published"]["id"] == 5 and back["in_progress"] == {"2": 2}


def live_hash(database: dict[str, str]) -> str:
    rows = json.loads(run(database, "list", "--json").stdout)
    return next(str(row["hash"])[:8] for row in rows if row["live"] and row["kind"] == "flow")


def test_what_is_written_otherwise_only_is_no_new_version(database: dict[str, str]) -> None:
    write(folder(database), "title: Same")
    run(database, "publish")
    write(folder(database), "# a remark\ntitle:   Same\nx-note: ours")
    assert run(database, "publish").output == "Nothing has changed: what is live is what these files say.\n"
