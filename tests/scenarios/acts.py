"""What people do at their telephones in story after story, each in one word."""

from __future__ import annotations

from ivr.rehearsal.people import Person
from ivr.simulator.exchange import Fact
from tests.scenarios.shop import NUMBER, Shop

GREETING = {"en": "For English", "bn": "বাংলার জন্য"}
MENU = {"en": "press 0", "bn": "০ চাপুন"}
WAITING = {"en": "stay on the line", "bn": "একটু লাইনে থাকুন"}
LANGUAGE = {"en": "1", "bn": "2"}
YES = {"en": "press 1", "bn": "১ চাপুন"}


def chooses_a_language(caller: Person) -> None:
    """Rings, and says by key which language it shall be."""
    caller.rings(NUMBER)
    caller.hears(GREETING[caller.language])
    caller.presses(LANGUAGE[caller.language])


def asks_for_a_person(caller: Person, key: str = "0") -> None:
    """Rings, chooses a language, and asks for somebody; waits."""
    chooses_a_language(caller)
    caller.hears(MENU[caller.language])
    caller.presses(key)
    caller.hears(WAITING[caller.language])


def asks_again(caller: Person, key: str = "0") -> None:
    """The same for a caller whose language we know."""
    caller.rings(NUMBER)
    caller.hears(MENU[caller.language])
    caller.presses(key)
    caller.hears(WAITING[caller.language])


def is_told_that_nobody_is_there(caller: Person) -> None:
    """Rings while no agent is on duty, and is asked when to be called."""
    chooses_a_language(caller)
    caller.hears(MENU[caller.language])
    caller.presses("0")
    caller.hears("When shall we call")


def leaves_unheard(shop: Shop, caller: Person) -> None:
    """Waits in vain for some seconds, and hangs up."""
    asks_for_a_person(caller)
    shop.passes(4)
    caller.hangs_up()
    shop.passes(2)


def talks(shop: Shop, caller: Person, agent: Person, seconds: float, verdict: str = "1") -> None:
    """They can talk, and do for so long; the caller hangs up, and the agent says how it was."""
    agent.is_bridged()
    shop.passes(seconds)
    caller.hangs_up()
    says_how_it_was(agent, verdict)
    shop.passes(30)


def picks_up(person: Person, within: float = 600.0) -> None:
    """The phone rings, and is answered; a ringing that is over already is not meant."""
    person.is_rung(within)
    while person.leg is None:
        person.is_rung(within)
    person.picks_up()


def says_yes(agent: Person, within: float = 1200.0) -> str:
    """The agent's phone rings, they hear why, and take it; what they heard before the key."""
    picks_up(agent, within)
    brief = agent.hears("").text
    agent.hears(YES[agent.language])
    agent.presses("1")
    return brief


def says_how_it_was(agent: Person, verdict: str) -> None:
    """The question after the talk is answered; by silence where the verdict is empty."""
    agent.hears(YES[agent.language])
    if verdict:
        agent.presses(verdict)


def rings(person: Person) -> list[Fact]:
    """Every time that this person's phone rang."""
    return [fact for fact in person.facts() if fact.what == "rings"]


def heard(person: Person) -> list[str]:
    """Every sentence that was said to this person, in order."""
    return [fact.text for fact in person.facts() if fact.what == "hears" and fact.other == "say"]
