"""An agent gets a new telephone: it rings, its holder keys the code, the old one is told; an hour later it counts."""

from ivr.switchboard import reconcile, trail
from ivr.switchboard.crew import number_changes
from ivr.switchboard.crew.reached import Refused as Nowhere
from ivr.switchboard.rows import Deed, NumberChange, NumberState
from tests.switchboard.stories.moving import NEW, OLD, OWNER, Change
from tests.switchboard.stories.town import Agent, Town


def test_the_new_telephone_is_proved_the_old_one_is_told_and_an_hour_later_it_rings_there() -> None:
    town = Town()
    change = Change(town)
    change.is_proved()
    assert change.address() == OLD and "no longer to this one" in change.told()[0]
    town.passes(30)
    (written,) = town.carrier.texts(OLD, town.board.library.business().numbers[0])  # type: ignore[misc]
    assert written.body == change.told()[0]
    town.passes(50 * 60)
    assert change.address() == OLD, "the old one may still object"
    town.passes(11 * 60)
    assert change.address() == NEW and change.row.state is NumberState.CHANGED
    caller = town.caller()
    caller.asks_for_a_person()
    change.phone.says_yes()
    caller.is_bridged()
    assert reconcile.once(town.board, town.carrier).balanced, "the carrier's log knows the verifying leg, and so do we"
    deeds = [one for one in town.all(Deed) if one.subject == "agent Asha"]  # type: ignore[attr-defined]
    assert [NEW in one.after for one in deeds] == [True, True], "asked, and done"


def test_three_wrong_codes_or_silence_change_nothing() -> None:
    town = Town()
    change = Change(town)
    change.is_answered()
    wrong = "000000" if change.row.code != "000000" else "111111"
    change.phone.presses(wrong)
    change.phone.hears("not the code")
    town.passes(20)
    change.phone.hears("not the code")
    change.phone.presses(wrong)
    change.phone.hears("Nothing was changed")
    assert (change.row.state, change.row.tries) == (NumberState.FAILED, 3) and not change.told()
    town.passes(7200)
    assert change.address() == OLD


def test_the_right_code_counts_at_the_third_try_and_the_same_request_twice_is_one_try() -> None:
    town = Town()
    change = Change(town)
    change.is_answered()
    change.phone.presses("12")
    town.passes(20)
    change.phone.hears("not the code")
    change.phone.presses("000000" if change.row.code != "000000" else "111111")
    change.phone.hears("not the code")
    change.phone.presses(change.row.code)
    change.phone.hears("Thank you")
    assert change.row.state is NumberState.PROVED and change.row.tries == 2


def test_nobody_picks_up_and_the_matter_is_over() -> None:
    town = Town()
    change = Change(town)
    change.phone.is_rung()
    town.passes(300)
    assert change.row.state is NumberState.FAILED
    again = number_changes.ask(town.board, OWNER, change.asha.id, NEW)
    assert isinstance(again, NumberChange), "it may be asked again"


def test_the_agent_objects_within_the_hour() -> None:
    town = Town()
    change = Change(town)
    change.is_proved()
    town.passes(1800)
    ended = number_changes.withdraw(town.board, trail.By(None, "Asha"), change.asha.id)
    assert ended is not None and ended.state is NumberState.WITHDRAWN
    town.passes(7200)
    assert change.address() == OLD
    assert number_changes.withdraw(town.board, OWNER, change.asha.id) is None


def test_who_keys_the_code_after_it_was_withdrawn_changes_nothing() -> None:
    town = Town()
    change = Change(town)
    change.is_answered()
    number_changes.withdraw(town.board, OWNER, change.asha.id)
    change.phone.presses(change.row.code)
    change.phone.hears("Nothing was changed")
    assert change.row.state is NumberState.WITHDRAWN and not change.told()


def test_an_address_that_may_not_be_is_refused() -> None:
    town = Town()
    asha, karim = town.agent(number=OLD), town.agent("Karim", "+12025550133")
    refused = {
        "nonsense": Nowhere.ADDRESS,
        OLD: number_changes.Refused.SAME,
        karim.number: number_changes.Refused.TAKEN,
        "+19005550123": Nowhere.PREMIUM,
        "client:no spaces": Nowhere.CLIENT,
    }
    for typed, why in refused.items():
        assert number_changes.ask(town.board, OWNER, asha.id, typed) is why, typed
    assert number_changes.ask(town.board, OWNER, 999, NEW) is number_changes.Refused.UNKNOWN
    assert isinstance(number_changes.ask(town.board, OWNER, asha.id, NEW), NumberChange)
    assert number_changes.ask(town.board, OWNER, asha.id, "+12025550144") is number_changes.Refused.UNDER_WAY
    assert town.all(NumberChange)[-1].address == NEW  # type: ignore[attr-defined]


def test_a_telephone_is_not_rung_again_and_again() -> None:
    town = Town()
    asha = town.agent(number=OLD)
    for _ in range(number_changes.MOST_A_DAY):
        assert isinstance(number_changes.ask(town.board, OWNER, asha.id, NEW), NumberChange)
        number_changes.withdraw(town.board, OWNER, asha.id)
    assert number_changes.ask(town.board, OWNER, asha.id, NEW) is number_changes.Refused.TOO_OFTEN
    town.passes(60)
    assert Agent(town, "new", NEW).was_rung() == 0, "what was withdrawn in time rings nobody"
