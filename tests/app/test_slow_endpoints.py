"""Beside the sweep: an endpoint that takes its time takes nobody else's, and who tells them ends with the process."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from ivr.app.outgoing import EACH, Outgoing, attempt, telling
from ivr.egress import signing
from ivr.egress.post import Poster
from ivr.switchboard.outside import endpoints
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.trail import OPERATOR
from tests.app.installations import installation
from tests.egress.far_end import far_end, says, trust
from tests.store import samples

PATIENCE = 10.0


def test_one_that_answers_nothing_keeps_no_other_waiting(database_url: str, tmp_path: Path) -> None:
    parts, open_again = installation(database_url, tmp_path), threading.Event()
    with far_end() as end:

        def answers(it: BaseHTTPRequestHandler) -> None:
            if it.path == "/slow":
                open_again.wait(PATIENCE)
            says({})(it)

        end.answers = answers
        for path in ("/slow", "/quick"):
            url = end.url(path)
            assert endpoints.add(parts.store, OPERATOR, url, signing.new_secret(), ("callback.created",), 0)
        outgoing = Outgoing(parts.store, parts.seal(), Poster(lambda host, port: ["127.0.0.1"], trust()))
        slow: list[threading.Thread] = []
        for _ in range(EACH + 2):
            with parts.store.unit() as unit:
                samples.callback_row(unit, samples.caller(unit))
            begun = outgoing.begin()
            for sender in begun:
                sender.join(0.5)
            slow += [sender for sender in begun if sender.is_alive()]
        heard = [one.path for one in end.asked]
        assert heard.count("/quick") == EACH + 2 and heard.count("/slow") == EACH == len(slow)
        open_again.set()
        for sender in slow:
            sender.join(PATIENCE)
        outgoing.once()
        assert [one.path for one in end.asked].count("/slow") == EACH + 2
    parts.store.engine.dispose()


def test_it_runs_by_itself_until_the_sweep_ends(database_url: str, tmp_path: Path) -> None:
    parts, heard = installation(database_url, tmp_path, SWEEP_SECONDS="0.2"), threading.Event()
    with far_end() as end:

        def answers(it: BaseHTTPRequestHandler) -> None:
            heard.set()
            says({})(it)

        end.answers = answers
        endpoints.add(parts.store, OPERATOR, end.url(), signing.new_secret(), ("callback.created",), 0)
        with parts.store.unit() as unit:
            samples.callback_row(unit, samples.caller(unit))
        with telling(parts, Outgoing(parts.store, parts.seal(), Poster(lambda host, port: ["127.0.0.1"], trust()))):
            assert heard.wait(PATIENCE)
    parts.store.engine.dispose()


def test_what_breaks_is_tried_again_at_the_next_pass() -> None:
    def away() -> None:
        raise Unreachable("gone")

    def broken() -> None:
        raise ValueError("a bug")

    attempt(away)
    attempt(broken)
