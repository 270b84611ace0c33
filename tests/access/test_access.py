"""Who may do what: the one table is whole, and says what the business would expect of it."""

from __future__ import annotations

from ivr.access import TABLE, Action, Role, markdown, may
from tests.paths import ROOT


def test_every_action_has_its_row_and_the_owner_may_do_all() -> None:
    assert set(TABLE) == set(Action)
    assert all(may(Role.OWNER, action) for action in Action)


def test_whoever_may_more_may_also_less() -> None:
    ranks = (Role.VIEWER, Role.AGENT, Role.SUPERVISOR, Role.OWNER)
    for lower, higher in zip(ranks, ranks[1:], strict=False):
        lesser, greater = ({action for action in Action if may(role, action)} for role in (lower, higher))
        assert lesser < greater


def test_a_viewer_changes_nothing_of_the_business() -> None:
    allowed = {action for action in Action if may(Role.VIEWER, action)}
    assert all(action.startswith("see ") for action in allowed - {Action.OWN_ACCOUNT, Action.FOLLOW})


def test_only_the_owner_makes_a_way_in_or_erases_for_good() -> None:
    only = {action for action in Action if TABLE[action] == {Role.OWNER}}
    assert only >= {Action.ADD_PERSON, Action.EDIT_PERSON, Action.LINK_PERSON, Action.EDIT_TOKENS, Action.ERASE_CALLER}


def test_what_the_table_does_not_name_nobody_may() -> None:
    assert not any(may(role, "fly") for role in Role)  # type: ignore[arg-type]


def test_the_page_about_it_is_printed_from_the_table() -> None:
    text = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    assert markdown() in text
