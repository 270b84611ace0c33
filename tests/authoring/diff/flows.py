"""The flows of the page that teaches the language, compiled."""

from pathlib import Path

from ivr.authoring.folder import load_folder
from ivr.callflow.graph import Callflow
from tests.authoring.pages import run
from tests.authoring.shop import check
from tests.authoring.test_readme import BILINGUAL, EXAMPLES

LOOKUPS = "lookups: {hosts: [shop.example]}\n"


def flows_of_the_page(folder: Path) -> list[Callflow]:
    """Every example, each in a folder of its own."""
    return [flow for number, (kind, text) in enumerate(EXAMPLES) for flow in example(folder / str(number), kind, text)]


def example(folder: Path, kind: str, text: str) -> tuple[Callflow, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "business":
        return ()
    if kind in ("card", "subflow"):
        return run(folder, f"with a {kind} below", text).flows
    if kind == "flow":
        check(folder)
        (folder / "main.yaml").write_text(text, encoding="utf-8")
        return load_folder(folder).flows
    return check(folder, text, {"bilingual": BILINGUAL, "lookups": LOOKUPS}.get(kind, "")).flows
