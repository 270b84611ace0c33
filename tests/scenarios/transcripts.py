"""Whole calls as pages that a person can read: what caller and agent hear and do, from the first ring to the last word.

`python -m tests.scenarios.transcripts` plays them again on a stage of their own and writes the pages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.rehearsal.people import Person
from ivr.rehearsal.stage import Stage
from ivr.simulator.transcript import words
from tests.databases import SqliteDatabases
from tests.paths import ROOT
from tests.scenarios.acts import asks_for_a_person, chooses_a_language, picks_up, says_yes, talks
from tests.scenarios.conftest import environment, open_shop
from tests.scenarios.shop import Shop

FOLDER = ROOT / "tests" / "transcripts" / "scenarios"
MOST_LINES = 30
UNTOLD = frozenset({"rings", "cut", "ends", "enqueued", "dequeued", "unbridged"})
"""What a person at the telephone does not notice, or what is plain by the next line."""


def served(shop: Shop) -> tuple[Person, ...]:
    """An order is asked after, and an agent who was told why takes the call."""
    nasrin, asha = shop.nasrin, shop.agent("Asha", "+12025550111")
    shop.knows(nasrin, name="Nasrin")
    asks_for_a_person(nasrin, key="1")
    says_yes(asha)
    talks(shop, nasrin, asha, 40)
    return nasrin, asha


def called_back_bengali(shop: Shop) -> tuple[Person, ...]:
    """Nobody is there; the caller is called back, all in Bengali."""
    rina = shop.caller("রিনা", "+8801712345670", language="bn")
    shop.knows(rina, name="রিনা")
    chooses_a_language(rina)
    rina.hears("০ চাপুন")
    rina.presses("3")
    rina.hears("১ চাপুন")
    rina.presses("1")
    shop.passes(300)
    asha = shop.agent("আশা", "+12025550111", team="repairs", language="bn")
    says_yes(asha)
    picks_up(rina)
    talks(shop, rina, asha, 40)
    return rina, asha


STORIES: dict[str, Callable[[Shop], tuple[Person, ...]]] = {
    "served": served,
    "called_back_bengali": called_back_bengali,
}


def play(name: str) -> str:
    """The page of this story as the product tells it now."""
    with TemporaryDirectory(prefix="ivr-page-") as folder:
        env = environment(SqliteDatabases(Path(folder)).make(Path(folder)), None, Path(folder) / "var")
        parts, port, carrier = open_shop(env)
        try:
            with Stage(parts, port, carrier) as stage:
                shop = Shop(stage)
                people = STORIES[name](shop)
                shop.nothing_is_left()
                return page(str(STORIES[name].__doc__), lines(stage, people))
        finally:
            parts.store.engine.dispose()


def page(title: str, told: Iterator[str]) -> str:
    return "\n".join([title, "", *told]) + "\n"


def lines(stage: Stage, people: tuple[Person, ...]) -> Iterator[str]:
    """One line per deed or sentence. The same music is told once."""
    names = {person.number: person.name for person in people}
    last = ""
    for fact in stage.exchange.facts:
        leg = stage.exchange.leg(fact.leg)
        who, said = names.get(leg.number), words(fact)
        if who is None or not said or fact.what in UNTOLD or fact.other == "ringing" or said == last:
            continue
        last = said
        yield f"{who}: {'phones us' if leg.direction == 'inbound' and fact.what == 'answers' else said}"


def main() -> int:
    """Write every page again; print the names of those that changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in STORIES:
        path, now = FOLDER / f"{name}.txt", play(name)
        if not path.exists() or path.read_text(encoding="utf-8") != now:
            path.write_text(now, encoding="utf-8")
            print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
