"""Single sign-on: a provider vouches for an address that has an account here; whatever else it says lets nobody in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from joserfc.jwk import RSAKey

from ivr.access import Role
from tests.console.accounts.people import Someone, account
from tests.console.accounts.provider import Provider, query, serving
from tests.console.floor import Floor


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with serving() as made:
        yield made


@pytest.fixture
def floor(sqlite_url: str, tmp_path: Path, provider: Provider) -> Iterator[Floor]:
    provider.claims, provider.key = {}, provider.known
    more = {"OIDC_ISSUER": provider.url, "OIDC_CLIENT_ID": "us", "OIDC_CLIENT_SECRET": "between us"}
    made = Floor(sqlite_url, tmp_path / "var", **more)
    yield made
    made.close()


def by_provider(someone: Someone, onward: str = "/account") -> Any:
    """The way there and back, as a browser goes it."""
    away = someone.get(f"/sign-in/provider?next={onward}").headers["Location"]
    home = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    return someone.get(home.removeprefix("http://127.0.0.1:8000"))


def test_who_has_an_account_comes_in(floor: Floor, provider: Provider) -> None:
    who = floor.add(Role.AGENT)
    provider.claims = {"email": who.email.upper()}
    someone = Someone(floor)
    assert "/sign-in/provider" in someone.get("/sign-in").text
    answer = by_provider(someone)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account") and someone.is_in()


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@shop.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
        {"nonce": "another"},
        {"aud": "somebody else"},
        {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 3600},
        {"email": "agent1@shop.example\nx"},
    ],
)
def test_nobody_else_does(floor: Floor, provider: Provider, claims: dict[str, Any]) -> None:
    who = floor.add(Role.AGENT)
    provider.claims = {"email": who.email, **claims}
    someone = Someone(floor)
    assert by_provider(someone).status_code == 422 and not someone.is_in()


def test_a_key_that_is_not_the_providers(floor: Floor, provider: Provider) -> None:
    provider.claims = {"email": floor.add(Role.AGENT).email}
    provider.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
    someone = Someone(floor)
    assert by_provider(someone).status_code == 422 and not someone.is_in()


def test_somebody_elses_way_back_is_no_way_in(floor: Floor, provider: Provider) -> None:
    """A browser that was sent to the way back by a page elsewhere began nothing."""
    provider.claims = {"email": floor.add(Role.AGENT).email}
    away = Someone(floor).get("/sign-in/provider").headers["Location"]
    home = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    victim = Someone(floor)
    assert victim.get(home.removeprefix("http://127.0.0.1:8000")).status_code == 422 and not victim.is_in()
    assert victim.get("/sign-in/provider/back?error=access_denied&state=x").status_code == 422
    assert {"state", "nonce", "code_challenge"} <= set(query(away))


def test_who_is_switched_off_or_has_a_second_factor(floor: Floor, provider: Provider) -> None:
    off = account(floor, active=False)
    provider.claims = {"email": off.email}
    assert by_provider(Someone(floor)).status_code == 422
    careful = account(floor, totp="{}")
    provider.claims = {"email": careful.email}
    someone = Someone(floor)
    assert by_provider(someone).headers["Location"] == "/sign-in/code" and not someone.is_in()


def test_without_a_provider_there_is_no_such_way(light_floor: Floor) -> None:
    someone = Someone(light_floor)
    assert "/sign-in/provider" not in someone.get("/sign-in").text
    assert someone.get("/sign-in/provider").status_code == someone.get("/sign-in/provider/back").status_code == 404


def test_a_provider_that_is_away_is_said_in_words(sqlite_url: str, tmp_path: Path) -> None:
    more = {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "us", "OIDC_CLIENT_SECRET": "between us"}
    floor = Floor(sqlite_url, tmp_path / "var", **more)
    assert Someone(floor).get("/sign-in/provider").status_code == 422
    floor.close()
