"""The house by a program: teams and who is in them, cards, tasks, notes, accounts, and all that is kept of a caller."""

from __future__ import annotations

from typing import Any

from ivr.access import Action, Role
from ivr.callflow.card import Card, dump_card
from ivr.egress.sealing import is_sealed
from ivr.switchboard import agents, flows
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Deed, Endpoint, Task
from ivr.switchboard.sign_in import accounts
from ivr.switchboard.trail import OPERATOR
from tests.api.conftest import TOKEN, Program
from tests.api.worlds import NASRIN, SqlWorld, an_agent, asks_for_a_person, owed, served


def rows_of(program: Program, path: str, **query: Any) -> list[dict[str, Any]]:
    """What a list has."""
    answer = program.get(path, **query)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = (answer.json or {})["data"]
    return rows


def team(program: Program, name: str = "support") -> dict[str, Any]:
    return next(one for one in rows_of(program, "/teams") if one["name"] == name)


def deeds(program: Program) -> list[str]:
    """What the trail has of this program, the newest first."""
    ours = [one for one in rows_of(program, "/trail") if one["name"] == "shop"]
    return [f"{one['action']} {one['subject'].split()[0]}" for one in ours]


def test_a_team_says_who_is_in_it_and_how_many_wait_for_it(writer: Program) -> None:
    world = SqlWorld(writer.parts.store)
    an_agent(world)
    assert team(writer)["waiting"] == 0
    asks_for_a_person(world)
    world.run_for(2)
    there = team(writer)
    assert (there["open"], there["waiting"], there["agents"]) == (True, 1, ["Asha"])
    assert there["owner"] and there["title"] and there["hours"] == "shop"


def test_an_agent_joins_a_team_and_leaves_it_and_saying_it_twice_changes_nothing(writer: Program) -> None:
    agents.add(writer.parts.store, "Babul", "+12025550112", ())
    for _ in range(2):
        joined = writer.send("PUT", "/teams/support/agents/Babul")
        assert joined.status_code == 200 and (joined.json or {})["agents"] == ["Babul"]
    assert (writer.get("/agents/Babul").json or {})["teams"] == ["support"]
    for _ in range(2):
        assert (writer.send("DELETE", "/teams/support/agents/Babul").json or {})["agents"] == []
    assert deeds(writer) == [f"{Action.EDIT_TEAMS} agent"] * 2
    assert writer.send("PUT", "/teams/nobody/agents/Babul").status_code == 404
    assert writer.send("PUT", "/teams/support/agents/Nobody").status_code == 404


def test_duty_by_a_program_is_told_in_the_trail_and_rings_for_who_waits(writer: Program) -> None:
    agents.add(writer.parts.store, "Asha", "+12025550111", ("support",))
    assert (writer.get("/agents/Asha").json or {})["state"] == "away"
    changed = writer.send("PATCH", "/agents/Asha", {"state": "available"})
    assert (changed.json or {})["state"] == "available"
    assert deeds(writer) == [f"{Action.EDIT_TEAMS} agent"]
    assert writer.send("PATCH", "/agents/Nobody", {"state": "away"}).status_code == 404
    assert writer.get("/agents/Nobody").status_code == 404


def test_who_signs_in_is_shown_to_those_who_may_change_things_and_nothing_by_which_one_could(writer: Program) -> None:
    made = accounts.add(writer.parts.store, OPERATOR, "rahima@shop.example", "Rahima", Role.OWNER, "")
    assert not isinstance(made, accounts.Refused)
    (shown,) = rows_of(writer, "/accounts")
    assert (shown["email"], shown["role"], shown["ways"]) == ("rahima@shop.example", "owner", [])
    assert not {"password", "totp"} & shown.keys()


def test_a_card_is_read_in_every_language(writer: Program) -> None:
    card = Card({"en": "Warranty", "bn": "ওয়ারেন্টি"}, ("repairs",), {"en": "**One year.**", "bn": "এক বছর।"})
    work(writer.parts.store, lambda unit: flows.publish(unit, flows.CARD, "one_year", "hash", dump_card(card)))
    shown = writer.get("/cards/one_year").json or {}
    assert shown["topics"] == ["repairs"]
    assert {one["language"]: one["text"] for one in shown["texts"]} == {"en": "**One year.**", "bn": "এক বছর।"}
    assert "one_year" in [one["name"] for one in rows_of(writer, "/cards")]
    assert writer.get("/cards/nothing").status_code == 404


def test_a_task_is_done_once_and_by_whom_is_told(writer: Program) -> None:
    store = writer.parts.store
    rows = [Task(0, f"look {n}", "review", "Rahima", f"callback {n}", store.now(), store.now()) for n in range(3)]
    first, *_ = [work(store, lambda unit, row=row: unit.insert(row)) for row in rows]
    assert [one["subject"] for one in rows_of(writer, "/tasks", state="open")] == [
        "callback 2",
        "callback 1",
        "callback 0",
    ]
    for _ in range(2):
        done = writer.send("POST", f"/tasks/{first.id}/done")
        assert (done.json or {})["state"] == "done" and (done.json or {})["done_at"]
    assert [one["subject"] for one in rows_of(writer, "/tasks", state="done")] == ["callback 0"]
    assert deeds(writer) == [f"{Action.FINISH_TASK} task"]
    for nothing in ("4711", "x", "9" * 40):
        assert writer.send("POST", f"/tasks/{nothing}/done").status_code == 404
    page = writer.get("/tasks", limit=2).json or {}
    assert [one["subject"] for one in page["data"]] == ["callback 2", "callback 1"]
    assert len(rows_of(writer, "/tasks", limit=2, cursor=page["next_cursor"])) == 1


def test_notes_are_listed_of_everybody_of_a_caller_and_of_a_callback_and_one_is_withdrawn(writer: Program) -> None:
    owed(SqlWorld(writer.parts.store))
    (promise,) = rows_of(writer, "/callbacks")
    writer.send("POST", f"/callers/{NASRIN}/notes", {"text": "Rings from the shop."})
    about = writer.send("POST", f"/callbacks/{promise['id']}/notes", {"text": "Wants the receipt."}).json or {}
    newest, oldest = rows_of(writer, "/notes")
    assert (newest["text"], newest["callback"], newest["caller"]) == ("Wants the receipt.", promise["id"], NASRIN)
    assert (oldest["text"], oldest["callback"]) == ("Rings from the shop.", None)
    assert rows_of(writer, "/notes", caller="+12025550199") == []
    assert [one["id"] for one in rows_of(writer, f"/callbacks/{promise['id']}/notes")] == [about["id"]]
    for _ in range(2):
        gone = writer.send("POST", f"/notes/{about['id']}/withdraw").json or {}
        assert gone["text"] == "" and gone["withdrawn_at"]
    assert [one["text"] for one in rows_of(writer, "/notes")] == ["", "Rings from the shop."]
    assert writer.send("POST", "/notes/nothing/withdraw").status_code == 404
    assert writer.get("/callbacks/nothing/notes").status_code == 404


def test_all_that_is_kept_of_a_caller_goes_to_whom_it_may_and_that_it_went_is_told(writer: Program) -> None:
    served(SqlWorld(writer.parts.store))
    found = writer.get(f"/callers/{NASRIN}/export").json or {}
    assert [one["number"] for one in found["callers"]] == [NASRIN]
    assert len(found["calls"]) == 1 and found["transfers"] and found["turns"] and found["ledger"]
    with writer.parts.store.reading() as unit:
        (deed,) = unit.many(Deed, subject=f"caller {found['callers'][0]['id']}")
    assert (deed.action, deed.name) == (Action.EXPORT_CALLER, "shop")
    assert writer.get("/callers/+12025550199/export").status_code == 404


def test_the_secret_of_a_webhook_is_shown_once_and_kept_sealed(writer: Program) -> None:
    made = writer.send("POST", "/webhooks", {"url": "https://shop.example/phone"}).json or {}
    with writer.parts.store.reading() as unit:
        (row,) = unit.many(Endpoint)
    assert is_sealed(row.secret) and made["secret"] not in row.secret
    assert writer.parts.seal().open(row.secret) == made["secret"]
    assert made["secret"] not in writer.get("/webhooks").text


def test_reading_of_callers_as_a_whole_needs_a_token_that_may_write(program: Program) -> None:
    for path in (f"/callers/{NASRIN}/export", "/accounts", "/trail"):
        assert program.get(path, token=TOKEN).status_code == 403
