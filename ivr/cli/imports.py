"""`ivr import`: takes in call flows that were written for something else. It publishes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from ivr.authoring.folder import BUSINESS_FILE
from ivr.authoring.studio.importing import BadBusiness, Beside, Imported, import_flow
from ivr.authoring.studio.library import NOTHING, Export, Library
from ivr.authoring.studio.read import MOST_BYTES, NoStudioFlow, read
from ivr.authoring.studio.surroundings import beside
from ivr.authoring.studio.table import as_json, as_text
from ivr.cli.context import refuse
from ivr.cli.exits import NOT_FOUND, WRONG


@click.group("import")
def import_() -> None:
    """Take in call flows from elsewhere."""


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FLOW.json...")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A folder, or a file for the flow; else stdout.")
@click.option("--force", is_flag=True, help="Write over a flow file that is there already.")
@click.option("--json", "as_a_program", is_flag=True, help="The table as JSON on stdout.")
def studio(files: tuple[Path, ...], out: Path | None, force: bool, as_a_program: bool) -> None:
    """Turn Twilio Studio exports into call flows that pass the checker.

    \b
    Examples:
      ivr import studio flow.json                  # shows the call flow, and the table on stderr
      ivr import studio flow.json -o callflows/    # writes it there, with a business.yaml where there is none
      ivr import studio flow.json -o out/ --json | jq .voice_widgets
      ivr import studio exports/ -o callflows/     # a flow finds the subflows that it runs among the others

    Exit code 0: imported. 1: it is no Studio flow, or nothing may be written there. 3: there is no such file.
    """
    if out is not None and len(files) > 1 and _is_file(out):
        refuse(f"{out} is one file, and there are {len(files)} flows: give a folder")
    given = list(_files(files))
    library = _library(given)
    told = [_one(file, out, force, as_a_program, library) for file in given]
    if as_a_program:
        click.echo(json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2))


def _files(given: tuple[Path, ...]) -> Iterator[Path]:
    """The files, and in place of a folder those of its files that are Studio flows."""
    for path in given:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(it for it in path.iterdir() if it.is_file()):
            if _export(file):
                yield file
            else:
                click.echo(f"Left out: {file} is no Studio flow", err=True)


def _export(file: Path) -> Export | None:
    try:
        with file.open("rb") as opened:
            return Export(file.stem, read(opened.read(MOST_BYTES + 1)))
    except (OSError, NoStudioFlow):
        return None


def _library(files: list[Path]) -> Library:
    return Library([export for export in map(_export, files) if export]) if len(files) > 1 else NOTHING


def _one(file: Path, out: Path | None, force: bool, as_a_program: bool, library: Library) -> dict[str, object]:
    folder = None if out is None else out.parent if _is_file(out) else out
    if library.only_run(file.stem):
        return _only_run(file, as_a_program)
    made = _imported(file, folder, library)
    texts = {f"{made.name}.yaml": made.flow, **({BUSINESS_FILE: made.business} if made.business else {})}
    if out is not None and folder is not None:
        target = out if _is_file(out) else folder / f"{made.name}.yaml"
        if target.exists() and not force:
            refuse(f"{target} is there already; --force writes over it", WRONG)
        _write(folder, target, made)
        click.echo(f"Written: {target}. Next: ivr check {folder}", err=True)
    elif not as_a_program:
        click.echo(made.flow, nl=False)
    if not as_a_program:
        click.echo("\n".join([f"\n{file}", *made.remarks[1:], as_text(made.rows)]), err=out is None)
    return {"file": str(file), **as_json(made.rows), **({"texts": texts} if out is None else {})}


def _only_run(file: Path, as_a_program: bool) -> dict[str, object]:
    """A file that answers no calls of its own: it stands in the flows that run it."""
    if not as_a_program:
        click.echo(f"\n{file} is a subflow: it stands in the flows that run it.", err=True)
    return {"file": str(file), "subflow": True, **as_json(())}


def _imported(file: Path, folder: Path | None, library: Library) -> Imported:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
        return import_flow(raw, file.stem, beside(folder) if folder else Beside(), library)
    except FileNotFoundError:
        refuse(f"there is nothing at {file}", NOT_FOUND)
    except NoStudioFlow as wrong:
        refuse(f"{file} is no Studio flow: {wrong}", WRONG)
    except BadBusiness as wrong:
        refuse(f"{folder}/{BUSINESS_FILE} does not check, so no flow beside it can: {wrong}", WRONG)
    except OSError as away:
        refuse(f"{file}: {away.strerror}", WRONG)


def _write(folder: Path, target: Path, made: Imported) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if made.business is not None:
        (folder / BUSINESS_FILE).write_text(made.business, encoding="utf-8")
    target.write_text(made.flow, encoding="utf-8")


def _is_file(out: Path) -> bool:
    return out.suffix in (".yaml", ".yml") and not out.is_dir()
