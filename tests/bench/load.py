"""Signed requests over several connections at once, and what they cost the server's processes.

Requests are bytes before the clock starts, and answers are hardly read: on the cores that we share with the server, a
costly caller would make a costly server look cheap.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.bench.sides import Side

PATIENCE = 20


@dataclass(frozen=True)
class Block:
    """One block of one side; CPU is user and system time of its processes, per request, the database's apart."""

    rps: float
    cpu_ms: float
    store_ms: float
    p50_ms: float
    p99_ms: float

    @property
    def all_ms(self) -> float:
        """Both processor times."""
        return self.cpu_ms + self.store_ms


def measure(side: Side, requests: int, connections: int, expect: bytes = b"") -> Block:
    """Sends so many requests, shared by so many connections; each answer must hold `expect`."""
    prepared = [side.prepare(requests // connections) for _ in range(connections)]
    seconds: list[float] = []
    sends = [lambda calls=calls: send(side.port, calls, seconds, expect or side.expect) for calls in prepared]
    web, store, began = cpu(side.pids()), cpu(side.store()), time.perf_counter()
    together(sends)
    took = time.perf_counter() - began
    web, store = cpu(side.pids()) - web, cpu(side.store()) - store
    count = len(seconds)
    return Block(count / took, web / count * 1e3, store / count * 1e3, at(seconds, 0.5) * 1e3, at(seconds, 0.99) * 1e3)


def together(acts: Sequence[Callable[[], None]]) -> None:
    """Each in a thread of its own; what one of them raises is raised."""
    faults: list[BaseException] = []

    def guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(act,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def send(port: int, calls: Iterable[bytes], seconds: list[float], expect: bytes) -> None:
    """One after the other, over one connection where the server keeps it; notes how long each took."""
    line = None
    for call in calls:
        began = time.perf_counter()
        line = line or connected(port)
        answer = ask(line, call)
        seconds.append(time.perf_counter() - began)
        if not answer.startswith(b"HTTP/1.1 200") or expect not in answer:
            raise RuntimeError(f"{call[:120]!r}: {answer[-300:]!r}")
        if b"\r\nConnection: close" in answer:
            line = line.close()
    if line:
        line.close()


def connected(port: int) -> socket.socket:
    """A connection that sends at once what it is given."""
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def ask(line: socket.socket, call: bytes) -> bytes:
    """Sends one request and reads its whole answer."""
    line.sendall(call)
    answer = line.recv(65536)
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer = _more(line, answer)
    length = answer.lower().partition(b"content-length:")[2].partition(b"\r")[0]
    while len(answer) < end + 4 + int(length or 0):  # what has no content says no length
        answer = _more(line, answer)
    return answer


def _more(line: socket.socket, answer: bytes) -> bytes:
    if not (more := line.recv(65536)):
        raise ConnectionError(f"the server hung up: {answer[-300:]!r}")
    return answer + more


def at(values: Sequence[float], share: float) -> float:
    """A percentile."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def cpu(pids: Iterable[int]) -> float:
    """Seconds of processor time of these processes, to the nanosecond: Linux names a clock after each."""
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)
