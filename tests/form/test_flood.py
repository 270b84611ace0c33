"""Many strangers at once, and what is too large: neither takes a thread or a disk from those who answer calls."""

from __future__ import annotations

import threading
from io import BytesIO

import pytest

from ivr.form.pages import LARGEST
from ivr.form.stranger import NUMBERS, Places
from ivr.form.words import WORDS
from ivr.switchboard.rows import Agent, AgentState
from tests.api.worlds import NASRIN
from tests.form.conftest import Stranger


def test_a_flood_is_told_to_wait(stranger: Stranger) -> None:
    statuses = {stranger.app.test_client().get(stranger.path).status_code for _ in range(70)}
    assert statuses == {200, 429}


def test_nobody_tries_out_numbers_until_one_is_an_agents(stranger: Stranger) -> None:
    """A number that is never phoned gets another answer; who has asked of twenty gets none of that kind any more."""
    with stranger.parts.store.unit() as unit:
        unit.insert(Agent(0, "Asha", NASRIN, AgentState.AWAY, unit.now))
    stranger.opens()
    numbers = [f"+880171{n:07}" for n in range(NUMBERS)]
    assert {stranger.sends(number, address="198.51.100.7").status_code for number in numbers} == {200}
    answer = stranger.sends(NASRIN, address="198.51.100.7")
    assert answer.status_code == 429 and WORDS["en"]["never"] not in answer.text
    assert WORDS["en"]["never"] in stranger.sends(NASRIN, address="203.0.113.9").text


def test_who_finds_no_place_holds_no_thread() -> None:
    """One is inside and one waits to be next; a third is sent away while both are still there."""
    places, sent_away, entered = Places(1, waiting=1, patience=80), threading.Event(), threading.Event()

    def comes() -> None:
        with places.one() as free:
            (entered if free else sent_away).set()

    others = [threading.Thread(target=comes, daemon=True) for _ in range(2)]
    with places.one() as free:
        assert free
        for other in others:
            other.start()
        assert sent_away.wait(40) and not entered.is_set()
    assert entered.wait(40)
    for other in others:
        other.join(40)


@pytest.mark.parametrize("told", [True, False])
def test_what_is_too_large_is_not_read_whether_its_length_is_told_or_not(stranger: Stranger, told: bool) -> None:
    """A body in pieces tells no length; a file in it would lie on our disk."""
    stranger.opens()
    head = b'--x\r\nContent-Disposition: form-data; name="number"; filename="a"\r\n\r\n'
    sent = BytesIO(head + b"7" * 20 * LARGEST + b"\r\n--x--\r\n")
    length = {} if told else {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    answer = stranger.app.test_client().post(
        stranger.path, input_stream=sent, content_type="multipart/form-data; boundary=x", environ_overrides=length
    )
    assert answer.status_code == 413 and WORDS["en"]["gone"] in answer.text
    assert sent.tell() <= 4 * LARGEST
