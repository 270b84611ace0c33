"""A shop of a few lines, over which examples are laid: what one says wins, what it leaves out stands below it."""

import re
from dataclasses import replace
from pathlib import Path

from ivr.authoring.check import NOTHING
from ivr.authoring.check.before import Before
from ivr.authoring.codes import Code
from ivr.authoring.folder import Result, load_folder
from ivr.authoring.problem import Problem
from ivr.authoring.show import as_text

BUSINESS = {
    "version": "version: 1",
    "business": "business: Corner Shop",
    "zone": "zone: Asia/Dhaka",
    "country": "country: BD",
    "currency": "currency: BDT",
    "languages": "languages: {en: en-US}",
    "teams": """teams:
  support:
    title: {en: Support}
    owner: {name: Rahima, number: "+8801712345678"}
    hours: shop""",
    "schedules": """schedules:
  shop: {weekly: {saturday-thursday: 10:00-20:00}}""",
}

FLOW = {
    "version": "version: 1",
    "callflow": "callflow: main",
    "title": "title: Customer line",
    "numbers": 'numbers: ["+12025550100"]',
    "start": "start: person",
    "nodes": """nodes:
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}""",
    "allow": "allow: {F706: a small example}",
}


def laid_over(example: str, base: dict[str, str]) -> str:
    """The example, and below it whatever the base has that the example does not say."""
    said = set(re.findall(r"^([a-z_]+):", example, re.MULTILINE))
    return "\n".join([example.rstrip("\n"), *(text for key, text in base.items() if key not in said)]) + "\n"


def write(folder: Path, flow: str | None = "", business: str | None = "", **more: str) -> Path:
    """A folder with the shop in it; None leaves a file out, `more` are further flows by their file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"main": flow, **more}
    for name, text in files.items():
        if text is not None:
            (folder / f"{name}.yaml").write_text(laid_over(text, FLOW), encoding="utf-8")
    if business is not None:
        (folder / "business.yaml").write_text(laid_over(business, BUSINESS), encoding="utf-8")
    return folder


def check(folder: Path, flow: str | None = "", business: str | None = "", **more: str) -> Result:
    return load(write(folder, flow, business, **more))


def load(folder: Path, before: Before = NOTHING) -> Result:
    """What the checker says of a folder. That the line of ours which allows F706 was needless is nobody's concern."""
    result = load_folder(folder, before=before)
    kept = tuple(problem for problem in result.problems if not _ours(problem, result))
    return replace(result, problems=kept)


def _ours(problem: Problem, result: Result) -> bool:
    if problem.code is not Code.NEEDLESS_ALLOW:
        return False
    return result.texts.get(problem.file, "").splitlines()[problem.mark.line - 1 :][:1] == [FLOW["allow"]]


def only(result: Result) -> Problem:
    """The one problem that there is."""
    assert len(result.problems) == 1, shown(result)
    return result.problems[0]


def codes(result: Result) -> list[str]:
    return [str(problem.code) for problem in result.problems]


def place(problem: Problem, text: str) -> str:
    """What stands in a text where the problem points."""
    line = text.splitlines()[problem.mark.line - 1]
    return line[problem.mark.column - 1 :][: problem.mark.length]


def shown(result: Result) -> str:
    """What a person reads, without the folder in which a test stands."""
    text = as_text(result)
    for folder in {str(Path(problem.file).parent) for problem in result.problems}:
        text = text.replace(f"{folder}/", "")
    return text
