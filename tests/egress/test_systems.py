"""Asking a business's own system, over real https: what it is told, and what any misbehaviour of it comes to."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ivr.callflow.looking_up import Inquiry, Reply
from ivr.egress.systems import HttpsSystems
from tests.egress.far_end import FarEnd, drips, far_end, says, trust
from tests.quickest import quickest

SECRETS = {"SHOP_TOKEN": "s3cret-of-the-shop"}


@pytest.fixture
def shop() -> Iterator[FarEnd]:
    with far_end() as end:
        yield end


def at_home() -> HttpsSystems:
    """Reaches this machine, whatever the name of the host."""
    return HttpsSystems(lambda: ("shop.example",), SECRETS.get, lambda host, port: ["127.0.0.1"], trust())


def inquiry(shop: FarEnd, path: str = "/orders/7", **more: object) -> Inquiry:
    return replace(Inquiry("get", shop.url(path), {}, "", 1.0, "k3v9-2"), **more)


def test_a_get_carries_its_query_the_secret_and_a_key_of_its_own(shop: FarEnd) -> None:
    shop.answers = says({"order": {"status": "sent"}})
    reply = at_home().ask(inquiry(shop, send={"phone": "+8801712345678", "x": "a&b"}, secret="SHOP_TOKEN"))
    assert reply.status == 200 and json.loads(reply.body) == {"order": {"status": "sent"}}
    (asked,) = shop.asked
    assert (asked.method, asked.path) == ("GET", "/orders/7?phone=%2B8801712345678&x=a%26b")
    assert asked.headers["Authorization"] == "Bearer s3cret-of-the-shop"
    assert asked.headers["Idempotency-Key"] == "k3v9-2" and asked.headers["Host"].startswith("shop.example")


def test_a_post_carries_json(shop: FarEnd) -> None:
    at_home().ask(inquiry(shop, method="post", send={"phone": "+1", "words": "বাংলা"}))
    (asked,) = shop.asked
    assert (asked.method, json.loads(asked.body)) == ("POST", {"phone": "+1", "words": "বাংলা"})
    assert asked.headers["Content-Type"] == "application/json" and "Authorization" not in asked.headers


def test_a_form_is_posted_as_browsers_do_it(shop: FarEnd) -> None:
    at_home().ask(inquiry(shop, method="form", send={"phone": "+1", "words": "a&b"}))
    (asked,) = shop.asked
    assert (asked.method, asked.path, bytes(asked.body)) == ("POST", "/orders/7", b"phone=%2B1&words=a%26b")
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("status", [201, 302, 404, 500])
def test_a_status_comes_back_and_a_redirect_is_not_followed(shop: FarEnd, status: int) -> None:
    shop.answers = says(b"", status, Location=shop.url("/elsewhere"))
    assert at_home().ask(inquiry(shop)).status == status
    assert [asked.path for asked in shop.asked] == ["/orders/7"]


def test_a_long_answer_is_none(shop: FarEnd) -> None:
    shop.answers = says(b"x" * 70_000)
    assert at_home().ask(inquiry(shop)) == Reply(0)


@pytest.mark.parametrize("slow", [lambda it: time.sleep(3), drips])
def test_nobody_waits_longer_than_was_said(shop: FarEnd, slow) -> None:
    shop.answers = slow
    replies = []
    assert quickest(1.2, lambda: replies.append(at_home().ask(inquiry(shop, seconds=0.4)))) < 1.2
    assert set(replies) == {Reply(0)}


def test_a_resolver_that_hangs_costs_no_more(shop: FarEnd) -> None:
    def hangs(host: str, port: int) -> list[str]:
        time.sleep(1.5)
        return ["127.0.0.1"]

    systems = HttpsSystems(lambda: ("shop.example",), SECRETS.get, hangs, trust())
    replies = []
    assert quickest(1.0, lambda: replies.append(systems.ask(inquiry(shop, seconds=0.3)))) < 1.0
    assert set(replies) == {Reply(0)}


def test_a_machine_that_is_not_that_host_is_told_nothing(shop: FarEnd) -> None:
    systems = HttpsSystems(lambda: ("bank.example",), SECRETS.get, lambda host, port: ["127.0.0.1"], trust())
    url = shop.url().replace("shop", "bank")
    assert systems.ask(inquiry(shop, url=url, secret="SHOP_TOKEN")) == Reply(0)
    assert shop.asked == []


def test_without_the_constructors_leave_this_machine_is_never_asked(shop: FarEnd) -> None:
    systems = HttpsSystems(lambda: ("shop.example",), SECRETS.get, lambda host, port: ["127.0.0.1"])
    assert systems.ask(inquiry(shop)) == Reply(0) and shop.asked == []


def test_a_proxy_of_the_environment_is_not_asked(shop: FarEnd, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert at_home().ask(inquiry(shop)).status == 200


def test_a_secret_that_is_not_set_asks_nobody_and_none_is_in_the_log(
    shop: FarEnd, caplog: pytest.LogCaptureFixture
) -> None:
    shop.answers = says(b"", 500)
    with caplog.at_level(logging.DEBUG):
        assert at_home().ask(inquiry(shop, secret="OTHER")) == Reply(0)
        at_home().ask(inquiry(shop, "/orders/918270", secret="SHOP_TOKEN"))
        at_home().ask(inquiry(shop, url="https://evil.example/918270"))
    assert len(shop.asked) == 1 and "OTHER" in caplog.text
    assert "s3cret" not in caplog.text and "918270" not in caplog.text


def test_nobody_at_the_other_end(shop: FarEnd) -> None:
    assert at_home().ask(inquiry(shop, url="https://shop.example:1/")) == Reply(0)
