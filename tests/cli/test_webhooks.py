"""`webhooks`: a secret that is shown once, endpoints off and on, the log of what was told, and sending again."""

from __future__ import annotations

from standardwebhooks import Webhook

from ivr.store import outbox
from ivr.switchboard.outside import deliveries, endpoints
from ivr.switchboard.rows import Endpoint
from ivr.switchboard.trail import OPERATOR
from tests.api.worlds import SqlWorld, owed
from tests.cli.running import Shell


def test_a_secret_is_shown_once_and_signs(shell: Shell) -> None:
    made = shell("webhooks", "add", "https://shop.example/heard", "--event", "callback.settled")
    secret = made.out.strip()
    assert made.code == 0 and secret.startswith("whsec_") and secret not in made.err and Webhook(secret)
    listed = shell("webhooks", "list")
    assert "https://shop.example/heard" in listed.out and secret not in listed.out
    (row,) = shell("webhooks", "list", "--json").json()
    assert row["events"] == ["callback.settled"] and "secret" not in row


def test_an_address_that_nobody_may_ask_is_refused_at_once(shell: Shell) -> None:
    for url in ("http://shop.example/", "https://shop.example:8443/", "https://me@shop.example/", "shop.example", ""):
        made = shell("webhooks", "add", url)
        assert made.code == 2 and not made.out, url
    assert shell("webhooks", "add", "https://shop.example/", "--event", "call.lost").code == 2


def test_an_endpoint_is_switched_off_and_on(shell: Shell) -> None:
    id = shell("webhooks", "add", "https://shop.example/", "--json").json()["id"]
    assert shell("webhooks", "off", id).code == 0
    (row,) = shell("webhooks", "list", "--json").json()
    assert (row["live"], row["why_off"]) == (False, "owner")
    assert shell("webhooks", "on", id).code == 0
    assert shell("webhooks", "list", "--json").json()[0]["live"] is True
    assert shell("webhooks", "off", "nothing").code == 3


def test_at_most_so_many_listen(shell: Shell, world: SqlWorld) -> None:
    for n in range(endpoints.MOST):
        assert endpoints.add(world.store, OPERATOR, f"https://shop.example/{n}", "whsec_x", (), 0) is not None
    assert shell("webhooks", "add", "https://shop.example/more").code == 1


def test_what_was_told_is_in_the_log_and_can_be_sent_again(shell: Shell, world: SqlWorld) -> None:
    shell("webhooks", "add", "https://shop.example/", "--event", "callback.created")
    assert shell("webhooks", "log").code == 0
    with world.store.reading() as unit:
        (endpoint,) = unit.many(Endpoint)
    owed(world)
    with world.store.reading() as unit:
        lines = outbox.lines(unit, endpoint.line, 1000)
    assert deliveries.make(world.store, endpoint.id, endpoint.line, lines) == 1
    (row,) = shell("webhooks", "log", "--json").json()
    assert (row["event"], row["state"], row["tries"]) == ("callback.created", "waiting", 0)
    assert row["id"] in shell("webhooks", "log", "--state", "waiting").out
    assert shell("webhooks", "resend", row["id"]).code == 0
    assert shell("webhooks", "resend", "nothing").code == 3
