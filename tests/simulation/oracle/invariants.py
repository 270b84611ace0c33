"""The 26 promises that are checked, by their codes: in words, at which level, and where else than in the simulation.

A check is named by the code it belongs to and what it holds: `S4 one leg per agent`. Nothing is judged here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

HTTP = "tests/scenarios/"


@dataclass(frozen=True)
class Invariant:
    """`levels`: where it is checked. P and S: after every event of the simulation, over the memory store or SQL.
    H: over HTTP, by the tests in `elsewhere` (`path::test`)."""

    code: str
    sentence: str
    levels: str = "PS"
    elsewhere: tuple[str, ...] = ()


INVARIANTS: tuple[Invariant, ...] = (
    Invariant("S1", "Nobody is dialled, held or rung for whom nothing is owed in a committed row."),
    Invariant("S2", "A transfer has exactly one obligation, and both say the same fate."),
    Invariant("S3", "What is final stays final."),
    Invariant(
        "S4",
        "One leg per customer and one per agent at a time; nobody is rung while on the line with us.",
        "PSH",
        (f"{HTTP}test_several.py::test_two_sweeps_at_once_double_nothing",),
    ),
    Invariant(
        "S5",
        "One conversation per caller, with one agent; who was served is not phoned again.",
        "PSH",
        (f"{HTTP}test_who_is_asked.py::test_two_say_yes_in_the_same_moment_and_one_of_them_has_the_caller",),
    ),
    Invariant("S6", "Every fate that we claim is proved by the carrier's own record: yes, bridge, talk, key."),
    Invariant("S7", "No write with an old fence succeeds, and a fence only grows."),
    Invariant("S8", "No customer's phone begins to ring after the end of what was owed."),
    Invariant("S9", "Customers are rung at a civil hour, so many times a day, and never if they must not be."),
    Invariant("S10", "No more calls per second than the account may place; none waits at the carrier for over 30 s."),
    Invariant(
        "S11",
        "A request that comes twice is answered alike, and changes nothing.",
        "PSH",
        (f"{HTTP}test_faults.py::test_a_whole_call_in_which_everything_comes_twice",),
    ),
    Invariant("S12", "The reports of a leg, in whatever order, end in the same rows."),
    Invariant("S13", "Every state is the fold of the ledger."),
    Invariant(
        "S14",
        "Every answer is a document that the carrier can carry out, in time; every path ends, and no line is dead.",
        "PSH",
        (
            f"{HTTP}test_outages.py::test_ten_callers_ring_meanwhile_and_each_is_owed_once",
            "tests/twilio/test_twiml.py::test_no_text_breaks_a_document_or_changes_its_verbs",
        ),
    ),
    Invariant("S15", "No agent is alone on a line, and no phone rings for nobody."),
    Invariant(
        "S16",
        "No number, card, PIN or token is in logs, ledger, tasks, messages, jobs or errors.",
        "PSH",
        ("tests/app/test_logs.py::test_a_whole_day_with_a_fault_leaves_no_number_no_name_and_no_token",),
    ),
    Invariant("S17", "We ring only ordinary numbers in our countries, and no more of them than the limits say."),
    Invariant("S18", "Every row that is not settled has a next look, soon enough."),
    Invariant("L1", "Every transfer and every callback comes to an end, and nothing is left behind."),
    Invariant("L2", "Whatever is overdue is touched by the next pass of the sweep."),
    Invariant(
        "L3",
        "A call that met our outage is owed within 60 s of recovery.",
        "PSH",
        (f"{HTTP}test_outages.py::test_ten_callers_ring_meanwhile_and_each_is_owed_once",),
    ),
    Invariant("L4", "An agent's line is free for others within two minutes of the leg's end."),
    Invariant(
        "L5",
        "Nobody who waits for an agent is passed over for somebody who stands later in the order; of two agents "
        "who are free, the one is not asked first who has just talked.",
    ),
    Invariant("L6", "What a person must look at alerts again, for ever."),
    Invariant(
        "L7",
        "Without the doorbell, whatever can be done is begun within a period of the sweep and a second.",
        "PSH",
        (f"{HTTP}test_mishaps.py::test_without_redis_the_sweep_does_everything",),
    ),
    Invariant(
        "L8",
        "What callers asked for is what we owe: waiting, served, kept as a callback, or waived by them. Who is cut "
        "off by us is owed, too.",
    ),
)


def code(check: str) -> str:
    """The code to which a check belongs; empty where it belongs to none (an error of our own code)."""
    first = check.partition(" ")[0]
    return first if any(first == one.code for one in INVARIANTS) else ""


def counted(checks: Mapping[str, int]) -> dict[str, int]:
    """How often each of the 26 was checked, in their order."""
    counts: Counter[str] = Counter()
    for check, count in checks.items():
        counts[code(check)] += count
    return {one.code: counts[one.code] for one in INVARIANTS}
