"""Whatever somebody writes into a script, it is played to its end or to a failure, and never breaks."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.folder import Result, load_folder
from ivr.authoring.problem import Findings
from ivr.authoring.scripts import read_script
from ivr.rehearsal.scripts.marked import Marked, marked
from ivr.rehearsal.scripts.play import play
from tests.paths import ROOT

STEPS = (
    '- presses: "0"', '- presses: "1"', '- presses: "2"', '- presses: "3"', '- presses: "01812345678#"',
    '- presses: "*"', "- stays silent", "- hangs up", "- calls again", "- is called", "- lets it ring", "- waits: 2m",
    "- waits: 3h",    "- says: Hello", "- talks with: Karim", "- the agent hangs up", "- agents: {Karim: away}",
    "- agents: {Karim: answers}", "- agents: {Karim: is busy}", "- hears: press",
)  # fmt: skip
HEAD = """version: 1
flow: main
scripts:
  any:
    at: 2026-11-23 {hour}:00
    from: {who}
    {more}
    agents: {{Karim: {does}}}
    steps:
"""


@lru_cache
def shop() -> tuple[Result, Marked]:
    result = load_folder(ROOT / "callflows")
    return result, marked(result.flows[0])


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from(STEPS), min_size=1, max_size=8),
    st.sampled_from(["11", "14", "21"]),
    st.sampled_from(["withheld", '"+8801712345678"']),
    st.sampled_from(["", "speaks: bn", "owed: repairs", "waiting: {support: 3}", "calls: 5"]),
    st.sampled_from(["answers", "declines", "lets it ring", "is busy", "away"]),
)
def test_any_script_is_played(steps: list[str], hour: str, who: str, more: str, does: str) -> None:
    result, flow = shop()
    assert result.business is not None
    found = Findings("any.yaml")
    text = HEAD.format(hour=hour, who=who, more=more, does=does) + "".join(f"      {step}\n" for step in steps)
    form, _ = read_script(text.encode(), result.business, {"main": flow.flow}, found)
    assert form is not None, found.problems
    one = play(form.scripts["any"], result.business, flow, {})
    assert one.how in ("callback", "talked", "declined", "left")
    assert one.path[0] == "which_language"
    assert one.failure is None or one.failure.message
