"""Where a request goes: hosts that are known, that are to be filled in, or that only the call decided on."""

import pytest

from tests.authoring.studio.flows import Json, agents, fates, gather, imported, note, row, widget


def ask(url: str, **properties: object) -> Json:
    known: Json = {"method": "GET", "url": url, **properties}
    return widget("ask", "make-http-request", known, success="desk", failed="desk")


@pytest.mark.parametrize(
    ("url", "becomes"),
    [
        ("https://YOUR_DOMAIN/orders?of={{From}}", "https://domain.example/orders?of={caller.number}"),
        ("{{ORDERS_URL}}", "https://orders.example/"),
        ("", "https://host.example/"),
        ("https://${domain}/a", "https://domain.example/a"),
    ],
)
def test_a_host_that_was_never_filled_in_is_a_setting(url: str, becomes: str) -> None:
    made = imported(ask(url), agents("desk"))
    assert fates(made)["ask"] == "translated" and f'url: "{becomes}"' in made.flow
    assert row(made, "ask").settings and made.business and "hosts: [" in made.business


def test_a_host_that_is_set_once_is_that_host() -> None:
    made = imported(note("begin", "ask", host="shop.example"), ask("https://{{flow.variables.host}}/a"), agents("desk"))
    assert fates(made)["ask"] == "translated" and 'url: "https://shop.example/a"' in made.flow


def test_a_host_that_the_call_decided_on_is_adapted_and_what_comes_after_it_is_kept() -> None:
    which = gather("which", "Which shop?", {"number_of_digits": 4}, keypress="ask")
    made = imported(which, ask("https://{{widgets.which.Digits}}.shop.example/a"), agents("desk"))
    assert fates(made)["ask"] == "adapted" and fates(made)["desk"] == "translated"
    assert "only known during the call" in row(made, "ask").differs[0]


def test_a_secret_that_stands_in_the_flow_goes_no_further() -> None:
    sent = [{"key": "auth", "value": "s3cr3t-in-a-form"}, {"key": "order", "value": "7"}]
    made = imported(ask("https://shop.example/a?api_token=s3cr3t-in-a-link&b=2", parameters=sent), agents("desk"))
    assert "s3cr3t" not in made.flow and 'url: "https://shop.example/a?b=2"' in made.flow and 'order: "7"' in made.flow
    assert {what.split(" was ")[0] for what in row(made, "ask").differs} == {"api_token", "auth"}
