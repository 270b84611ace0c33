"""The catalogue of the 56 faults: what each is, at which level it strikes, and where it is injected.

A fault that means nothing in one process and virtual time names the test that strikes it; nothing is called struck that
is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The lowest level at which a fault means something."""

    P = "P"
    """The switchboard over the memory store, in virtual time."""
    H = "H"
    """Real processes, HTTP, or a door of the web: a scenario, or a test of that door."""
    NOT_YET = "-"
    """The product has no such part."""


class Fault(StrEnum):
    """What is struck at P. The number is the catalogue's."""

    LOST = "1 webhook lost"
    DOUBLED = "2 webhook doubled"
    LATE = "3 webhook late"
    REORDERED = "4 webhooks out of order"
    EARLY = "6 report before the answer to the create"
    SLOW_ANSWER = "7 answered too late"
    BROKEN = "8 answered with an error"
    NOT_SENT = "9 request lost before the carrier"
    UNANSWERED = "10 accepted, answer lost"
    PLACED_LATER = "11 accepted after our time-out"
    SERVER_ERROR = "12 error of the carrier's, placed or not"
    THROTTLED = "13 throttled"
    ACCOUNT = "14 account refused"
    STALE_LIST = "15 list stale, cut, or with doubles"
    NOT_THERE = "16 not found soon after it was created"
    OUTAGE = "17 outage of the carrier"
    STUCK = "18 stuck in the carrier's queue"
    NEVER_TOLD = "19 end never reported"
    CONTRADICTION = "20 contradictory ends"
    SEQUENCE = "21 odd sequence number"
    NEW_WORD = "22 unknown word"
    DEATH = "23 death anywhere"
    DEATH_ANSWERING = "24 death between commit and answer"
    DEATH_PLACING = "25 death around a create"
    PAUSED = "26 process paused"
    WEB_DOWN = "27 web killed"
    STORE_AWAY = "28 store away"
    COMMIT = "29 commit outcome unknown"
    CONFLICT = "31 lock or serialization conflict"
    READ_ONLY = "32 nothing can be written"
    SLOW_STORE = "33 slow query"
    NO_CONNECTION = "34 no connection to be had"
    NO_DOORBELL = "35 doorbell away"
    FLUSHED = "36 all jobs flushed"
    JOB_LOST = "37 job lost"
    JOB_AGAIN = "38 job doubled, reordered or stuck"
    CALENDAR = "40 clocks change, leap day"
    AGENT_MACHINE = "41 agent's machine answers"
    ODD_KEYS = "42 odd keys of an agent"
    AGENT_AWAY = "43 agent not to be had"
    LEAVES = "44 caller leaves"
    RINGS_IN = "45 caller rings in"
    MACHINE = "46 customer's machine answers"
    STRANGE_ID = "47 strange caller id"
    AT_ONCE = "48 two calls of one number at once"
    RUSH = "49 rush, and all agents log off"
    POISON = "50 poison row"
    ATTACK = "51 replayed and invented webhooks"
    FLOOD = "52 flood from costly numbers"
    BY_HAND = "53 changed by hand in the middle"
    REPUBLISHED = "54 flow republished"
    NO_FALLBACK = "56 fallback document away"
    VOICEMAIL = MACHINE
    DOORBELL = NO_DOORBELL

    @property
    def number(self) -> int:
        """In the catalogue."""
        return int(self.partition(" ")[0])


PEOPLE = (
    Fault.AGENT_MACHINE,
    Fault.ODD_KEYS,
    Fault.AGENT_AWAY,
    Fault.LEAVES,
    Fault.RINGS_IN,
    Fault.MACHINE,
    Fault.STRANGE_ID,
    Fault.AT_ONCE,
    Fault.RUSH,
    Fault.FLOOD,
    Fault.BY_HAND,
    Fault.CALENDAR,
)
"""What people do, machines in their stead, and the calendar: nothing is broken meanwhile."""


@dataclass(frozen=True)
class Entry:
    """One row of the catalogue. `where`: the room of the simulation, or the test (path::name), that strikes it."""

    number: int
    name: str
    level: Level
    where: str


ROOMS = {
    "post": (1, 2, 3, 4, 7, 8, 19, 20, 21, 22, 24, 27, 56),
    "carrier": (6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 25, 26),
    "trouble": (23, 28, 29, 31, 32, 33, 34, 50),
    "doorbell": (35, 36, 37, 38),
    "day": (40, 49, 51, 52, 53, 54),
    "people": (41, 42, 43, 44, 45, 46, 47, 48),
}
"""Which room of tests/simulation injects what."""

ELSEWHERE = (
    Entry(
        5,
        "doubled with another idempotency header",
        Level.H,
        "tests/webhooks/test_odd_reports.py::test_another_idempotency_header_changes_nothing",
    ),
    Entry(
        30,
        "failover that loses the last commits",
        Level.H,
        "tests/scenarios/test_restored.py::test_a_day_is_lost_and_nobody_of_it",
    ),
    Entry(
        39,
        "clock of the database steps",
        Level.H,
        "tests/switchboard/stories/test_clock_steps.py::test_a_caller_who_waits_is_owed_whatever_the_clock_does",
    ),
    Entry(55, "report of a recording missing, late or huge", Level.NOT_YET, "the product records nothing"),
)

_KILLED = "tests/kill/test_kill.py::test_nothing_is_lost_whatever_dies_when"
_AWAY = "tests/scenarios/test_outages.py::test_ten_callers_ring_meanwhile_and_each_is_owed_once"
ALSO: dict[int, str] = {
    **dict.fromkeys((23, 24, 25, 36), _KILLED),
    **dict.fromkeys((28, 32, 33, 34), _AWAY),
    21: "tests/webhooks/test_odd_reports.py::test_a_sequence_number_that_is_none_leaves_the_report_as_it_is",
    22: "tests/webhooks/test_odd_reports.py::test_a_word_that_we_do_not_know_says_nothing",
    26: "tests/switchboard/stories/test_beyond_belief.py::test_a_worker_that_stood_still_speaks_of_the_past",
    27: "tests/scenarios/test_upgraded.py::test_calls_go_on_while_the_newer_program_takes_over",
    29: "tests/kill/test_kill.py::test_nobody_learns_whether_a_commit_was_done",
    30: "tests/switchboard/stories/test_lost_tail.py::test_of_a_lost_day_everybody_has_their_due",
    35: "tests/scenarios/test_mishaps.py::test_without_redis_the_sweep_does_everything",
    51: "tests/scenarios/test_bad_input.py::test_nothing_unsigned_or_signed_for_something_else_is_let_in",
}
"""Where real processes, real databases or a story of its own strike with it, too."""

CATALOGUE: tuple[Entry, ...] = tuple(
    sorted(
        (
            *ELSEWHERE,
            *(
                Entry(fault.number, fault.partition(" ")[2], Level.P, room)
                for room, numbers in ROOMS.items()
                for fault in Fault
                if fault.number in numbers
            ),
        ),
        key=lambda entry: entry.number,
    )
)

RATES: dict[Fault, tuple[float, float]] = {
    Fault.LOST: (0.01, 0.35),
    Fault.DOUBLED: (0.01, 0.3),
    Fault.LATE: (0.01, 0.35),
    Fault.REORDERED: (0.01, 0.3),
    Fault.EARLY: (0.05, 0.5),
    Fault.SLOW_ANSWER: (0.01, 0.15),
    Fault.BROKEN: (0.005, 0.1),
    Fault.NOT_SENT: (0.01, 0.2),
    Fault.UNANSWERED: (0.01, 0.3),
    Fault.PLACED_LATER: (0.01, 0.2),
    Fault.SERVER_ERROR: (0.01, 0.2),
    Fault.THROTTLED: (0.01, 0.3),
    Fault.ACCOUNT: (0.1, 0.6),
    Fault.STALE_LIST: (0.1, 0.8),
    Fault.NOT_THERE: (0.1, 0.8),
    Fault.OUTAGE: (0.1, 0.6),
    Fault.STUCK: (0.01, 0.2),
    Fault.NEVER_TOLD: (0.02, 0.5),
    Fault.CONTRADICTION: (0.02, 0.3),
    Fault.SEQUENCE: (0.1, 1.0),
    Fault.NEW_WORD: (0.02, 0.2),
    Fault.DEATH: (0.002, 0.03),
    Fault.DEATH_ANSWERING: (0.005, 0.08),
    Fault.DEATH_PLACING: (0.02, 0.2),
    Fault.PAUSED: (0.005, 0.1),
    Fault.WEB_DOWN: (0.2, 1.0),
    Fault.STORE_AWAY: (0.2, 1.0),
    Fault.COMMIT: (0.002, 0.02),
    Fault.CONFLICT: (0.01, 0.15),
    Fault.READ_ONLY: (0.1, 0.8),
    Fault.SLOW_STORE: (0.002, 0.03),
    Fault.NO_CONNECTION: (0.002, 0.03),
    Fault.NO_DOORBELL: (0.2, 1.0),
    Fault.FLUSHED: (0.005, 0.1),
    Fault.JOB_LOST: (0.05, 0.8),
    Fault.JOB_AGAIN: (0.05, 0.5),
    Fault.CALENDAR: (0.2, 0.8),
    Fault.AGENT_MACHINE: (0.05, 0.4),
    Fault.ODD_KEYS: (0.05, 0.4),
    Fault.AGENT_AWAY: (0.05, 0.4),
    Fault.LEAVES: (0.02, 0.5),
    Fault.RINGS_IN: (0.02, 0.5),
    Fault.MACHINE: (0.05, 0.5),
    Fault.STRANGE_ID: (0.02, 0.3),
    Fault.AT_ONCE: (0.02, 0.2),
    Fault.RUSH: (0.2, 0.8),
    Fault.POISON: (0.2, 0.8),
    Fault.ATTACK: (0.01, 0.1),
    Fault.FLOOD: (0.2, 0.8),
    Fault.BY_HAND: (0.1, 0.6),
    Fault.REPUBLISHED: (0.2, 1.0),
    Fault.NO_FALLBACK: (0.1, 0.6),
}
"""Between which rates a seed draws, per opportunity; of a spell, per time at which it may begin."""

NOTHING_WRITTEN = frozenset({Fault.STORE_AWAY, Fault.READ_ONLY})
"""Meanwhile nothing that we promise can be begun."""

SPELLS: dict[Fault, tuple[float, float]] = {
    Fault.THROTTLED: (1.0, 120.0),
    Fault.ACCOUNT: (60.0, 900.0),
    Fault.OUTAGE: (60.0, 14_400.0),
    Fault.WEB_DOWN: (1.0, 120.0),
    Fault.STORE_AWAY: (1.0, 1800.0),
    Fault.READ_ONLY: (1.0, 900.0),
    Fault.NO_DOORBELL: (10.0, 7200.0),
    Fault.NO_FALLBACK: (60.0, 7200.0),
}
"""Faults that last: how many seconds, at least and at most."""
