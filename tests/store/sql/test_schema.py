"""Migrations: one head, the schema that the tables ask for, there and back; and what databases refuse by themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Inspector, inspect, text

from ivr.store.sql import schema
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import metadata


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def test_there_is_one_head_and_the_program_knows_it() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.head()]


def test_a_migrated_database_has_the_tables_that_the_rows_ask_for(engine: Engine) -> None:
    with engine.connect() as connection:
        opts = {"include_object": whole} if connection.dialect.name == "postgresql" else {}
        context = MigrationContext.configure(connection, opts=opts)
        assert [one for one in compare_metadata(context, metadata) if "sqlite_" not in str(one)] == []


def test_the_file_of_a_new_database_is_read_by_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "ivr.db"
    schema.upgrade(f"sqlite:///{file}")
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    schema.upgrade(f"sqlite:///{file}")
    assert file.stat().st_mode & 0o777 == 0o640, "a rule of somebody's own stays"


def whole(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Each part of the turns has the turns' index, and the whole has none: `describe` looks at them."""
    table = item.name if kind == "table" else item.table.name
    return not str(table).startswith("turns_") and name != "turns_leg_n_key"


def test_constraints_and_indexes_are_those_of_the_tables_to_the_letter(engine: Engine) -> None:
    migrated = describe(engine)
    schema.downgrade(url_of(engine), "base")
    with engine.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert describe(engine) == migrated


def describe(engine: Engine) -> dict[str, Any]:
    """Checks, foreign keys and indexes, with the conditions of partial ones; of a table in parts what each part has."""
    about = inspect(engine)
    parts = [name for name in about.get_table_names() if name.startswith("turns_")]
    each = {name: described(about, name) for name in parts}
    for name, part in each.items():
        assert about.get_pk_constraint(name)["constrained_columns"] == ["id"]
        assert str(part).replace(name, "turns") == str(each[parts[0]]).replace(parts[0], "turns")
    found = {table: str(described(about, table)) for table in metadata.tables}
    return found | ({"turns": str(each[parts[0]]).replace(parts[0], "turns")} if parts else {})


def described(about: Inspector, table: str) -> dict[str, Any]:
    return {
        "checks": sorted((one["name"], one["sqltext"]) for one in about.get_check_constraints(table)),
        "keys": sorted((one["name"], one["referred_table"]) for one in about.get_foreign_keys(table)),
        "indexes": sorted(
            (
                one["name"],
                one["column_names"],
                one["unique"],
                sorted(map(str, one.get("dialect_options", {}).values())),
            )
            for one in about.get_indexes(table)
        ),
    }


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def test_down_to_nothing_and_up_again(engine: Engine) -> None:
    assert schema.current(engine) == schema.head() and schema.is_at_head(engine)
    schema.downgrade(url_of(engine), "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    assert schema.current(engine) is None and not schema.is_at_head(engine)
    schema.upgrade(url_of(engine))
    assert schema.is_at_head(engine)
    schema.upgrade(url_of(engine))


def test_an_empty_database_is_not_at_head(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    assert schema.current(engine) is None and not schema.is_at_head(engine)
    engine.dispose()


def test_a_new_migration_would_be_empty() -> None:
    command.check(Config(schema.FOLDER.parent / "alembic.ini"))


def test_asking_for_the_schema_does_not_load_alembic() -> None:
    modules = "ivr.store.sql.schema, ivr.store.sql.store, ivr.store.memory.store"
    check = f"import sys, {modules}; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=schema.FOLDER.parent).returncode == 0


@pytest.mark.parametrize(
    ("at", "said"),
    [(None, "it is empty; run `python -m ivr db upgrade`"), ("0001", "it is behind"), ("9999", "by a newer program")],
)
def test_a_database_of_another_schema_is_told_apart(engine: Engine, at: str | None, said: str) -> None:
    schema.demand(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if at:
            connection.execute(text("INSERT INTO alembic_version VALUES (:at)"), {"at": at})
    with pytest.raises(schema.OtherSchema, match=said):
        schema.demand(engine)
    with pytest.raises(schema.OtherSchema, match=said):
        schema.demand_still(SqlStore(engine))


ADDS = {"create_table", "create_index", "add_column", "execute", "f", "get_bind", "batch_alter_table"}
"""What a migration may do while the release before it still answers calls."""


def steps(source: str) -> Iterator[ast.Call]:
    """All calls in the way up."""
    (up,) = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "upgrade")
    return (node for node in ast.walk(up) if isinstance(node, ast.Call))


def hinders(source: str) -> list[str]:
    """What would keep the release before this migration from working on."""
    found = [ast.unparse(one) for one in steps(source) if ast.unparse(one.func).startswith(("op.", "batch."))]
    wrong = [one for one in found if one.partition("(")[0].partition(".")[2] not in ADDS]
    added = [one for one in found if one.partition("(")[0].endswith(".add_column")]
    return wrong + [one for one in added if "nullable=False" in one and "server_default" not in one]


def test_a_migration_only_adds_so_that_the_release_before_it_goes_on_answering() -> None:
    """What is to go, goes one release after nobody uses it: then its docstring says so by the word `Contracts`."""
    for path in sorted((schema.FOLDER / "versions").glob("*.py"))[1:]:
        source = path.read_text(encoding="utf-8")
        assert "Contracts" in (ast.get_docstring(ast.parse(source)) or "") or not hinders(source), path.name


@pytest.mark.parametrize(
    "step",
    [
        "op.drop_column('callers', 'zone')",
        "op.alter_column('callers', 'zone', new_column_name='place')",
        "op.add_column('callers', sa.Column('note', sa.Text(), nullable=False))",
    ],
)
def test_that_rule_catches_what_breaks_it(step: str) -> None:
    assert hinders(f"def upgrade():\n    {step}\n")
