"""The history of a business with so many calls, loaded by COPY into a database that stays: five turns and five lines of
the ledger to each call. A load that broke off goes on with the chunk that it stood at.

It loads past the product (no trigger is asked), so it proves nothing but speed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text

from ivr.store.rules.kinds import NAMES
from ivr.store.sql import months
from ivr.store.sql.tables import TABLES
from ivr.switchboard.rows import Call, Caller, Entry, Obligation, Transfer, Turn
from tests.bench.ground import Ground
from tests.bench.sides import environment, ivr

CHUNK = 10_000
"""Calls that are loaded in one transaction."""
TURNS, LINES = 5, 5
EACH = 10
"""Calls of one caller."""
LOADED = (Caller, Call, Turn, Obligation, Transfer, Entry)
BYTES_A_CALL, CALLS_A_SECOND = 4_800, 4_000
"""With their indexes; on two cores of a machine of 2026. Told before it begins."""
ROOM = 1.6
"""So much more of the disk must be free: indexes are sorted, and the log of the database is written, beside them."""
NEWEST, DAYS = datetime(2026, 11, 1, tzinfo=UTC), 90
"""What is said is kept for so long."""
PARTS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'turns'::regclass"
ANSWER = '[{"kind":"Ask","prompts":[{"kind":"Say","language":"en-US","text":"%s"}],"keys":1,"seconds":5}]' % (
    "For an order, press 1. For a bill, press 2. For a person, press 0. To hear this again, press star. " * 2
)
EVENTS = '[{"kind":"Reached","node":"menu"},{"kind":"Keyed","node":"menu","keys":"1"}]'


def kept(ground: Ground, name: str, calls: int) -> str:
    """The URL of a database with so many calls; what is missing is loaded now. Refused where the disk is too small."""
    url = ground.kept(name)
    engine = create_engine(url)
    with engine.begin() as on:
        on.execute(text("CREATE TABLE IF NOT EXISTS bench_loaded (chunk bigint PRIMARY KEY)"))
        done = set(on.execute(text("SELECT chunk FROM bench_loaded")).scalars())
    missing = [chunk for chunk in range(-(-calls // CHUNK)) if chunk not in done]
    if missing or -1 not in done:
        size = len(missing) * CHUNK
        takes = f"{size:,} calls and {size * (TURNS + LINES):,} events"
        print(f"loading {takes}: {size * BYTES_A_CALL / 1e9:.1f} GB, about {size / CALLS_A_SECOND / 60:.0f} minutes")
        ground.demand_room(int(size * BYTES_A_CALL * ROOM), f"a history of {takes}")
        _load(engine, missing, calls)
    engine.dispose()
    return url


def _load(engine: Engine, missing: list[int], calls: int) -> None:
    """Without indexes first: to sort once is quicker than to find a place for each."""
    _months(engine)
    _indexes(engine, there=False)
    ivr(environment(engine.url.render_as_string(hide_password=False), 9, Path("var/bench")), "flows", "publish")
    began = time.monotonic()
    for number, chunk in enumerate(missing, 1):
        with engine.begin() as on:
            on.execute(text("SET LOCAL session_replication_role = replica"))
            for kind in LOADED:
                _copy(on, kind, chunk)
            on.execute(text("INSERT INTO bench_loaded VALUES (:chunk)"), {"chunk": chunk})
        if number % 10 == 0 or number == len(missing):
            print(
                f"{number * CHUNK:,} of {len(missing) * CHUNK:,} calls in {time.monotonic() - began:.0f} s", flush=True
            )
    _indexes(engine, there=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as on:
        for kind in LOADED:
            name = NAMES[kind]
            on.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))
        on.execute(text("VACUUM ANALYZE"))
        on.execute(text("CHECKPOINT"))
        on.execute(text("INSERT INTO bench_loaded VALUES (-1) ON CONFLICT DO NOTHING"))
    print(f"loaded and indexed in {time.monotonic() - began:.0f} s", flush=True)


def _months(engine: Engine) -> None:
    """Each month of it has its part, as in a business that is as old."""
    with engine.begin() as on:
        there = set(on.execute(text(PARTS)).scalars())
        if on.execute(text("SELECT EXISTS (SELECT 1 FROM turns)")).scalar() or "turns_rest" not in there:
            return
        coming = (months.of(NEWEST).later(-number) for number in range(1, DAYS // 28 + 1))
        for statement in (one for month in coming if month.part not in there for one in months.making(month)):
            on.execute(text(statement))


def _indexes(engine: Engine, there: bool) -> None:
    for kind in LOADED:
        for index in TABLES[kind].indexes if kind is not Turn else ():
            (index.create if there else index.drop)(engine, checkfirst=True)
    with engine.begin() as on:
        for part in on.execute(text(PARTS)).scalars().all():
            made = f"CREATE UNIQUE INDEX IF NOT EXISTS {part}_leg_n_key ON {part} (leg, n)"
            on.execute(text(made if there else f"DROP INDEX IF EXISTS {part}_leg_n_key"))


def _copy(on: Connection, kind: type, chunk: int) -> None:
    columns = list(TABLES[kind].c.keys())
    cursor: Any = on.connection.cursor()
    with cursor.copy(f"COPY {NAMES[kind]} ({', '.join(columns)}) FROM STDIN") as sink:
        sink.write("".join(LINES_OF[kind](chunk, _line(kind, columns))).encode())


def _line(kind: type, columns: list[str]) -> str:
    """A line for COPY in which some columns are left open, in braces; the others are as the class has them."""
    told = {field.name: _written(field.default) for field in fields(kind) if field.default is not MISSING}
    told = told | {"deadline": "\\N"} | OPEN[kind]
    return "\t".join(told[name] for name in columns) + "\n"


def _written(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "\\N", True: "t", False: "f"}[value]
    return str(value)


OPEN: dict[type, dict[str, str]] = {
    Caller: {"id": "{i}", "number": "+88017{i:08d}"},
    Call: {
        "id": "{i}", "public_id": "{public}", "sid": "CA{i:032x}", "caller_id": "{caller}", "dialled": "+12025550100",
        "flow": "2", "language": "en", "position": "{{}}", "turn": str(TURNS), "state": "ended", "started_at": "{at}",
        "ended_at": "{at}", "outcome": "transferred", "topic": "orders",
    },
    Turn: {"id": "{i}", "leg": "{public}", "n": "{n}", "answer": ANSWER.replace("{", "{{").replace("}", "}}"),
           "events": EVENTS.replace("{", "{{").replace("}", "}}"), "at": "{at}"},
    Obligation: {"id": "{i}", "source": "transfer", "source_key": "transfer:{public}", "caller_id": "{caller}",
                 "at": "{at}", "call_id": "{i}", "fate": "served"},
    Transfer: {
        "id": "{i}", "public_id": "{public}", "call_id": "{i}", "caller_id": "{caller}", "obligation_id": "{i}",
        "turn": "4", "team": "support", "topic": "orders", "language": "en", "state": "served", "asked_at": "{at}",
        "waiting_since": "{at}", "seen_at": "{at}", "answered_at": "{at}", "offer_id": "{i}", "bridged": "t",
        "talk_seconds": "90", "ended_at": "{at}",
    },
    Entry: {"id": "{i}", "entity": "{entity}", "entity_id": "{of}", "from_state": "{before}", "to_state": "{after}",
            "cause": "agent", "actor": "agent", "fence": "{n}", "at": "{at}"},
}  # fmt: skip
TOLD = (("call", "", "live"), ("transfer", "", "waiting"), ("transfer", "waiting", "talking"),
        ("transfer", "talking", "served"), ("call", "live", "ended"))  # fmt: skip


def _callers(chunk: int, line: str) -> Iterator[str]:
    size = CHUNK // EACH
    return (line.format(i=i) for i in range(chunk * size + 1, (chunk + 1) * size + 1))


def _calls(chunk: int, line: str) -> Iterator[str]:
    """A caller's calls lie far apart, as they do in life."""
    size = CHUNK // EACH
    for i, public, at in _each(chunk):
        yield line.format(i=i, public=public, at=at, caller=chunk * size + 1 + i * 7919 % size)


def _turns(chunk: int, line: str) -> Iterator[str]:
    for i, public, at in _each(chunk):
        for n in range(TURNS):
            yield line.format(i=(i - 1) * TURNS + n + 1, public=public, n=n, at=at)


def _entries(chunk: int, line: str) -> Iterator[str]:
    for i, _, at in _each(chunk):
        for n, (entity, before, after) in enumerate(TOLD):
            yield line.format(i=(i - 1) * LINES + n + 1, entity=entity, of=i, before=before, after=after, n=n, at=at)


def _each(chunk: int) -> Iterator[tuple[int, str, str]]:
    """Of each call of a chunk its number, public id and moment; ids are spread as random ones are."""
    for i in range(chunk * CHUNK + 1, (chunk + 1) * CHUNK + 1):
        drawn = i * 6364136223846793005 % 2**64
        public = "".join("abcdefghijklmnopqrstuvwxyz234567"[drawn >> shift & 31] for shift in range(0, 60, 5))
        yield i, f"{public}{i % 10_000:04d}".translate(str.maketrans("0189", "wxyz")), _moment(i)


def _moment(i: int) -> str:
    return (NEWEST - timedelta(days=DAYS) + timedelta(seconds=i * 7 % (DAYS * 86_400))).isoformat()


LINES_OF = {
    Caller: _callers, Call: _calls, Turn: _turns, Obligation: _calls, Transfer: _calls, Entry: _entries,
}  # fmt: skip
