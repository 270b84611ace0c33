"""`ivr fmt`: writes call flows in their one form. It changes how a file is written, and never what it says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from ivr.authoring.fmt import Unsure, formatted
from ivr.authoring.folder import Result
from ivr.authoring.parse import MOST_BYTES, parse
from ivr.authoring.problem import Findings, in_order
from ivr.authoring.show import as_text
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.settings import Settings

NEW = ".fmt-new"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say which files are not in their form.")
def fmt(paths: tuple[Path, ...], only_check: bool) -> None:
    """Write call flows in their one form: files, or all of a folder and of the folders in it.

    Remarks stay where they are, and so do the names of your own in their order. A file that cannot be read is left as
    it is, and told like `ivr check` tells it.

    \b
    Examples:
      ivr fmt
      ivr fmt --check callflows/

    Exit code 0: all are in their form now. 1: with --check, some are not; or one cannot be read. 3: no such file.
    """
    wrong = False
    files = list(_files(paths or (Settings.from_env(os.environ).callflows_dir,)))
    changed = 0
    for file in files:
        old = file.read_bytes()
        new = _formed(file, old)
        wrong = wrong or new is None
        if new is None or new == old:
            continue
        changed += 1
        click.echo(f"{file}: {'is not in its form' if only_check else 'written anew'}")
        if not only_check:
            _write(file, new)
    if not changed and not wrong:
        click.echo(f"{len(files)} files: all are in their form.", err=True)
    raise SystemExit(WRONG if wrong or (only_check and changed) else 0)


def _formed(file: Path, old: bytes) -> bytes | None:
    """None where the file cannot be read, which is said."""
    found = Findings(str(file))
    source = parse(old[: MOST_BYTES + 1], found)
    if found.problems or source.tree is None:
        click.echo(as_text(_result(found, source.text)), err=True)
        return None
    try:
        return formatted(source.text).encode()
    except Unsure as why:
        click.echo(f"{file}: left as it is, for {why}", err=True)
        return None


def _write(file: Path, new: bytes) -> None:
    """All of it or nothing, with the rights that the file had."""
    beside = file.with_name(file.name + NEW)
    beside.write_bytes(new)
    beside.chmod(file.stat().st_mode)
    beside.replace(file)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            click.echo(f"there is nothing at {path}", err=True)
            raise SystemExit(NOT_FOUND)
        yield from [path] if path.is_file() else sorted({*path.rglob("*.yaml"), *path.rglob("*.yml")})


def _result(found: Findings, text: str) -> Result:
    return Result(in_order(found.problems), files=(found.file,), texts={found.file: text})
