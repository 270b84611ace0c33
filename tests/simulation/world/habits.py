"""What kind of a place a world is: nothing that goes wrong, but what people there are like, drawn together per seed.

Faults drawn one by one seldom come in the company that a rare history needs; a habit brings its company along.
"""

from __future__ import annotations

from enum import StrEnum
from random import Random

from tests.simulation.world.faults import PEOPLE, Fault

PLAIN = 0.35
"""So many worlds have no habit at all."""
SHARE = 0.3
"""How many of all habits another world has."""
OFTEN = 0.5
"""How often a fault strikes, per opportunity, where a habit makes it likely."""


class Habit(StrEnum):
    """One of each world's."""

    CALM = "nothing breaks that another habit does not bring along"
    NOT_IN = "whoever we phone is not in"
    MAILBOXES = "mailboxes pick up, and agents leave long messages"
    RINGS_BACK = "whose phone we ring, or are about to, rings us"
    LATER = "whose phone we are about to ring tells us: later"
    FORGETFUL = "who has talked has forgotten something"
    TWO_PHONES = "people call on two phones at once"
    OFFICE = "many withhold their numbers, share one telephone, and talk for long"
    BY_HEART = "people know the menus by heart"
    HANDS_ON = "somebody changes by hand what is under way"
    SLEEPY = "few agents, who let it ring"
    TACITURN = "the carrier says little of what came to nothing"
    THRIFTY = "few phones may be rung in an hour"
    UNTOLD = "what happens at one door is seldom told"
    HASTY = "people hang up in the middle of everything"
    CURT = "talks are short, and mostly agents end them"
    COMPLETED = "the carrier calls completed what nobody talked in"
    WORDLESS = "the carrier does not tell of talks from the queue"
    JUST_THEN = "talks end just as we ask after them, and what agents say of it comes late"


NEEDS: dict[Habit, tuple[Fault, ...]] = {
    Habit.MAILBOXES: (Fault.MACHINE, Fault.RINGS_IN),
    Habit.RINGS_BACK: (Fault.RINGS_IN,),
    Habit.LATER: (Fault.RINGS_IN,),
    Habit.TWO_PHONES: (Fault.AT_ONCE,),
    Habit.HANDS_ON: (Fault.BY_HAND,),
    Habit.SLEEPY: (Fault.AGENT_AWAY,),
    Habit.TACITURN: (Fault.LEAVES, Fault.AT_ONCE, Fault.LOST),
    Habit.UNTOLD: (Fault.LOST, Fault.NEVER_TOLD, Fault.LEAVES),
    Habit.HASTY: (Fault.LEAVES,),
    Habit.COMPLETED: (Fault.LEAVES,),
    Habit.JUST_THEN: (Fault.LEAVES, Fault.LATE),
}
"""Faults that a world with such a habit has, be they drawn or not."""


def drawn(dice: Random) -> frozenset[Habit]:
    """Those of one world."""
    some = dice.random() >= PLAIN
    return frozenset(habit for habit in Habit if dice.random() < SHARE and some)


def beside(habits: frozenset[Habit], taken: frozenset[Fault]) -> frozenset[Fault]:
    """The faults that a world with these habits has after all, where these were drawn for it."""
    if Habit.CALM in habits:
        taken &= frozenset(PEOPLE)
    return taken | {fault for habit in habits for fault in NEEDS.get(habit, ())}
