"""A newer program takes over while one caller waits, one talks and one is in a menu: two programs on one database."""

import shutil

import pytest

from ivr.promise.transfer import State
from ivr.store.sql import schema
from ivr.switchboard.rows import Call, Caller
from tests.paths import ROOT
from tests.scenarios.acts import asks_for_a_person, chooses_a_language, says_how_it_was, says_yes, talks
from tests.scenarios.conftest import environment, ivr, open_shop
from tests.scenarios.shop import Shop, rewritten
from tests.scenarios.town import Town

ASHA = ("Asha", "+12025550111")
NEXT = "9999"

MIGRATION = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{schema.head()}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("callers", "calls", "transfers", "callbacks"):
        op.add_column(table, sa.Column("note", sa.Text(), nullable=False, server_default=""))
"""

CHANGES = {
    "ivr/store/sql/schema.py": (f'HEAD = "{schema.head()}"', f'HEAD = "{NEXT}"'),
    "ivr/callflow/position.py": ("_READS[form](fields)", "_first(fields[:-1]) if form == 9 else _READS[form](fields)"),
    "callflows/main.yaml": ("For an order, press 1.", "For your order, press 1."),
}
"""What the newer program has changed: a column more in four tables, a position with a field more, and the menu."""
PATIENCE = ("      otherwise: care\n", "      otherwise: care\n      tries: 5\n")
WRITES = (
    ("if form not in _READS", "if form not in (*_READS, 9)"),
    ("fields = [PLAIN, ", "fields = [9, "),
    ("self.topic, memory]", "self.topic, memory, 0]"),
)


def rewrite(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, (path.name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def newer(tmp_path):
    """A newer program beside this one; where it stands."""
    root = tmp_path / "newer"
    for name in ("ivr", "migrations", "callflows"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, (old, new) in CHANGES.items():
        rewrite(root / name, old, new)
    for old, new in WRITES:
        rewrite(root / "ivr/callflow/position.py", old, new)
    (root / "migrations/versions" / f"{NEXT}_notes.py").write_text(MIGRATION)
    return root


@pytest.fixture
def env(database_url, redis_url, tmp_path):
    return environment(database_url, redis_url, tmp_path / "var") | {"CALLFLOWS_DIR": str(tmp_path / "flows")}


@pytest.fixture
def town(env, tmp_path):
    """This program as processes. The real seconds that they take to start pass for callers too: its menu is patient."""
    parts, port, carrier = open_shop(env, rewritten(tmp_path / "flows", main=PATIENCE))
    with Town(parts, port, carrier, env, tmp_path / "log") as town:
        yield town
    parts.store.engine.dispose()


def position(shop, caller):
    """Where the caller stands, as it is stored."""
    with shop.store.reading() as unit:
        (call,) = unit.many(Call, caller_id=unit.one(Caller, number=caller.number).id)
        return call.position


def hears_the_menu_again(caller, words):
    caller.presses("*")
    caller.hears(words)


def test_calls_go_on_while_the_newer_program_takes_over(town, env, newer):
    shop = Shop(town)
    shop.undisturbed = False
    karim, lima = shop.caller("Karim", "+8801812345670"), shop.caller("Lima", "+8801812345671")
    asha = shop.agent(*ASHA)
    asks_for_a_person(lima)
    says_yes(asha)
    asha.is_bridged()
    asks_for_a_person(shop.nasrin)
    shop.passes(12)
    chooses_a_language(karim)
    karim.hears("For an order, press 1")

    upgraded = ivr(env, "db", "upgrade", root=newer)
    assert upgraded.returncode == 0, upgraded.stderr
    hears_the_menu_again(karim, "For an order, press 1")
    assert position(shop, karim).startswith("[1,")
    lima.hangs_up()
    says_how_it_was(asha, "1")
    shop.passes(5)
    hears_the_menu_again(karim, "For an order, press 1")
    assert town.stop("web").wait(20) == 0
    town.root = newer
    shutil.copytree(newer / "callflows", env["CALLFLOWS_DIR"], dirs_exist_ok=True)
    town.start("web")
    hears_the_menu_again(karim, "For an order, press 1")
    assert position(shop, karim).startswith("[9,")
    karim.presses("1")
    karim.hears("stay on the line")
    the_older_one_takes_no_work(town, env)
    town.start("sweep", "worker")
    says_yes(asha)
    hears_the_newer_menu(shop)
    talks(shop, shop.nasrin, asha, 10)
    says_yes(asha)
    talks(shop, karim, asha, 30)
    assert [shop.transfer(one).state for one in (lima, shop.nasrin, karim)] == [State.SERVED] * 3
    assert shop.books["obligations"] == 3, "nobody heard an apology"


def the_older_one_takes_no_work(town, env):
    """Its sweep and its worker have ended by themselves, and it does not start any more."""
    assert (town.ends("sweep"), town.ends("worker")) == (4, 4)
    for command in (("web",), ("sweep", "--once"), ("worker",)):
        refused = ivr(env, *command)
        assert refused.returncode == 4 and "made by a newer program than this one" in refused.stderr, refused


def hears_the_newer_menu(shop):
    """Whoever phones now hears what the newer program has published as it started."""
    rahim = shop.caller("Rahim", "+8801812345672")
    chooses_a_language(rahim)
    rahim.hears("For your order, press 1")
    rahim.hangs_up()
