"""Signed requests over several connections at once, and what they cost the server's processes."""

from __future__ import annotations

import http.client
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.sides import Side


@dataclass(frozen=True)
class Block:
    """One block of one side; CPU is user and system time of all its processes, per request."""

    rps: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float


def measure(side: Side, requests: int, connections: int) -> Block:
    """Sends so many requests, shared by so many connections."""
    prepared = [side.prepare(requests // connections, index) for index in range(connections)]
    seconds: list[float] = []
    threads = [threading.Thread(target=_send, args=(side.port, calls, seconds)) for calls in prepared]
    cpu, began = _cpu(side.pids()), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, spent = time.perf_counter() - began, _cpu(side.pids()) - cpu
    ranked = sorted(seconds)
    return Block(
        len(ranked) / took,
        spent / len(ranked) * 1000,
        ranked[len(ranked) // 2] * 1000,
        ranked[int(len(ranked) * 0.99)] * 1000,
    )


def _send(port: int, calls: list[tuple[str, dict[str, str], str]], seconds: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for path, form, signature in calls:
        began = time.perf_counter()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        connection.request("POST", path, urlencode(form), headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200 or b"<Response" not in body:
            raise RuntimeError(f"{path}: {response.status} {body[:200]!r}")
        seconds.append(time.perf_counter() - began)
    connection.close()


def _cpu(pids: list[int]) -> float:
    """Seconds of processor time of these processes."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100
