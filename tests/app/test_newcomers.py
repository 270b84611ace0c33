"""Nobody new reaches a socket that is about to be closed; who has reached it is there."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from ivr.app.newcomers import keep_away

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nobody is kept away elsewhere")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that listens."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_whoever_has_come_is_served_and_nobody_comes_any_more(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()) as guest:
        assert keep_away(listener)
        with pytest.raises(TimeoutError):
            socket.create_connection(listener.getsockname(), timeout=0.2)
        guest.sendall(b"am I heard?")
        inside, _ = listener.accept()
        with inside:
            assert inside.recv(64) == b"am I heard?"
            inside.sendall(b"yes")
        assert guest.recv(64) == b"yes"
    listener.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_newcomer_is_refused_as_soon_as_the_socket_is_closed(listener: socket.socket) -> None:
    assert keep_away(listener)
    threading.Timer(0.1, listener.close).start()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(listener.getsockname(), timeout=30)


def test_a_socket_of_files_is_left_as_it_is() -> None:
    with socket.socket(socket.AF_UNIX) as other:
        assert not keep_away(other)
