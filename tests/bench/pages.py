"""How long every page of the console takes on the server with a hundred thousand calls behind it, and how many
statements: beside the same pages of a small business, because statements must not grow with rows."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from ivr.access import Role
from tests.bench import crowd
from tests.bench.ground import Ground
from tests.bench.row import Asked, Found, Measurement, Row, one
from tests.browser import sweep
from tests.browser.sweep import Visited
from tests.console.floor import Floor
from tests.console.pages.on_the_line import opens, rang

LARGE, SMALL = (100_000, 10_000), (2_000, 200)
"""Calls and callers."""
LIMIT = 100
"""Milliseconds (issue 5, "What it must reach")."""
WARM, VISITS = 3, 50
BY_ROW = 8
"""Statements by which a page may grow: a list that was empty asks nothing of what hangs on its rows."""

BUSY = crowd.FROM + 7
"""A caller who rings all the time."""
AGENT = "Babul"
"""Whose page it is: the other one of the shop's stands for those who do not sign in."""
PAGES = tuple(page for page in sweep.PAGES if not getattr(page, "half", False))
"""A page in the middle of signing in is no page to wait for."""
GROWING = (
    *(Visited("callers.index", f"/callers?q={text}") for text in ("invoice", "nothing+like+it", "018", "rahman")),
    Visited("callers.one", f"/callers/{BUSY}"),
    *(Visited("calls.index", f"/calls{asked}") for asked in ("", f"?before={crowd.FROM + 50}", "?came=live")),
    Visited("calls.index", "/calls?came=owed&team=sales"),
    Visited("calls.index", "/calls?caller=nas"),
    *(Visited("callbacks.index", f"/callbacks?tab={tab}") for tab in ("due", "today", "later", "done", "missed")),
    Visited("trail.index", f"/trail?person={crowd.FROM + 1}"),
)
"""Beside those of the sweep: what grows with the business."""

Visit = Callable[[], int]


@dataclass(frozen=True)
class Page:
    """One page: milliseconds, on the clock and of processor time in us and in the database; statements, here and in a
    small business."""

    name: str
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    statements: int
    in_small: int


def name_of(page: Visited) -> str:
    """Such as `/calls as owner`; where there must be something to look at first, what the page is."""
    return f"{page.address} as {page.role or 'nobody'}" if isinstance(page.address, str) else page.name


def run(_asked: Asked, ground: Ground) -> Found:
    """Every page, of a small business first."""
    with tempfile.TemporaryDirectory() as folder:
        with _floor(ground, Path(folder), "pages_few", *SMALL) as (small, _):
            few = {name: _visits(small, visit, WARM)[1] for name, visit in _pages(small)}
        with _floor(ground, Path(folder), "pages", *LARGE) as (large, cpu):
            found = [_page(large, cpu, name, visit, few[name]) for name, visit in _pages(large)]
    _print(found)
    return _flat(found)


def _print(found: list[Page]) -> None:
    """All of them, the dearest first; the page of the speeds has those that grow with the business."""
    print(f"{'':<48} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>8} {'SQL':>5} {'few':>5}")
    for page in sorted(found, key=lambda page: -page.cpu_ms):
        figures = f"{page.p50_ms:>8.1f} {page.p99_ms:>8.1f} {page.cpu_ms:>8.1f} {page.statements:>5} {page.in_small:>5}"
        print(f"{page.name:<48} {figures}", flush=True)


def _flat(found: list[Page]) -> Found:
    flat: dict[str, float] = {}
    kept = {name_of(page) for page in GROWING}
    for page in (page for page in found if page.name in kept):
        for key in ("p50_ms", "p99_ms", "statements"):
            flat[f"page.{page.name}.{key}"] = getattr(page, key)
    flat["pages.p50_ms"] = max(page.p50_ms for page in found)
    flat["pages.p99_ms"] = max(page.p99_ms for page in found)
    flat["pages.cpu_ms"] = max(page.cpu_ms for page in found)
    flat["pages.statements"] = max(page.statements for page in found)
    flat["pages.growing"] = sum(page.statements > page.in_small + BY_ROW for page in found)
    return {key: one(value) for key, value in flat.items()}


@contextmanager
def _floor(
    ground: Ground, folder: Path, database: str, calls: int, callers: int
) -> Iterator[tuple[Floor, Callable[[], float]]]:
    """A shop with so much behind it; beside it the seconds of processor time that it has cost."""
    with ground.database(database) as url:
        floor = Floor(url, folder / database)
        try:
            opens(floor)
            rang(floor, "1", "1")
            crowd.load(url, calls, callers)
            gc.collect()
            gc.freeze()  # as in a process that serves
            yield floor, lambda: time.process_time() + _seconds(ground.backends(database))
        finally:
            gc.unfreeze()
            floor.close()


def _pages(floor: Floor) -> Iterator[tuple[str, Visit]]:
    """Each page's name, and one visit to it."""
    browsers: dict[Role | None, FlaskClient] = {}
    for page in (*PAGES, *GROWING):
        if page.role not in browsers:
            browsers[page.role] = floor.browser(page.role, "en", AGENT if page.role is Role.AGENT else "")
        path = page.address if isinstance(page.address, str) else page.address(floor)
        yield name_of(page), _visit(browsers[page.role], path, page.status)


def _visit(browser: FlaskClient, path: str, status: int) -> Visit:
    def visit() -> int:
        answer = browser.get(path)
        if answer.status_code != status:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return len(answer.data)

    return visit


def _page(floor: Floor, cpu: Callable[[], float], name: str, visit: Visit, in_small: int) -> Page:
    _visits(floor, visit, WARM)
    before = cpu()
    seconds, statements = _visits(floor, visit, VISITS)
    spent = (cpu() - before) / VISITS
    ranked = sorted(seconds)
    p50, p99 = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.99)]
    return Page(name, p50 * 1000, p99 * 1000, spent * 1000, statements, in_small)


def _visits(floor: Floor, visit: Visit, count: int) -> tuple[list[float], int]:
    """Seconds of each, and the statements of the last."""
    seconds: list[float] = []
    for _ in range(count):
        before = floor.parts.store.statements
        began = time.perf_counter()
        visit()
        seconds.append(time.perf_counter() - began)
    return seconds, floor.parts.store.statements - before


def _seconds(pids: list[int]) -> float:
    """Of processor time, of these processes."""
    ticks = 0
    for pid in pids:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(stat[11]) + int(stat[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _rows() -> Iterator[Row]:
    yield Row("pages.p50_ms", "the slowest page's median", "ms", LIMIT)
    yield Row("pages.p99_ms", "the slowest page's p99", "ms", LIMIT)
    yield Row("pages.cpu_ms", "most CPU of a page, the database's too", "ms", LIMIT)
    yield Row("pages.statements", "SQL statements of the page with most", "")
    yield Row(
        "pages.growing", f"pages with over {BY_ROW} statements more than in a business of {SMALL[0]:,} calls", "", 0
    )
    for page in GROWING:
        name = name_of(page)
        yield Row(f"page.{name}.p50_ms", f"`{name}` median", "ms")
        yield Row(f"page.{name}.p99_ms", f"`{name}` p99", "ms", LIMIT)
        yield Row(f"page.{name}.statements", f"`{name}` SQL statements", "")


TITLE = f"Every page with {LARGE[0]:,} calls and {LARGE[1]:,} callers in PostgreSQL"
MEASURED = Measurement("pages", TITLE, tuple(_rows()), run)
