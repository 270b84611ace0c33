"""`make demo`, as whoever tries this out for the first time runs it, but on PostgreSQL and with a real Redis."""

import json
import time
from datetime import datetime, timedelta

from tests.scenarios.conftest import ivr


def test_the_demo_keeps_its_promise_and_leaves_balanced_books(postgresql_url, redis_url, tmp_path, capsys):
    env = {"DATABASE_URL": postgresql_url, "REDIS_URL": redis_url, "VAR_DIR": str(tmp_path / "var")}
    began = time.monotonic()
    told = ivr(env, "demo", "--json")
    with capsys.disabled():
        print(f"[demo on PostgreSQL with Redis: {time.monotonic() - began:.1f} s] ", end="")
    assert told.returncode == 0, told.stderr
    ending = json.loads(told.stdout)
    assert set(ending) == {"kept", "transfer", "callback", "promised_by", "rang_at", "minutes"}
    assert (ending["kept"], ending["transfer"], ending["callback"]) == (True, "callback", "connected")
    promised, rang = (datetime.fromisoformat(ending[key]) for key in ("promised_by", "rang_at"))
    assert timedelta(0) < promised - rang < timedelta(minutes=30)
    assert "Nasrin calls. Only Asha is on duty" in told.stderr and "The promise was kept" in told.stderr
    audited = ivr(env, "audit", "--json")
    books = json.loads(audited.stdout)
    assert audited.returncode == 0 and books["balanced"] and books["overdue"] == 0
    assert (books["obligations"], books["via_callback"]) == (1, {"open": 0, "final": 1})
