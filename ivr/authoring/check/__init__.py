"""The checks of what was read: one file per concern; each adds problems and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ivr.authoring.business import BusinessForm
from ivr.authoring.check.allowed import take_back
from ivr.authoring.check.answers import check_answers
from ivr.authoring.check.before import Before, check_before
from ivr.authoring.check.graph import check_endless, check_reach
from ivr.authoring.check.names import Teams, check_names, check_spoken, check_targets, teams_of_callbacks
from ivr.authoring.check.norms import check_norms
from ivr.authoring.check.opening import check_business
from ivr.authoring.check.promises import check_civil, check_promised
from ivr.authoring.check.proof import prove
from ivr.authoring.check.speech import check_speech, check_voices
from ivr.authoring.check.story import Teller
from ivr.authoring.check.unfinished import check_unfinished
from ivr.authoring.check.untold import check_known
from ivr.authoring.check.ways import Ways, ways
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.problem import Findings
from ivr.authoring.read_node import Broken
from ivr.authoring.tree import Mark

_WRONG = {
    Code.LEFT_ALONE: "a caller who asked for a person ends with neither a person nor a callback",
    Code.CLOSED_OUT: "the hour decides, and a caller who would have reached a person ends with nothing",
    Code.SILENT_END: "a caller who says nothing, or presses a wrong key, ends with nothing",
    Code.DECLINE_UNASKED: "a caller is taken to want no call who pressed no key to say so",
}
_RIGHT = {
    Code.LEFT_ALONE: "a callback, another transfer, or a key that leads to decline",
    Code.CLOSED_OUT: "a callback, another transfer, or a key that leads to decline",
    Code.SILENT_END: "a transfer or a callback",
    Code.DECLINE_UNASKED: "a menu in which a key leads to decline",
}


NOTHING = Before()


class Page(NamedTuple):
    """A flow as it was read, and where its problems go."""

    form: FlowForm
    found: Findings


def check_whole(
    business: tuple[BusinessForm, Findings] | None, flows: Sequence[Page], before: Before = NOTHING
) -> Mapping[str, Teams]:
    """Checks a business and all its flows together. Per flow: the team of each callback that does not name its own.

    Where the business could not be read, only what a flow says by itself is checked.
    """
    if business:
        check_business(*business)
        check_civil(*business)
        take_back(business[0].allow, {}, business[1])
    known = business[0] if business else None
    teams = {page.form.callflow.value: _check_flow(page, known, before) for page in flows}
    _claims(flows)
    return teams


def check_shared(form: FlowForm, business: tuple[BusinessForm, Findings] | None, found: Findings) -> None:
    """What can be said of a subflow by itself: whether its nodes exist, and can be spoken. The rest is checked where it
    is used."""
    check_targets(form, found)
    if business:
        check_speech(form, business[0].languages, found)
        check_names(form, business[0], business[0].languages, found)


def _check_flow(page: Page, business: BusinessForm | None, before: Before) -> Teams:
    flow, found = page
    places = ways(flow)
    whole = check_targets(flow, found)
    spoken = flow.languages or (business.languages if business else None)
    if flow.languages:
        check_voices(flow.languages, found)
        check_spoken(flow.languages, business, found)
    if spoken:
        check_speech(flow, spoken, found)
    if flow.start.value in places:
        _check_graph(flow, places, whole, business, found)
        check_norms(flow, places, spoken or (), found)
        check_known(flow.start.value, places, found)
    check_answers(flow, business, spoken or (), found)
    check_unfinished(flow, found)
    teams: Teams = {}
    if business:
        check_names(flow, business, spoken or (), found)
        teams = teams_of_callbacks(flow, places, business, found)
        check_promised(flow, teams, business, found)
    check_before(flow, before, found)
    take_back(flow.allow, flow.nodes, found)
    return teams


def _check_graph(flow: FlowForm, places: Ways, whole: bool, business: BusinessForm | None, found: Findings) -> None:
    if whole and not any(isinstance(place.form, Broken) for place in places.values()):
        check_reach(flow.start.value, places, found)
    check_endless(places, found)
    language = next(iter(flow.languages or (business.languages if business else {})), "")
    teller = Teller(places, language, business)
    for failure in prove(flow.start.value, places):
        story = teller.tell(failure)
        found.add(failure.code, failure.way.mark, _WRONG[failure.code], _RIGHT[failure.code], story=story)


def _claims(flows: Sequence[Page]) -> None:
    """A number is answered by one flow, and a name belongs to one."""
    names, numbers = dict[str, tuple[str, Mark]](), dict[str, tuple[str, Mark]]()
    for form, found in flows:
        for claims, said in [(names, form.callflow), *((numbers, number) for number in form.numbers)]:
            file, mark = claims.setdefault(said.value, (found.file, said.mark))
            if (file, mark) != (found.file, said.mark):
                found.add(
                    Code.CLAIMED_TWICE, said.mark, f'"{said.value}" is taken', hint=f"by {file}, line {mark.line}"
                )
