"""A small shop, and scripts for it, as somebody would write them."""

from __future__ import annotations

from pathlib import Path

from ivr.rehearsal.scripts.suite import Suite, run_suite
from tests.authoring.shop import write

FLOW = """start: reason
nodes:
  reason:
    menu:
      prompt: For a person, press 1. For our address, press 2.
      choices: {"1": person, "2": address}
      otherwise: person
  address: {say: We are at 12 Lake Road., next: all}
  all: {menu: {prompt: "If that is all, press 1.", choices: {"1": bye}, otherwise: person}}
  bye: {hang_up: Goodbye for now.}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""


def rehearse(folder: Path, scripts: str, flow: str = FLOW, business: str = "") -> Suite:
    """Plays scripts, written from `scripts:` on, on a flow laid over the small shop's."""
    write(folder, flow, business)
    (folder / "scripts").mkdir(exist_ok=True)
    (folder / "scripts" / "main.yaml").write_text(f"version: 1\nflow: main\nscripts:\n{scripts}", encoding="utf-8")
    return run_suite(folder)


def one(steps: str, ends: str = "left", more: str = "") -> str:
    """One script at noon."""
    return f"  one:\n    at: 2026-11-23 12:00\n{more}    steps:\n{steps}    ends: {ends}\n"
