"""What is told to a program of the business's takes its time and no longer, whoever listens there."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler

from ivr.egress.post import Posted, Poster
from tests.egress.far_end import far_end, says, trust


def post(url: str, patience: float = 30.0) -> Posted:
    return Poster(lambda host, port: ["127.0.0.1"], trust()).post(url, {"webhook-id": "x"}, b"{}", patience)


def test_it_is_heard_or_not_by_its_status() -> None:
    with far_end() as end:
        end.answers = says({}, 204)
        assert post(end.url()).heard
        end.answers = says({}, 302, Location=end.url("/elsewhere"))
        assert not post(end.url()).heard
        assert [one.path for one in end.asked] == ["/", "/"]


def test_a_letter_now_and_then_for_ever_is_given_up() -> None:
    """Each letter is in time; all of them are not."""
    given_up, outlasted = threading.Event(), threading.Event()

    def drips(it: BaseHTTPRequestHandler) -> None:
        for _ in range(200):
            it.wfile.write(b"H")
            if given_up.wait(0.1):
                return
        outlasted.set()

    with far_end() as end:
        end.answers = drips
        posted = post(end.url(), patience=0.5)
        given_up.set()
    assert posted.status is None and posted.fault
    assert not outlasted.is_set()
