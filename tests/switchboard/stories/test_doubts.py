"""Nobody knows whether a talk was one; then the caller is helped all the same, and is not phoned for it again."""

from tests.switchboard.stories.town import Agent, Neighbour, Town


def talks_and_nobody_knows(town: Town) -> tuple[Neighbour, Agent]:
    """They talked for a minute, and every report of it is lost; the reports of what comes next are not."""
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(60)
    town.loses = lambda request: request.url.startswith(("door:over", "door:left", "door:verdict"))
    nasrin.hangs_up()
    town.passes(60)
    town.loses = lambda request: False
    assert nasrin.fates() == ["waiting"]
    return nasrin, asha


def test_who_was_helped_by_a_later_callback_is_not_phoned_for_the_talk_of_which_nobody_knows() -> None:
    town = Town()
    nasrin, asha = talks_and_nobody_knows(town)
    asha.goes_home()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu")
    nasrin.hangs_up()
    asha.comes_back()
    asha.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    asha.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    assert nasrin.fates() == ["connected", "connected"]
    town.passes(3600)
    assert nasrin.was_rung() == 1


def test_nor_who_was_helped_on_a_later_call_of_theirs() -> None:
    town = Town()
    nasrin, asha = talks_and_nobody_knows(town)
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    assert nasrin.fates() == ["came_in", "served"]
    town.passes(3600)
    assert nasrin.was_rung() == 0


def test_an_agent_who_is_still_asked_how_it_went_is_waited_for_though_another_has_served_the_same_number() -> None:
    """Two people behind one number, on two lines: each agent speaks for their own talk."""
    town = Town()
    family, asha = town.caller(), town.agent()
    family.asks_for_a_person()
    first = family.leg
    asha.says_yes()
    family.is_bridged()
    babul = town.agent("Babul", "+12025550112")
    family.asks_for_a_person()
    babul.says_yes()
    family.is_bridged()
    town.passes(30)
    town.exchange.hang_up(first or "")
    asha.hears("If this is settled")
    family.hangs_up()
    babul.hears("If this is settled")
    babul.presses("1")
    assert family.fates() == ["waiting", "served"]
    asha.presses("2")
    assert family.fates() == ["due", "served"]
