"""Whether every name that a flow uses stands for something: nodes, teams, schedules, languages, topics."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ivr.authoring import nodes as forms
from ivr.authoring.business import BusinessForm
from ivr.authoring.check.ways import Place, Ways, targets
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm, VoiceForm
from ivr.authoring.nodes import END, Noun
from ivr.authoring.problem import Findings, listed
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.authoring.shape import Pairs

Teams = dict[str, str]
"""Node → the team that calls back from there."""


def check_targets(flow: FlowForm, found: Findings) -> bool:
    """Whether all nodes that are led to exist."""
    before = len(found.problems)
    _known(flow.start, flow.nodes, Code.UNKNOWN_NODE, "node", found)
    for pair in flow.nodes.values():
        if not isinstance(pair.value, Broken):
            for target in targets(pair.value):
                _known(target, flow.nodes, Code.UNKNOWN_NODE, "node", found)
    return len(found.problems) == before


def check_spoken(languages: Pairs[VoiceForm], business: BusinessForm | None, found: Findings) -> None:
    """A flow speaks languages of the business: for these there are titles of teams, and built-in sentences."""
    known = business.languages if business else languages
    for code, pair in languages.items():
        if code not in known.named:
            message = f'this business does not speak "{code}"'
            found.unknown(Code.UNKNOWN_LANGUAGE, pair.key.mark, message, code, known)


def check_names(flow: FlowForm, business: BusinessForm, languages: Iterable[str], found: Findings) -> None:
    """Whether teams, schedules, topics and languages exist."""
    spoken = list(languages)
    known: dict[Noun, Collection[str] | None] = {
        Noun.TEAM: sorted(business.teams.named),
        Noun.SCHEDULE: sorted(business.schedules.named | business.teams.named),
        Noun.TOPIC: None if business.topics is None else sorted(business.topics.named),
        Noun.LANGUAGE: spoken,
        Noun.HOST: [host.value for host in business.lookups.hosts] if business.lookups else [],
    }
    for pair in flow.nodes.values():
        if isinstance(pair.value, Broken):
            continue
        for flaw in pair.value.flaws():
            found.add(*flaw)
        for noun, said in pair.value.references():
            if (names := known[noun]) is not None:
                what, code = noun.value
                _known(said, names, code, what, found)
        for title in (pair.value.title or {}).values():
            _known(title.key, spoken, Code.UNKNOWN_LANGUAGE, "language of this flow", found)
        if isinstance(pair.value, forms.LanguageForm):
            _each_offered(pair.value, spoken, found)


def _each_offered(form: forms.LanguageForm, spoken: list[str], found: Findings) -> None:
    offered = {pair.value.value for pair in (form.choices or {}).values()}
    for code in sorted(offered.intersection(spoken).difference(form.prompt or ())):
        message = f'no caller hears, in "{code}", which key to press for it'
        found.add(Code.NOT_SPOKEN, form.mark, message, f"a prompt in each of {listed(sorted(offered))}")


def teams_of_callbacks(flow: FlowForm, places: Ways, business: BusinessForm, found: Findings) -> Teams:
    """For callbacks that name no team: the one that was asked for on every way there, or the only one there is."""
    asked = _asked_before(places)
    teams: Teams = {}
    for name, pair in flow.nodes.items():
        if not isinstance(pair.value, forms.CallbackForm | forms.VoicemailForm) or pair.value.team:
            continue
        known = sorted(asked.get(name, set())) or sorted(business.teams.named)
        if len(known) == 1:
            teams[name] = known[0]
        else:
            message = f"several teams may be meant by this callback: {listed(known)}"
            found.add(Code.WHICH_TEAM, pair.value.mark, message, "team: the one that calls back")
    return teams


def _asked_before(places: Ways) -> dict[str, set[str]]:
    """For each place the teams that may have been the last ones asked for on the way there; two say as much as more."""
    asked = dict[str, set[str]]()
    waiting = [name for name, place in places.items() if place.kind == "transfer"]
    while waiting:
        place = places[waiting.pop()]
        teams = _team(place) or asked.get(place.name, set())
        for way in place.exits:
            there = asked.setdefault(way.target, set())
            if way.target != END and len(there) < 2 and not teams <= there:
                there |= teams
                waiting.append(way.target)
    return asked


def _team(place: Place) -> set[str]:
    return {place.form.team.value} if isinstance(place.form, forms.TransferForm) else set()


def _known(name: Said[str], known: Iterable[str], code: Code, what: str, found: Findings) -> None:
    if name.value not in known:
        message = f'there is no {what} "{name.value}"'
        found.unknown(code, name.mark, message, name.value, known)
