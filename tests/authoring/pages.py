"""The pages in docs/errors: each has an example that fails, what is said about it, and the same example put right.

`python -m tests.authoring.pages` writes again what is said, and the list of all pages; read the difference.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ivr.authoring.check.before import Before
from ivr.authoring.codes import Code
from ivr.authoring.folder import Result
from tests.authoring.shop import BUSINESS, FLOW, laid_over, load, shown, write
from tests.paths import ROOT

FOLDER = ROOT / "docs" / "errors"
_BLOCK = re.compile(r"```(yaml|text)([^\n]*)\n(.*?)```\n", re.DOTALL)


CALL_LOG = {("main", "main", "1", "promise"): 20, ("main", "main", "2", "person"): 90}
"""Who pressed what while bills were on 1, and orders on 2."""


@dataclass(frozen=True)
class Page:
    path: Path
    text: str

    @property
    def code(self) -> Code:
        return Code(self.path.stem)

    @property
    def title(self) -> str:
        return self.text.splitlines()[0].removeprefix(f"# {self.code}: ")

    def examples(self) -> list[tuple[str, str]]:
        """The failing example, then the passing one: (what its fence says, the text)."""
        return [(found[2].strip(), found[3]) for found in _BLOCK.finditer(self.text) if found[1] == "yaml"]

    def said(self) -> str:
        return next(found[3] for found in _BLOCK.finditer(self.text) if found[1] == "text")

    def with_said(self, said: str) -> str:
        old = next(found for found in _BLOCK.finditer(self.text) if found[1] == "text")
        return self.text[: old.start()] + f"```text\n{said}```\n" + self.text[old.end() :]


def pages() -> Iterator[Page]:
    for path in sorted(FOLDER.glob("F*.md")):
        yield Page(path, path.read_text(encoding="utf-8"))


def run(folder: Path, where: str, example: str) -> Result:
    """Checks an example: laid over the flow, over `business.yaml`, over both, beside a subflow or a card, `as it is`,
    as `two flows`, or against what was before it."""
    write(folder)
    if where.startswith("against"):
        return _compared(folder, where, example)
    if where == "two flows":
        first, second = example.split("---\n")
        write(folder, first, other=second)
    elif where == "with business.yaml below":
        flow, business = example.split("---\n")
        write(folder, flow, business)
    elif where == "with a subflow below":
        flow, subflow = example.split("---\n")
        write(folder, flow)
        (folder / "verify.yaml").write_text(subflow, encoding="utf-8")
    elif where == "with a card below":
        flow, card = example.split("===\n")
        write(folder, flow)
        (folder / "cards").mkdir()
        (folder / "cards" / "opening_hours.md").write_text(card, encoding="utf-8")
    elif where == "business.yaml":
        (folder / "business.yaml").write_text(laid_over(example, BUSINESS), encoding="utf-8")
    elif where == "as it is":
        raw = re.sub(r"\\x([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), example)
        (folder / "main.yaml").write_bytes(raw.encode("latin-1"))
    else:
        (folder / "main.yaml").write_text(laid_over(example, FLOW), encoding="utf-8")
    return load(folder)


def _compared(folder: Path, where: str, example: str) -> Result:
    """Against the flow below it, or against a call log."""
    if where == "against a call log":
        return load(write(folder, example), Before(presses=Counter(CALL_LOG)))
    new, old = example.split("---\n")
    before = Before(flows={"main": load(write(folder, old)).flows[0]})
    return load(write(folder, new), before)


def said_of(page: Page, result: Result) -> str:
    """What the checker says about this page's code, without the closing lines."""
    parts = shown(result).split("\n\n")[:-1]
    return "\n\n".join(part for part in parts if f" {page.code} " in part.splitlines()[0]) + "\n"


def index() -> str:
    """docs/errors/README.md: every code with its title."""
    rows = "\n".join(f"| [{page.code}]({page.code}.md) | {page.code.severity} | {page.title} |" for page in pages())
    return (
        "# What `ivr check` says\n\n"
        "Errors keep a flow from going live; the version that is live goes on answering. Warnings name the norm or\n"
        "the study that they come from; a flow that wants it otherwise says so with a reason: `allow: {F701: our\n"
        "regulars know the menu}`.\n\n"
        "The examples are laid over a small shop with one team, `support`, and one language, `en`.\n\n"
        f"| code | | |\n|---|---|---|\n{rows}\n"
    )


def main() -> None:
    for page in pages():
        with tempfile.TemporaryDirectory() as folder:
            result = run(Path(folder), *page.examples()[0])
            page.path.write_text(page.with_said(said_of(page, result)), encoding="utf-8")
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
