"""The same stories before real processes over HTTP as before the memory store: every debt ends in the same fate."""

from dataclasses import replace

from tests.live import cast, compare, tale
from tests.live.box import Box

WORLDS = (1_000_000, 1_000_001, 1_000_002)
"""In the last one two agents are let go at one moment: when a machine's milliseconds made one of them idle for longer,
another was asked than at P, and the story went another way."""


def test_two_dozen_calls_go_and_end_as_they_do_in_the_box():
    seen = compare.many(WORLDS, len(WORLDS), lambda seen: None)
    assert seen.broken == []
    assert seen.calls >= 20 and seen.doubled > seen.calls
    assert len(seen.fates) >= 3
    assert seen.parted == []


def test_a_story_that_goes_otherwise_ends_otherwise():
    drawn = cast.draw(WORLDS[0])
    usual, alone = compare.at_p(drawn), compare.at_p(replace(drawn, agents=drawn.agents[:1]))
    assert usual.fates != alone.fates
    assert tale.difference(usual.tale, alone.tale)


def test_the_same_seed_draws_the_same_people_and_the_same_story():
    stories = []
    for _ in range(2):
        box = Box(cast.draw(7), compare.QUICKLY, compare.ODD)
        compare.live(box, box.store, box.board, 7)
        stories.append(([tuple(fact) for fact in box.exchange.facts], compare.fates(box.store)))
    assert stories[0] == stories[1]
