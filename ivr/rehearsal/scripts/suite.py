"""All scripts of some folders: found, read, played, and counted. It prints nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.authoring.folder import BUSINESS_FILE, Result, load_folder
from ivr.authoring.scripts import Scripts, is_flow, is_script, read_scripts
from ivr.rehearsal.scripts.coverage import Coverage, covered
from ivr.rehearsal.scripts.marked import Marked, marked
from ivr.rehearsal.scripts.play import play
from ivr.rehearsal.scripts.played import Played

FOLDER = "scripts"
"""Beside the flows."""


@dataclass(frozen=True, slots=True)
class Suite:
    """`flows` is what was wrong with the flows themselves; then nothing was played. `played` is by file."""

    flows: Result
    scripts: Scripts = field(default_factory=lambda: Scripts({}))
    played: Mapping[str, tuple[Played, ...]] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()

    @property
    def failed(self) -> int:
        return sum(one.failure is not None for many in self.played.values() for one in many)

    @property
    def count(self) -> int:
        return sum(map(len, self.played.values()))

    @property
    def good(self) -> bool:
        return not (self.flows.errors or self.scripts.problems or self.failed)


class NoScript(ValueError):
    """A file that holds no call scripts, or one with no flows beside it; the message says where scripts belong."""


def run_suite(path: Path) -> Suite:
    """The scripts of a folder with flows, of a folder of scripts, or of one file. FileNotFoundError: there is none.
    NoScript: the file is something else, or stands where there are no flows."""
    folder, files = _found(path)
    flows = load_folder(folder)
    if flows.errors or flows.business is None:
        return Suite(flows)
    known = {flow.name: flow for flow in flows.flows}
    scripts = read_scripts(files, flows.business, known)
    ready = {name: marked(flow) for name, flow in known.items() if flow.numbers}
    played = {
        file: tuple(play(pair, flows.business, ready[form.flow.value], known) for pair in form.scripts.values())
        for file, form in scripts.files.items()
    }
    return Suite(flows, scripts, played, tuple(_coverage(ready, scripts, played)))


def _coverage(
    flows: Mapping[str, Marked], scripts: Scripts, played: Mapping[str, tuple[Played, ...]]
) -> Iterator[Coverage]:
    """Of every flow, those included for which there is no script."""
    for name, flow in flows.items():
        of_it = (one for file, form in scripts.files.items() if form.flow.value == name for one in played[file])
        yield covered(flow, of_it)


def _found(path: Path) -> tuple[Path, Iterable[Path]]:
    """The folder of the flows, and the files of scripts."""
    if not path.exists():
        raise FileNotFoundError(path)
    if path.is_file():
        return _flows_of(path), [path]
    if (path / BUSINESS_FILE).is_file():
        return path, [*filter(is_script, _yaml(path)), *_yaml(path / FOLDER)]
    return _flows_beside(path), _yaml(path)


def _flows_of(file: Path) -> Path:
    folder = _flows_beside(file.parent.absolute())
    if is_flow(file):
        whole = f"play them all by: ivr test {file.parent}"
        raise NoScript(f"{file} is a call flow: its scripts belong into {file.parent / FOLDER}; {whole}")
    if not (folder / BUSINESS_FILE).is_file():
        where = f"scripts belong into a folder {FOLDER} beside the flows, or beside the flows themselves"
        raise NoScript(f"{file} has no flows beside it: {where}")
    return folder


def _flows_beside(folder: Path) -> Path:
    return folder if (folder / BUSINESS_FILE).is_file() else folder.parent


def _yaml(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
