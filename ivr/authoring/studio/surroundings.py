"""What stands in a folder into which a flow is imported: its business file, and what its flows have claimed."""

from __future__ import annotations

from pathlib import Path

from ivr.authoring.folder import BUSINESS_FILE
from ivr.authoring.parse import MOST_BYTES, parse
from ivr.authoring.problem import Findings
from ivr.authoring.studio.importing import Beside
from ivr.authoring.tree import Mapping, Scalar, Sequence, Tree


def beside(folder: Path) -> Beside:
    """Of a folder that need not be there yet; files that cannot be read claim nothing."""
    business = folder / BUSINESS_FILE
    names, numbers = set[str](), set[str]()
    for file in sorted(folder.glob("*.y*ml")):
        tree = _tree(file)
        if isinstance(tree, Mapping):
            names |= _words(tree.get("callflow"))
            numbers |= _words(tree.get("numbers"))
        names.add(file.stem)
    text = business.read_text(encoding="utf-8", errors="replace") if business.is_file() else None
    return Beside(text, frozenset(names), frozenset(numbers))


def _tree(file: Path) -> Tree | None:
    try:
        with file.open("rb") as opened:
            return parse(opened.read(MOST_BYTES + 1), Findings(str(file))).tree
    except OSError:
        return None


def _words(tree: Tree | None) -> set[str]:
    if isinstance(tree, Sequence):
        return {item.text for item in tree.items if isinstance(item, Scalar)}
    return {tree.text} if isinstance(tree, Scalar) else set()
