"""Pages and callers in one process: however many look at pages, there are hands for who rings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, cast

from flask import Flask

from ivr.app.mount import HANDS, PAGES, Mount

SOON = 40


def test_pages_to_the_brim_leave_hands_for_callers() -> None:
    let_go, inside = threading.Event(), threading.Semaphore(0)

    def page(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        inside.release()
        let_go.wait(SOON)
        return []

    def door(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        return [b"heard"]

    mount = Mount(door, lambda: cast(Flask, page))
    looking = [threading.Thread(target=mount, args=({"PATH_INFO": "/"}, print), daemon=True) for _ in range(HANDS)]
    for one in looking:
        one.start()
    for _ in range(PAGES):
        assert inside.acquire(timeout=SOON)
    answers: list[Iterable[bytes]] = []
    rings = threading.Thread(
        target=lambda: answers.append(mount({"PATH_INFO": "/twilio/voice/incoming"}, print)), daemon=True
    )
    rings.start()
    rings.join(SOON / 2)
    let_go.set()
    assert answers == [[b"heard"]]
    for one in looking:
        one.join(SOON)
