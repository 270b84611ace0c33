"""One live edition per name; the former ones are kept, and can come back where they still fit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.authoring.publish import editions
from ivr.callflow.compiled import load_flow
from ivr.store.memory.store import MemoryStore
from ivr.switchboard import flows
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Published
from tests.authoring.shop import check

WORKSHOP = """teams:
  support: {title: {en: Support}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
  workshop: {title: {en: Workshop}, hours: shop, owner: {name: Kamal, number: "+8801812345678"}}
"""
TO_THE_WORKSHOP = "nodes:\n  person: {transfer: workshop, unanswered: promise}\n  promise: {callback: 30m}\n"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))


def publish(store: MemoryStore, folder: Path, flow: str | None = "", business: str = "", **more: str) -> list[str]:
    """Publishes a whole folder, and returns the names of what is new."""
    result = check(folder, flow, business, **more)
    offered = editions(result)
    names = []
    with store.unit() as unit:
        for it in offered:
            if flows.publish(unit, it.kind, it.name, it.hash, it.compiled):
                names.append(it.name)
        flows.retire(unit, [flow.name for flow in result.flows])
    for file in folder.iterdir():
        file.unlink()
    return names


def live(store: MemoryStore) -> dict[str, Published]:
    with store.reading() as unit:
        rows = [row for row in flows.history(unit) if row.live]
    assert len({row.name for row in rows}) == len(rows)
    return {row.name: row for row in rows}


def title(store: MemoryStore) -> str:
    return load_flow(live(store)["main"].compiled).title


def test_what_has_not_changed_is_not_published_again(store: MemoryStore, tmp_path: Path) -> None:
    assert publish(store, tmp_path) == ["business", "main"]
    assert publish(store, tmp_path) == []
    assert publish(store, tmp_path, "title: New") == ["main"]
    assert title(store) == "New"


def test_a_former_edition_is_kept_for_the_calls_that_began_on_it(store: MemoryStore, tmp_path: Path) -> None:
    publish(store, tmp_path, "title: Old")
    old = live(store)["main"]
    publish(store, tmp_path, "title: New")
    with store.reading() as unit:
        kept = unit.get(Published, old.id)
    assert kept is not None
    assert kept.compiled == old.compiled
    assert not kept.live


def test_a_flow_whose_file_is_gone_is_taken_off_the_line(store: MemoryStore, tmp_path: Path) -> None:
    publish(store, tmp_path, "", other="callflow: other\nnumbers: ['+12025550101']")
    publish(store, tmp_path)
    assert sorted(live(store)) == ["business", "main"]


def test_going_back_and_forth(store: MemoryStore, tmp_path: Path) -> None:
    for name in ("One", "Two", "Three"):
        publish(store, tmp_path, f"title: {name}")
    first = next(row for row in reversed(history(store)) if row.kind == "flow")
    work(store, lambda unit: flows.rollback(unit, "flow", "main"))
    assert title(store) == "Two"
    work(store, lambda unit: flows.rollback(unit, "flow", "main"))
    assert title(store) == "Three"
    work(store, lambda unit: flows.rollback(unit, "flow", "main", first.id))
    assert title(store) == "One"
    assert [row.id for row in history(store)] == sorted((row.id for row in history(store)), reverse=True)


def history(store: MemoryStore) -> tuple[Published, ...]:
    with store.reading() as unit:
        return flows.history(unit)


def test_there_is_nothing_to_go_back_to(store: MemoryStore, tmp_path: Path) -> None:
    publish(store, tmp_path)
    assert work(store, lambda unit: flows.rollback(unit, "flow", "main")) is None
    assert work(store, lambda unit: flows.rollback(unit, "flow", "nobody")) is None
    assert work(store, lambda unit: flows.rollback(unit, "flow", "main", 4711)) is None


def test_a_flow_does_not_come_back_to_a_team_that_is_gone(store: MemoryStore, tmp_path: Path) -> None:
    publish(store, tmp_path, TO_THE_WORKSHOP, WORKSHOP)
    publish(store, tmp_path)
    with pytest.raises(flows.Unfit, match="the team workshop"):
        work(store, lambda unit: flows.rollback(unit, "flow", "main"))
    assert load_flow(live(store)["main"].compiled).nodes["person"].team == "support"  # type: ignore[union-attr]


def test_the_business_does_not_lose_a_team_that_a_flow_asks_for(store: MemoryStore, tmp_path: Path) -> None:
    publish(store, tmp_path)
    publish(store, tmp_path, TO_THE_WORKSHOP, WORKSHOP)
    with pytest.raises(flows.Unfit, match="the team workshop"):
        work(store, lambda unit: flows.rollback(unit, "business", "business"))


def test_a_flow_does_not_come_back_to_a_number_that_another_has_now(store: MemoryStore, tmp_path: Path) -> None:
    publish(store, tmp_path)
    publish(store, tmp_path, "numbers: ['+12025550102']", other="callflow: other")
    with pytest.raises(flows.Unfit, match="the flow other"):
        work(store, lambda unit: flows.rollback(unit, "flow", "main"))


def test_what_was_taken_off_the_line_can_come_back(store: MemoryStore, tmp_path: Path) -> None:
    publish(store, tmp_path, "", other="callflow: other\nnumbers: ['+12025550101']")
    publish(store, tmp_path)
    work(store, lambda unit: flows.rollback(unit, "flow", "other"))
    assert "other" in live(store)


def test_a_voicemail_needs_its_team_too(store: MemoryStore, tmp_path: Path) -> None:
    message = "nodes:\n  person:\n    voicemail: {prompt: Speak., team: workshop, cannot: reach}\n"
    message += "  reach: {callback: 30m, team: support}\n"
    publish(store, tmp_path, message, WORKSHOP)
    publish(store, tmp_path)
    with store.unit() as unit, pytest.raises(flows.Unfit, match="asks for the team workshop"):
        flows.rollback(unit, flows.FLOW, "main")
