"""A caller is forgotten: here nothing is left by which they could be known, nor at the carrier; the books balance."""

import json
from dataclasses import replace

from ivr.callflow.position import Position
from ivr.callflow.values import Type, Value
from ivr.line.outcomes import EndResult, Uncertain
from ivr.reports.caller import export
from ivr.reports.equation.audit import audit
from ivr.store.rules.kinds import NAMES
from ivr.switchboard.known import erasing, notes, profiles
from ivr.switchboard.rows import Call, Caller, Consent, Erasure, Matter, Message, MessageState, Note, Tag, Turn
from ivr.switchboard.trail import By
from tests.switchboard.stories.test_called_back import owed, phoned
from tests.switchboard.stories.town import NASRIN, Town

ADA = By(None, "Ada")
NAME, SECRET = "Nasrin Akter", "lives at the corner"


def known(town: Town) -> Caller:
    """Much is known of the one caller."""
    (row,) = (one for one in town.all(Caller) if one.number == NASRIN)  # type: ignore[attr-defined]
    profiles.change(town.store, ADA, row.id, row.fence, name=NAME)
    profiles.tag(town.store, ADA, row.id, "corner")
    notes.add(town.store, ADA, row.id, SECRET)
    with town.store.unit() as unit:
        unit.insert(Consent(0, row.id, Matter.RECORDING, True, "asked", "Ada", unit.now))
        text = Message(0, "text:x", "", SECRET, MessageState.SENT, unit.now, None, sid="SM1", caller_id=row.id)
        unit.insert(text)
    return row


def all_that_is_kept(town: Town) -> str:
    store = town.store
    rows = [repr(row) for shelf in store.shelves.values() for row in shelf.rows.values()]
    return "\n".join(rows + [repr(store.ledger.get(id)) for id in range(1, len(store.ledger) + 1)])


def test_nothing_is_left_by_which_they_could_be_known_and_the_books_balance() -> None:
    town = Town()
    nasrin, asha = owed(town)
    row = known(town)
    before = all_that_is_kept(town)
    assert all(word in before for word in (NASRIN, NAME, SECRET, "corner"))
    gone = erasing.erase(town.board, ADA, row.id)
    assert isinstance(gone, int) and gone == 2, "the record of the call, and the message's"
    after = all_that_is_kept(town)
    assert not any(word in after for word in (NASRIN, NASRIN[1:], NAME, SECRET, "corner"))
    assert not town.all(Note) and not town.all(Tag) and not town.all(Consent)
    town.passes(3600)
    assert nasrin.was_rung() == 0
    books = audit(town.store)
    assert books.balanced and books.final == 1 and books.overdue == 0


def test_what_we_owe_is_cancelled_at_their_wish_while_an_agent_is_being_asked() -> None:
    town = Town()
    _, asha = owed(town)
    row = known(town)
    asha.is_rung()
    erasing.erase(town.board, ADA, row.id)
    town.passes(60)
    (callback,) = town.all(export.Callback)
    assert callback.state == "cancelled" and callback.words == ""  # type: ignore[attr-defined]


def test_what_they_had_keyed_for_agents_to_know_goes_with_them() -> None:
    """Answers that the flow names for whoever phones stand in the row of the call, also once it is over."""
    town = Town()
    owed(town)
    (call,) = town.all(Call)
    order = ("order", Value(Type.DIGITS, "47110815", told=True))
    with town.store.unit() as unit:
        told = Position("", "en", memory=(("keys", "98765"),), answers=(order,)).write()
        unit.save(replace(call, position=told))  # type: ignore[arg-type]
    assert "47110815" in all_that_is_kept(town) and "98765" in all_that_is_kept(town)
    erasing.erase(town.board, ADA, known(town).id)
    kept = all_that_is_kept(town)
    assert "47110815" not in kept and "98765" not in kept


def test_the_carriers_records_are_deleted_however_often_it_has_to_be_asked() -> None:
    town = Town()
    owed(town)
    (call,) = town.all(Call)
    refusals = [Uncertain("HTTP 500")] * 3
    inner = town.carrier.erase_call

    def erase_call(sid: str) -> EndResult:
        return refusals.pop() if refusals else inner(sid)

    town.carrier.erase_call = erase_call  # type: ignore[method-assign]
    erasing.erase(town.board, ADA, known(town).id)
    town.passes(60)
    assert town.exchange.get_call(call.sid) is not None and len(refusals) == 2  # type: ignore[attr-defined]
    town.passes(3600)
    assert all(one.done_at is not None for one in town.all(Erasure))  # type: ignore[attr-defined]
    assert not [one for one in town.exchange.list_calls({}) if one.sid == call.sid]  # type: ignore[attr-defined]


def test_nobody_is_forgotten_in_the_middle_of_a_call() -> None:
    town = Town()
    nasrin, asha = phoned(town)
    row = known(town)
    assert erasing.erase(town.board, ADA, row.id) == erasing.UNDER_WAY
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled, press 1")
    asha.presses("1")
    town.passes(60)
    assert isinstance(erasing.erase(town.board, ADA, row.id), int)
    assert not town.all(Turn)
    assert erasing.erase(town.board, ADA, 99) is None


def test_who_phones_again_after_that_is_somebody_new() -> None:
    town = Town()
    nasrin, asha = owed(town)
    row = known(town)
    erasing.erase(town.board, ADA, row.id)
    nasrin.rings_the_shop()
    town.passes(2)
    assert len(town.all(Caller)) == 2
    with town.store.reading() as unit:
        fresh = unit.one(Caller, number=NASRIN)
    assert fresh is not None and (fresh.id, fresh.name) != (row.id, NAME)


def test_all_that_is_kept_is_exported_both_numbers_included() -> None:
    town = Town()
    owed(town)
    row = known(town)
    with town.store.unit() as unit:
        unit.save(replace(unit.lock(row.id), person=row.id))
        unit.insert(Caller(0, "+8801912345678", person=row.id))
    with town.store.reading() as unit:
        told = export.everything(unit, NASRIN)
        assert export.everything(unit, "+12025550199") is None
    assert told is not None
    text = json.dumps(told, ensure_ascii=False)
    assert all(word in text for word in (NASRIN, "+8801912345678", NAME, SECRET, "corner"))
    assert told["calls"] and told["turns"] and told["ledger"] and len(told["callers"]) == 2
    assert {NAMES[kind] for kind in export.OF_CALLER} <= set(told)
