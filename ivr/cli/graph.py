"""`ivr graph`: a call flow as a picture. It changes nothing but the file that it is asked to write."""

from __future__ import annotations

from pathlib import Path

import click

from ivr.authoring.graph import FORMATS, draw
from ivr.callflow.graph import Callflow
from ivr.cli import context
from ivr.cli.exits import NOT_FOUND
from ivr.cli.versions import find


@click.command()
@click.argument("flow")
@click.option("--format", "shape", type=click.Choice(list(FORMATS)), help="Left out: as -o ends, else mermaid.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A file to write; else stdout.")
@click.option("--language", help="The language of what is said; left out: the flow's first.")
def graph(flow: str, shape: str | None, out: Path | None, language: str | None) -> None:
    """Draw FLOW: a file, a folder with one flow in it, or a published flow as NAME@live or NAME@VERSION.

    \b
    Examples:
      ivr graph callflows/main.yaml -o main.svg
      ivr graph callflows/main.yaml --format svg --language bn > main.bn.svg
      ivr graph main@live                        # Mermaid, for a page or a pull request

    Exit code 0: drawn. 1: the flow does not check. 2: it has no such language. 3: there is no such flow.
    """
    chosen = _one(flow)
    if language and language not in chosen.languages:
        context.refuse(f"{chosen.name} is not spoken in {language}, but in {', '.join(chosen.languages)}")
    picture = FORMATS[shape or _format(out)](draw(chosen, language or ""))
    if out is None:
        click.echo(picture.removesuffix("\n"))
        return
    out.write_text(picture.removesuffix("\n") + "\n", encoding="utf-8")
    click.echo(f"{out}: {chosen.title}", err=True)


def _one(named: str) -> Callflow:
    flows = find(named).flows
    if len(flows) != 1:
        there = f"there are {', '.join(flows)}: name one of them" if flows else "there is no flow with a number"
        context.refuse(f"{named}: {there}", NOT_FOUND)
    return next(iter(flows.values()))


def _format(out: Path | None) -> str:
    ends = {".svg": "svg", ".dot": "dot", ".gv": "dot"}
    return ends.get(out.suffix, "mermaid") if out else "mermaid"
