"""The same stories before real processes over HTTP as before the memory store: every debt ends in the same fate."""

from dataclasses import replace

from tests.live import cast, compare
from tests.live.box import Box

SEED, CALLS = 1, 20


def test_a_dozen_calls_end_as_they_do_in_the_box():
    seen = compare.many(SEED, CALLS, 2, lambda seen: None)
    assert seen.broken == []
    assert seen.calls >= 12 and seen.doubled > seen.calls
    assert len(seen.fates) >= 3


def test_a_story_that_goes_otherwise_ends_otherwise():
    drawn = cast.draw(SEED * 1_000_000)
    usual, alone = compare.at_p(drawn), compare.at_p(replace(drawn, agents=drawn.agents[:1]))
    assert usual != alone


def test_the_same_seed_draws_the_same_people_and_the_same_story():
    stories = []
    for _ in range(2):
        box = Box(cast.draw(7), compare.QUICKLY, compare.ODD)
        compare.live(box, box.store, box.board, 7)
        stories.append(([tuple(fact) for fact in box.exchange.facts], compare.fates(box.store)))
    assert stories[0] == stories[1]
