"""A business that has been there for years: so many calls and callers, and all that hangs on them, made by PostgreSQL.

Rows of every kind that pages read, in proportion: what was said, asked for, owed, noted, told and seen. It loads past
the product (no trigger is asked and nothing is checked but by the database), so it proves nothing but speed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, create_engine, text

from ivr.language import sought
from ivr.store.rules.kinds import NAMES
from ivr.store.sql.tables import TABLES
from ivr.switchboard.rows import (
    Account,
    Agent,
    Call,
    Callback,
    Caller,
    CustomerLeg,
    Deed,
    Delivery,
    Endpoint,
    Membership,
    Message,
    Note,
    Obligation,
    Offer,
    Recording,
    Tag,
    Task,
    Transfer,
    Visit,
)  # fmt: skip

FROM = 1000
"""Ids below are of rows that the product itself has made."""
SURNAMES = ("Akter", "Rahman", "Hossain", "Begum", "Khan", "Chowdhury", "রহমান", "আক্তার", "Smith", "Lindqvist")
FIRST = ("Nasrin", "Karim", "Rina", "Asha", "Jamal", "Tania", "নাসরিন", "করিম", "Ian", "Zoë")
WORDS = ("invoice", "warranty", "screen", "battery", "refund", "delivery", "ফেরত", "বিল", "charger", "remote")
TAGS = ("shop", "wholesale", "complaint", "regular", "পাইকারি")

_AGO = "now() - interval '180 days' * ((n - i)::float8 / n)"
"""The newest of them a moment ago, the oldest half a year."""
_ID = "substr(translate(md5('{0}' || i), '018', 'xyz') , 1, 16)"


def load(url: str, calls: int, callers: int) -> None:
    """Fills a database that the product has moved into: its flows are live, and no callers are there but a few."""
    size = {"calls": calls, "callers": callers, "asked": calls // 3, "owed": calls // 10}
    engine = create_engine(url)  # the product's own has no patience for this
    with engine.begin() as on:
        on.execute(text("SELECT setseed(0.5)"))
        flow = on.execute(text("SELECT min(id) FROM published WHERE kind = 'flow' AND live")).scalar_one()
        like = on.execute(text("SELECT public_id, position FROM calls ORDER BY id LIMIT 1")).one()
        _people(on, size)
        _lines(on, size, flow, like)
        _promises(on, size)
        _told(on, size)
        for name in NAMES.values():
            on.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as on:
        on.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _people(on: Connection, size: Mapping[str, int]) -> None:
    names = [f"{first} {last}" for first in FIRST for last in SURNAMES]
    known = {"names": names, "keys": [sought.key(name) for name in names], "tags": list(TAGS)}
    grow(
        on, Caller, size["callers"], known, number="'+88018' || lpad(i::text, 8, '0')",
        name="(CAST(:names AS text[]))[1 + i % 100]", search="(CAST(:keys AS text[]))[1 + i % 100]",
        language="(ARRAY['en', 'bn', NULL])[1 + i % 3]",
        vip="i % 50 = 0", do_not_call="i % 200 = 0",
    )  # fmt: skip
    grow(on, Tag, size["callers"] // 2, known, caller_id=f"{FROM} + i * 2", word="(CAST(:tags AS text[]))[1 + i % 5]",
         search="(CAST(:tags AS text[]))[1 + i % 5]", author="'Asha'", at=_AGO)  # fmt: skip
    grow(on, Agent, 40, {}, name="'Agent ' || i", address="'client:agent' || i", state="'away'", free_since="now()")
    grow(on, Membership, 40, {}, agent_id=f"{FROM} + i", team="'support'")
    grow(on, Account, 40, {}, email="'someone' || i || '@shop.example'", name="'Agent ' || i", role="'agent'",
         created_at=_AGO, agent_id=f"{FROM} + i")  # fmt: skip
    grow(on, Visit, 20_000, {}, hash="md5('visit' || i)", account_id=f"{FROM} + 1 + i % 40", began_at=_AGO,
         seen_at=_AGO, address="'127.0.0.1'", ended_at=_AGO)  # fmt: skip


def _lines(on: Connection, size: Mapping[str, int], flow: int, like: Any) -> None:
    """Every fifth call is one of a few who ring all the time."""
    whose = f"{FROM} + 1 + CASE WHEN i % 5 = 0 THEN i / 5 % 40 ELSE (i * 7919) % {size['callers']} END"
    grow(
        on, Call, size["calls"], {"position": like.position}, public_id=_ID.format("call"),
        sid="'CA' || md5('call' || i)", caller_id=whose, dialled="'+12025550100'", flow=str(flow),
        language="(ARRAY['en', 'bn'])[1 + i % 2]", position="CAST(:position AS text)", turn="3",
        state="'ended'", started_at=_AGO, outcome="'left'", topic="(ARRAY['orders', 'billing', ''])[1 + i % 3]",
        ended_at=f"{_AGO} + interval '2 min'",
    )  # fmt: skip
    on.execute(
        text(
            "INSERT INTO turns (leg, n, answer, events, at) SELECT c.public_id, t.n, t.answer, t.events, c.started_at"
            " + interval '10 s' * t.n FROM calls c, turns t WHERE t.leg = :leg AND c.id > :half ORDER BY c.id, t.n"
        ),
        {"leg": like.public_id, "half": FROM + size["calls"] // 2},
    )
    grow(on, Recording, size["calls"] // 20, {}, public_id=_ID.format("sound"), call_id=f"{FROM} + i * 20",
         turn="2", state="'ready'", at=_AGO, deadline="now() + interval '30 days'", sid="'RE' || md5('sound' || i)",
         seconds="12", words="'please phone me about my order'")  # fmt: skip


def _promises(on: Connection, size: Mapping[str, int]) -> None:
    """Each third call asked for a person, each tenth is owed a call; three in a hundred of those are still open."""
    asked, owed = size["asked"], size["owed"]
    call, caller = f"{FROM} + i * 3", f"(SELECT caller_id FROM calls c WHERE c.id = {FROM} + i * 3)"
    late, due = f"i > {owed} * 0.97", "now() + interval '1 hour' * (i % 60 - 10)"
    states = "(ARRAY['connected', 'came_in', 'connected', 'exhausted', 'connected', 'cancelled'])[1 + i % 6]"
    grow(
        on, Callback, owed, {}, public_id=_ID.format("callback"), caller_id=f"{FROM} + 1 + (i - 1) % {size['callers']}",
        team="(ARRAY['support', 'sales'])[1 + i % 2]", topic="'orders'", language="'en'", dialled="'+12025550100'",
        state=f"CASE WHEN {late} THEN (CASE WHEN {due} > now() THEN 'scheduled' ELSE 'due' END) ELSE {states} END",
        created_at=_AGO, asked_at=_AGO, due_at=due, promised_by=f"{due} + interval '2 hours'",
        escalate_at=f"{due} + interval '90 min'", deadline=f"CASE WHEN {late} THEN {due} + interval '1 day' END",
        words="'within two hours'", attempts="i % 3", ended_at=f"CASE WHEN {late} THEN NULL ELSE {_AGO} END",
        result=f"CASE WHEN {late} THEN '' ELSE {states} END",
    )  # fmt: skip
    by = f"CASE WHEN i <= {owed} THEN {FROM} + i END"
    grow(on, Obligation, asked, {}, source="'transfer'", source_key=_ID.format("transfer"), caller_id=caller, at=_AGO,
         call_id=call, callback_id=by, fate=f"CASE WHEN i <= {owed} THEN 'callback' ELSE 'served' END")  # fmt: skip
    grow(
        on, Transfer, asked, {}, public_id=_ID.format("transfer"), call_id=call, caller_id=caller,
        obligation_id=f"{FROM} + i", turn="3", team="(ARRAY['support', 'sales'])[1 + i % 2]", topic="'orders'",
        language="'en'", state=f"CASE WHEN i <= {owed} THEN 'callback' ELSE 'served' END", asked_at=_AGO,
        waiting_since=_AGO, seen_at=_AGO, offer_id=f"CASE WHEN i > {owed} THEN {FROM} + i END", bridged=f"i > {owed}",
        answered_at=f"CASE WHEN i > {owed} THEN {_AGO} + interval '40 s' END", talk_seconds="90", ended_at=_AGO,
    )  # fmt: skip
    grow(on, Offer, asked, {}, public_id=_ID.format("offer"), agent_id=f"{FROM} + 1 + i % 40", caller_id=caller,
         state=f"CASE WHEN i > {owed} THEN 'accepted' ELSE 'missed' END", intended_at=_AGO, in_flight="false",
         transfer_id=f"{FROM} + i", leg_state="'ended'", ended_at=_AGO, sid="'CA' || md5('offer' || i)")  # fmt: skip
    grow(on, Offer, owed, {}, FROM + asked, public_id=_ID.format("again"), agent_id=f"{FROM} + 1 + i % 40",
         caller_id=f"{FROM} + 1 + (i - 1) % {size['callers']}", state="'accepted'", intended_at=_AGO,
         in_flight="false", callback_id=f"{FROM} + i", leg_state="'ended'", ended_at=_AGO)  # fmt: skip
    grow(on, CustomerLeg, owed, {}, offer_id=f"{FROM} + {asked} + i", callback_id=f"{FROM} + i",
         caller_id=f"{FROM} + 1 + (i - 1) % {size['callers']}", placed_at=_AGO, sid="'CA' || md5('leg' || i)",
         state="'ended'", outcome="'answered'", in_flight="false", seconds="60")  # fmt: skip


def _told(on: Connection, size: Mapping[str, int]) -> None:
    """What was noted and seen, and the ledger with as many lines as the lives have."""
    words = {"words": list(WORDS)}
    note = "'asked about the ' || (CAST(:words AS text[]))[1 + i % 10] || ' of order ' || i || ', will look into it'"
    grow(on, Note, size["calls"] // 4, words, public_id=_ID.format("note"),
         caller_id=f"{FROM} + 1 + (i * 13) % {size['callers']}", text=note, author_id=f"{FROM} + 1 + i % 40",
         author="'Asha'", at=_AGO, search=note)  # fmt: skip
    grow(on, Message, size["owed"], {}, key=_ID.format("text"), team="'support'", text="'We will phone you.'",
         state="'sent'", at=_AGO, sid="'SM' || md5('text' || i)", caller_id=f"{FROM} + i")  # fmt: skip
    grow(on, Task, 2_000, {}, key="'look:' || i", reason="'review'", owner="'Rahima Begum'",
         subject="'callback ' || i", at=_AGO, deadline="CASE WHEN i > 1970 THEN now() END",
         done_at=f"CASE WHEN i <= 1970 THEN {_AGO} END")  # fmt: skip
    grow(on, Deed, size["calls"], {}, at=_AGO, account_id=f"{FROM} + 1 + i % 40", name="'Agent'",
         action="'see caller'", subject=f"'caller ' || i % {size['callers']}", address="'127.0.0.1'",
         before="''", after="'{}'")  # fmt: skip
    grow(on, Endpoint, 2, {}, public_id=_ID.format("end"), url="'https://shop.example/' || i", secret="'whsec_AAAA'",
         events="'call.ended'", line="1000000000", made_at=_AGO)  # fmt: skip
    grow(on, Delivery, size["calls"] // 4, {}, public_id=_ID.format("post"), endpoint_id=f"{FROM} + 1", line="i",
         event="'call.ended'", subject=_ID.format("call"), body="'{}'", state="'delivered'", made_at=_AGO,
         tries="1", status="200", ended_at=_AGO)  # fmt: skip
    for kind, entity, count, state in (
        (Call, "call", 2, "state"), (Obligation, "obligation", 2, "fate"), (Transfer, "transfer", 4, "state"),
        (Callback, "callback", 4, "state"), (Offer, "offer", 3, "state"), (CustomerLeg, "customer_leg", 2, "state"),
    ):  # fmt: skip
        _lives(on, kind, entity, count, state)


def _lives(on: Connection, kind: type, entity: str, count: int, state: str) -> None:
    at = next(name for name in ("started_at", "at", "asked_at", "intended_at", "placed_at") if name in TABLES[kind].c)
    line = f"'{entity}', r.id, '', r.{state}, 'time', 'agent', k, r.{at} + interval '5 s' * k"
    on.execute(
        text(
            "INSERT INTO ledger (entity, entity_id, from_state, to_state, cause, actor, fence, at)"
            f" SELECT {line} FROM {NAMES[kind]} r, generate_series(1, {count}) k WHERE r.id > {FROM} ORDER BY r.id, k"
        )
    )


def grow(on: Connection, kind: type, rows: int, known: Mapping[str, Any], after: int = FROM, /, **columns: str) -> None:
    """So many rows of a kind: SQL per column, of `i` from 1 to `n`; what is not named is as the class has it."""
    told = {f.name: _literal(f.default) for f in fields(kind) if f.default is not MISSING} | columns
    told = {"id": f"{after} + i", "deadline": "NULL", "next_at": "NULL"} | told
    told = {name: sql for name, sql in told.items() if name in TABLES[kind].c}
    whole = f"SELECT {', '.join(told.values())} FROM generate_series(1, {rows}) i, (SELECT {rows} n) size"
    bound = {name: value for name, value in known.items() if f":{name}" in whole}
    on.execute(text(f"INSERT INTO {NAMES[kind]} ({', '.join(told)}) {whole}"), bound)


def _literal(value: Any) -> str:
    if value is None or isinstance(value, bool | int | float):
        return "NULL" if value is None else str(value).lower()
    return f"'{value if isinstance(value, StrEnum) else str(value)}'"
