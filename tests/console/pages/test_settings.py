"""The page of settings: what waits for a person, what is fit, what is live, which programs come in; no secret shows."""

from __future__ import annotations

import re

import pytest

from ivr.access import Role
from ivr.console.words import LANGUAGES
from ivr.store.sql import schema
from ivr.switchboard import flows
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Deed, Published, Scope, Task
from ivr.switchboard.sign_in import tokens
from tests.console.floor import Floor
from tests.console.pages.forms import Reader

TOKEN = re.compile(r'id="new-token" value="([^"]+)"')


def task(floor: Floor, reason: str = "exhausted", subject: str = "callback k3v9k3v9k3v9k3v9") -> Task:
    def act(unit: object) -> Task:
        return unit.insert(Task(0, f"{reason}:{subject}", reason, "Rahima Begum", subject, unit.now, unit.now))  # type: ignore[attr-defined, no-any-return]

    return work(floor.parts.store, act)


def deeds(floor: Floor, subject: str) -> list[str]:
    with floor.parts.store.reading() as unit:
        return [one.action for one in unit.many(Deed, subject=subject)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_on_either_database(floor: Floor, language: str) -> None:
    task(floor)
    page = Reader(floor, language=language).sees("/settings")
    for said in (
        "DATABASE_URL",
        "business.yaml",
        "Meghna Electronics",
        "python -m ivr doctor",
        "/callbacks/k3v9k3v9k3v9k3v9",
    ):
        assert said in page, said
    assert "Reach them yourself" in page if language == "en" else "নিজেই যোগাযোগ" in page
    for secret in ("b" * 32, floor.parts.settings.database_url):
        assert secret not in page


def test_what_the_checks_say_is_said_in_the_readers_language(floor: Floor) -> None:
    english, bengali = (Reader(floor, language=language).sees("/settings") for language in ("en", "bn"))
    never = "একবারও চলেনি"
    assert '<span lang="en">none has ever run</span>' in english and "see whether python -m ivr sweep runs" in english
    assert f'<span lang="bn">{never}</span> → <span lang="bn">python -m ivr sweep চলছে কি না দেখুন</span>' in bengali
    assert "২ সেকেন্ডের মধ্যে মেলে" in bengali, "numbers in the reader's digits"
    said = re.findall(r'class="quiet"><span lang="en">([^<]*)</span>', bengali)
    assert said == [floor.parts.store.engine.dialect.name, schema.HEAD], "names are names"


def test_a_task_is_done_and_comes_from_the_page(floor: Floor) -> None:
    one, reader = task(floor), Reader(floor, Role.SUPERVISOR)
    page = reader.does("/settings", f"/settings/tasks/{one.id}/done")
    assert "nobody has to do anything" in page and deeds(floor, f"task {one.id}") == ["finish task"]
    assert "was done already" in reader.sees(reader.posts(f"/settings/tasks/{one.id}/done").headers["Location"])


def test_a_task_of_a_kind_that_we_have_no_words_for_is_shown(light_floor: Floor) -> None:
    task(light_floor, "meteor", "12:00 UTC")
    assert "meteor" in Reader(light_floor).sees("/settings")


def test_a_token_is_shown_once_and_counts_until_it_is_revoked(floor: Floor) -> None:
    owner = Reader(floor)
    page = owner.does("/settings", "/settings/tokens", name="till", scope="write", days="৯০")
    text = TOKEN.search(page)
    assert text and not TOKEN.search(owner.sees("/settings")), "once"
    with floor.parts.store.reading() as unit:
        held = tokens.holder(unit, tokens.hashed(text[1]))
    assert held is not None and held.scope is Scope.WRITE and held.expires_at is not None
    answer = owner.sends("/settings", "/settings/tokens", name="till", scope="read", days="")
    assert answer.status_code == 422 and "in use" in answer.text
    owner.does("/settings", "/settings/tokens/revoke")
    with floor.parts.store.reading() as unit:
        assert tokens.holder(unit, tokens.hashed(text[1])) is None
    assert deeds(floor, "token till") == ["edit tokens"] * 2


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("days", "soon"), ("days", "0"), ("days", "9999")])
def test_what_is_wrong_with_a_token_is_said_beside_it(light_floor: Floor, field: str, value: str) -> None:
    given = {"name": "till", "scope": "read", "days": "30", field: value}
    answer = Reader(light_floor).sends("/settings", "/settings/tokens", **given)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text and "TOKEN" in answer.text
    with light_floor.parts.store.reading() as unit:
        assert tokens.every(unit) == ()


def test_a_former_call_flow_is_made_live_and_one_that_does_not_fit_is_not(floor: Floor) -> None:
    store = floor.parts.store
    with store.reading() as unit:
        flow = next(row for row in unit.many(Published, live=True) if row.kind == flows.FLOW)
    work(store, lambda unit: flows.publish(unit, flows.FLOW, flow.name, "f" * 64, flow.compiled))
    owner = Reader(floor)
    page = owner.does("/settings", f"/settings/flows/{flow.id}/live")
    assert "answers as it did then" in page and deeds(floor, f"flow {flow.name}") == ["roll back flow"]
    with store.reading() as unit:
        live = flows.live_edition(unit, flows.FLOW, flow.name)
    assert live is not None and live.hash == flow.hash
    assert owner.posts("/settings/flows/999/live").status_code == 303
    other = work(store, lambda unit: flows.publish(unit, flows.FLOW, "other", "e" * 64, flow.compiled))
    work(store, lambda unit: flows.retire(unit, [flow.name]))
    assert other is not None
    answer = owner.posts(f"/settings/flows/{other.id}/live")
    assert answer.status_code == 422 and "does not fit" in answer.text


@pytest.mark.parametrize("role", (Role.SUPERVISOR, Role.AGENT, Role.VIEWER))
def test_others_hand_out_nothing(light_floor: Floor, role: Role) -> None:
    reader = Reader(light_floor, role)
    page = reader.sees("/settings", 200 if role is Role.SUPERVISOR else 403)
    assert "Make a token" not in page
    for path in ("/settings/tokens", "/settings/tokens/revoke", "/settings/flows/1/live"):
        assert reader.posts(path, name="x", scope="write").status_code == 403
