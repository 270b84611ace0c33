"""A knock is heard or not, in time, and goes nowhere else."""

from __future__ import annotations

import socket

import pytest

from ivr.egress.knock import knock
from tests.app.watcher import watching
from tests.quickest import quickest


def test_it_is_heard_with_its_path_and_its_query() -> None:
    with watching() as watcher:
        assert knock(f"{watcher.url}/push/k3v9?status=up") == ""
        assert watcher.asked == ["/push/k3v9?status=up"]


@pytest.mark.parametrize("status", [204, 299])
def test_any_success_is_good(status: int) -> None:
    with watching() as watcher:
        watcher.answer = status
        assert knock(watcher.url) == ""


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_refusal_is_told_by_its_number(status: int) -> None:
    with watching() as watcher:
        watcher.answer = status
        assert knock(watcher.url) == f"HTTP {status}"


def test_nobody_is_sent_elsewhere() -> None:
    with watching() as watcher, watching() as elsewhere:
        watcher.answer, watcher.location = 302, f"{elsewhere.url}/metadata"
        assert knock(watcher.url) == "HTTP 302"
        assert elsewhere.asked == []


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with watching() as watcher, watching() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        assert knock(watcher.url) == ""
        assert proxy.asked == []


def test_who_says_nothing_is_given_up_in_time() -> None:
    with watching() as watcher:
        watcher.speaks.clear()
        said = set()
        assert quickest(2.0, lambda: said.add(knock(watcher.url, (0.2, 0.2)))) < 2.0
        assert said == {"ReadTimeout"}


def test_nobody_there_is_told_without_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert knock(f"http://127.0.0.1:{port}/hunter2") == "ConnectionError"
    assert "hunter2" not in knock("http://[hunter2]:99999/")
