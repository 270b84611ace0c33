"""The owner ties programs and forms to the installation: a secret shown once, a pause, a delivery sent again."""

from __future__ import annotations

import re

import pytest

from ivr.access import Role
from ivr.console.words import LANGUAGES
from ivr.switchboard.rows import Deed, Delivery, DeliveryState, Endpoint, Form
from tests.console.floor import Floor
from tests.console.pages import house
from tests.console.pages.forms import Reader

PAGE, TILL = "/settings/outside", "https://till.example/calls"
SECRET = re.compile(r'id="new-secret" value="(whsec_[^"]+)"')


def endpoints(floor: Floor) -> tuple[Endpoint, ...]:
    with floor.parts.store.reading() as unit:
        return unit.many(Endpoint)


def forms(floor: Floor) -> tuple[Form, ...]:
    with floor.parts.store.reading() as unit:
        return unit.many(Form)


def deeds(floor: Floor, subject: str) -> int:
    with floor.parts.store.reading() as unit:
        return sum(one.action == "edit webhooks" for one in unit.many(Deed, subject=subject))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_is_told_paused_and_told_again(floor: Floor, language: str) -> None:
    owner = Reader(floor, language=language)
    page = owner.does(PAGE, "/settings/endpoints", url=TILL, events=["call.ended", "callback.created"])
    secret = SECRET.search(page)
    assert secret and TILL in page and not SECRET.search(owner.sees(PAGE)), "once"
    (row,) = endpoints(floor)
    assert secret[1] not in row.secret and floor.parts.seal().open(row.secret) == secret[1]
    assert row.events == "call.ended callback.created"
    assert ("is paused" if language == "en" else "থামানো আছে") in owner.does(
        PAGE, f"/settings/endpoints/{row.public_id}/off"
    )
    assert not endpoints(floor)[0].live
    owner.does(PAGE, f"/settings/endpoints/{row.public_id}/on")
    assert endpoints(floor)[0].live and deeds(floor, f"endpoint {row.public_id}") == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"url": "http://till.example/"}, "It begins with https://"),
        ({"url": "https://clerk:word@till.example/"}, "It begins with https://"),
        ({"events": []}, "Choose at least one event"),
    ],
)
def test_what_is_wrong_with_a_program_is_said_beside_it(light_floor: Floor, given: dict[str, str], said: str) -> None:
    answer = Reader(light_floor).sends(PAGE, "/settings/endpoints", **{"url": TILL, "events": ["call.ended"], **given})
    assert answer.status_code == 422 and said in answer.text and given.get("url", TILL) in answer.text
    assert endpoints(light_floor) == ()


def test_what_was_told_is_listed_and_sent_again(floor: Floor) -> None:
    house.outside(floor)
    owner = Reader(floor)
    everything = owner.sees(PAGE)
    assert "k3v9k3v9" in everything and "p2w8p2w8" in everything
    failed = owner.sees(f"{PAGE}?state=failed")
    assert "k3v9k3v9" not in failed and "p2w8p2w8" in failed
    (id,) = re.findall("/settings/deliveries/([a-z0-9]+)/resend", failed)
    assert "sent again in a moment" in owner.does(PAGE, f"/settings/deliveries/{id}/resend")
    with floor.parts.store.reading() as unit:
        again = unit.one(Delivery, public_id=id)
    assert again and again.state is DeliveryState.WAITING


def test_a_form_is_made_with_what_to_paste_closed_and_opened(floor: Floor) -> None:
    owner = Reader(floor)
    page = owner.does(PAGE, "/settings/forms", name="front page", team="support", topic="orders",
                      origins="https://Shop.example/\nhttps://www.shop.example")  # fmt: skip
    (row,) = forms(floor)
    assert row.origins == "https://shop.example https://www.shop.example" and row.topic == "orders"
    assert '<iframe src="http' in page and f"/callback-form/{row.public_id}?lang=en" in page
    owner.does(PAGE, f"/settings/forms/{row.id}/off")
    assert not forms(floor)[0].live
    assert "is open" in owner.does(PAGE, f"/settings/forms/{row.id}/on")
    assert floor.app.test_client().get(f"/callback-form/{row.public_id}").status_code == 200
    assert deeds(floor, f"form {row.public_id}") == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "by which you know it again"),
        ({"name": "taken"}, "with this name already"),
        ({"origins": "https://shop.example/page"}, "without what follows it"),
        ({"team": "nobody"}, "no such team"),
        ({"topic": "weather"}, "no such topic"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_beside_it(light_floor: Floor, given: dict[str, str], said: str) -> None:
    owner = Reader(light_floor)
    owner.does(PAGE, "/settings/forms", name="taken", team="support", topic="", origins="")
    fields = {"name": "new", "team": "support", "topic": "", "origins": "", **given}
    answer = owner.sends(PAGE, "/settings/forms", **fields)
    assert answer.status_code == 422 and said in answer.text and len(forms(light_floor)) == 1


def test_a_supervisor_looks_and_changes_nothing(light_floor: Floor) -> None:
    house.outside(light_floor)
    reader = Reader(light_floor, Role.SUPERVISOR)
    page = reader.sees(PAGE)
    assert "till.example" in page and "Pause" not in page and "Send again" not in page and "Make a form" not in page
    id = endpoints(light_floor)[0].public_id
    for path in ("endpoints", f"endpoints/{id}/off", "deliveries/x/resend", "forms", "forms/1/off"):
        assert reader.posts(f"/settings/{path}").status_code == 403
    assert Reader(light_floor).posts(f"/settings/endpoints/{id}/sideways").status_code == 404
