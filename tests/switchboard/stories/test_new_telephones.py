"""What can go wrong with the telephone to which an agent is to be moved, and with the carrier that rings it."""

from ivr.line.inputs import Digits
from ivr.line.instructions import HangUp
from ivr.line.outcomes import Blame, LegReport, LegState, PlaceCall, PlaceResult, Refused, Uncertain, Way
from ivr.switchboard import agents, reconcile
from ivr.switchboard.crew import number_changes, proving
from ivr.switchboard.reconcile import log
from ivr.switchboard.rows import Agent as Row
from ivr.switchboard.rows import NumberChange, NumberState
from tests.switchboard.stories.moving import NEW, OLD, OWNER, Change
from tests.switchboard.stories.town import Town, messages


def test_to_a_page_nobody_is_phoned_but_the_old_number_is_told_all_the_same() -> None:
    town = Town()
    asha = town.agent(number=OLD)
    asked = number_changes.ask(town.board, OWNER, asha.id, "client:asha")
    assert isinstance(asked, NumberChange) and asked.state is NumberState.PROVED
    assert len(messages(town)) == 1
    town.passes(3700)
    assert next(one.address for one in town.all(Row)) == "client:asha"  # type: ignore[attr-defined]


def test_a_refusal_of_the_carrier_ends_it_and_an_unknown_fate_is_looked_for_once() -> None:
    town = Town()
    town.carrier.awry = lambda call: Refused(Blame.DESTINATION, "no such number")
    change = Change(town)
    town.passes(10)
    assert change.row.state is NumberState.FAILED

    def unsure(call: PlaceCall) -> PlaceResult:
        super(type(town.carrier), town.carrier).place(call)
        return Uncertain("time-out")

    town.carrier.awry = unsure
    again = number_changes.ask(town.board, OWNER, change.asha.id, NEW)
    assert isinstance(again, NumberChange)
    change.id = again.id
    change.is_proved()
    town.passes(3700)
    assert change.address() == NEW


def test_a_call_that_never_was_placed_is_given_up_after_the_quiet_time() -> None:
    town = Town()
    town.carrier.awry = lambda call: Uncertain("time-out")
    change = Change(town)
    town.passes(60)
    assert change.row.state is NumberState.RINGING
    town.passes(120)
    assert change.row.state is NumberState.FAILED


def test_while_the_old_telephone_rings_nothing_is_changed_under_it() -> None:
    town = Town()
    change = Change(town)
    change.is_proved()
    town.passes(3590)
    caller = town.caller()
    caller.asks_for_a_person()
    change.asha.says_yes()
    town.passes(30)
    assert change.address() == OLD
    caller.hangs_up()
    change.asha.hangs_up()
    town.passes(200)
    assert change.address() == NEW


def test_another_agent_who_has_that_number_by_then_keeps_it() -> None:
    town = Town()
    change = Change(town)
    change.is_proved()
    agents.add(town.store, "Karim", NEW, ("care",))
    town.passes(3700)
    assert change.row.state is NumberState.FAILED and change.address() == OLD


def test_whose_end_was_not_reported_is_told_by_the_carriers_log() -> None:
    town = Town()
    change = Change(town)
    change.is_answered()
    town.loses = lambda request: request.kind != "twiml"
    change.phone.hangs_up()
    town.passes(5)
    assert change.row.state is NumberState.RINGING
    report = reconcile.once(town.board, town.carrier)
    assert report.found == {reconcile.Kind.ENDED: 1} and report.balanced
    assert change.row.state is NumberState.FAILED


def test_the_verifying_leg_is_none_that_our_books_have_lost() -> None:
    """Else every caller who rang meanwhile would have to wait until the carrier tells what it was."""
    town = Town()
    change = Change(town)
    change.is_proved()
    town.passes(20)
    legs = log.look(town.store, (LegReport(str(change.row.sid), LegState.ENDED, way=Way.PLACED),))
    assert change.row.sid in legs


def test_a_leg_that_is_not_the_one_hears_nothing() -> None:
    town = Town()
    change = Change(town)
    change.is_answered()
    for said in (
        proving.code(town.board, change.row.public_id, 1, "CA" + "9" * 32, Digits(change.row.code)),
        proving.picked_up(town.board, "nobodyknowsthis1", "CA" + "9" * 32),
    ):
        assert said.instructions == (HangUp(),)
    assert change.row.state is NumberState.RINGING


def test_what_was_asked_twice_is_answered_once() -> None:
    town = Town()
    change = Change(town)
    change.is_answered()
    row = change.row
    twice = [proving.code(town.board, row.public_id, 1, str(row.sid), Digits("12")) for _ in range(2)]
    assert twice[0] == twice[1] and change.row.tries == 1


def test_a_leg_of_unknown_fate_is_found_and_known_from_then_on() -> None:
    """Nobody picked up, and no report came: the carrier's log must not take it for somebody else's."""
    town = Town()

    def unsure(call: PlaceCall) -> PlaceResult:
        super(type(town.carrier), town.carrier).place(call)
        return Uncertain("time-out")

    town.carrier.awry, town.loses = unsure, lambda request: True
    change = Change(town)
    town.passes(100)
    assert change.row.sid is None
    town.passes(400)
    assert change.row.sid is not None and change.row.state is NumberState.FAILED
