"""The wire to a PostgreSQL, which can be cut around a COMMIT: whoever sent it never learns whether it was done."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from sqlalchemy import make_url

CHUNK = 65536


class Wire:
    """Stands before the server, on a port of its own; goes on when the server has died and come back."""

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._cut_next: bool | None = None
        self.cuts = 0
        """Counted when the server is done with it."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """The same database, through here."""
        port = self._listener.getsockname()[1]
        return self._target.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)

    def cut_next_commit(self, done: bool) -> None:
        """The next COMMIT reaches the server, or does not; its answer never reaches whoever sent it."""
        self._cut_next = done

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = self._connect()
                except OSError:
                    near.close()
                    continue
                threading.Thread(target=self._ask, args=(near, far), daemon=True).start()
                threading.Thread(target=self._answer, args=(far, near), daemon=True).start()

    def _connect(self) -> socket.socket:
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{self._target.query['host']}/.s.PGSQL.{self._target.port or 5432}")
        return far

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while chunk := near.recv(CHUNK):
                if self._cut_next is not None and b"COMMIT" in chunk:
                    self._cut(near, far, chunk)
                    break
                far.sendall(chunk)
        _end(near, far)

    def _cut(self, near: socket.socket, far: socket.socket, chunk: bytes) -> None:
        done, self._cut_next = self._cut_next, None
        near.shutdown(socket.SHUT_RDWR)
        if done:
            far.sendall(chunk)
            far.shutdown(socket.SHUT_WR)
            while far.recv(CHUNK):  # until the server has done it, and let go
                pass
        self.cuts += 1

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while chunk := far.recv(CHUNK):
                near.sendall(chunk)
        _end(near, far)


def _end(*ends: socket.socket) -> None:
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
