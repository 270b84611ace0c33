"""On PostgreSQL what was said in each month stands in a part of the table of its own, and goes whole when it is old.

No row is written anew: a table that is not empty becomes the first part. Its rows are looked at once, to know that they
are all of before the first month; that is done beforehand, under a lock that lets calls go on.

Revision ID: 0012
Revises: 0011
"""

import time
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TRIES, WAIT = 30, "300ms"
"""How often a lock is asked for, and how long one stands for it: as long, whoever is on the line waits behind us."""

NOW = "SELECT statement_timestamp() + make_interval(secs => seconds) FROM clock_offset"
WITHIN = "ALTER TABLE turns ADD CONSTRAINT turns_before CHECK (at < '{}') NOT VALID"


def upgrade() -> None:
    on = op.get_bind()
    if on.dialect.name != "postgresql":
        return
    now = on.execute(sa.text(NOW)).scalar_one().astimezone(UTC)
    # Of a full table all until the end of the next month: turns are written while this goes on, or after it failed.
    first = month(now, 2)
    filled = looked_beforehand(on, first)
    before = f"turns_before_{first:%Y_%m}"
    op.execute(f"ALTER TABLE turns RENAME TO {before}")
    op.execute(f"ALTER INDEX turns_pkey RENAME TO {before}_pkey")
    op.execute(f"ALTER INDEX turns_leg_n_key RENAME TO {before}_leg_n_key")
    op.execute(f"CREATE TABLE turns (LIKE {before} INCLUDING DEFAULTS) PARTITION BY RANGE (at)")
    op.execute("ALTER SEQUENCE turns_id_seq OWNED BY turns.id")
    if filled:
        values = f"FOR VALUES FROM (MINVALUE) TO ('{first.isoformat()}')"
        op.execute(f"ALTER TABLE turns ATTACH PARTITION {before} {values}")
        op.execute(f"ALTER TABLE {before} DROP CONSTRAINT turns_before")
    else:
        op.execute(f"DROP TABLE {before}")
        add_part(f"turns_{now:%Y_%m}", month(now, 0), month(now, 1))
        add_part(f"turns_{month(now, 1):%Y_%m}", month(now, 1), first)
    add_part("turns_rest")


def add_part(name: str, *values: datetime) -> None:
    """From its first moment until that of the next; without values, for all that has no other."""
    bounds = "FOR VALUES FROM ('{}') TO ('{}')".format(*(at.isoformat() for at in values)) if values else "DEFAULT"
    op.execute(f"CREATE TABLE {name} PARTITION OF turns (PRIMARY KEY (id)) {bounds}")
    op.execute(f"CREATE UNIQUE INDEX {name}_leg_n_key ON {name} (leg, n)")


def month(at: datetime, later: int) -> datetime:
    """The beginning of a month, so many later than the one of a moment."""
    number = at.year * 12 + at.month - 1 + later
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def looked_beforehand(on: sa.Connection, first: datetime) -> bool:
    """Whether there are turns; then all are known to be of before `first`. In transactions of their own, so that no lock
    is held for longer than a moment: a table that our own transaction has made is not there for them, and is empty."""
    engine = sa.create_engine(on.engine.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        if other.execute(sa.text("SELECT to_regclass('turns')")).scalar() is None:
            return False
        if not other.execute(sa.text("SELECT EXISTS (SELECT 1 FROM turns)")).scalar_one():
            return False
        other.execute(sa.text(f"SET lock_timeout = '{WAIT}'"))
        patiently(other, "ALTER TABLE turns DROP CONSTRAINT IF EXISTS turns_before")
        patiently(other, WITHIN.format(first.isoformat()))
        other.execute(sa.text("SET lock_timeout = 0"))
        other.execute(sa.text("ALTER TABLE turns VALIDATE CONSTRAINT turns_before"))
    return True


def patiently(on: sa.Connection, statement: str) -> None:
    """Between two tries everybody who stood behind us goes on."""
    for left in reversed(range(TRIES)):
        try:
            on.execute(sa.text(statement))
            return
        except sa.exc.OperationalError:
            if not left:
                raise
            time.sleep(1)


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE TABLE turns_whole (LIKE turns INCLUDING DEFAULTS)")
    op.execute("INSERT INTO turns_whole SELECT * FROM turns")
    op.execute("ALTER SEQUENCE turns_id_seq OWNED BY turns_whole.id")
    op.execute("DROP TABLE turns")
    op.execute("ALTER TABLE turns_whole RENAME TO turns")
    op.execute("ALTER TABLE turns ADD CONSTRAINT turns_pkey PRIMARY KEY (id)")
    op.execute("CREATE UNIQUE INDEX turns_leg_n_key ON turns (leg, n)")
