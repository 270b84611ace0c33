"""From checked forms to the values that answer calls; it finds no problems, for the checks have found none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ivr.authoring.business import BusinessForm, PolicyForm, TeamForm
from ivr.authoring.compile_node import Context, compile_node, goodbye
from ivr.authoring.flow import FlowForm, VoiceForm
from ivr.authoring.nodes import END, NodeForm
from ivr.authoring.scalars import Said
from ivr.authoring.schedules import hours
from ivr.authoring.shape import Pair, Pairs, keys
from ivr.authoring.words import words_of
from ivr.calendar import Window
from ivr.callflow.graph import Callflow, Voice
from ivr.promise.business import Business
from ivr.promise.policy import Owner, Policy, Strategy, Team


def compile_business(form: BusinessForm, numbers: Iterable[str] = ()) -> Business:
    """`numbers` are those of all flows, in E.164."""
    zone = form.zone.value
    return Business(
        title=form.business.value,
        zone=zone,
        country=form.country.value,
        countries=tuple(country.value for country in form.countries) or (form.country.value,),
        currency=form.currency.value,
        teams={name: _team(name, pair.value) for name, pair in form.teams.items()},
        schedules={name: hours(pair.value, zone) for name, pair in form.schedules.items()},
        words=words_of(form),
        voices={code: _voice(pair) for code, pair in form.languages.items()},
        numbers=tuple(numbers),
        lookup_hosts=tuple(host.value for host in form.lookups.hosts) if form.lookups else (),
    )


def compile_flow(form: FlowForm, business: Business, teams: dict[str, str]) -> Callflow:
    """`teams` names the team of each callback that does not name its own."""
    voices = {code: _voice(pair) for code, pair in form.languages.items()} if form.languages else business.voices
    words = {code: business.words[code] for code in voices}
    known = Context(business, tuple(voices), teams)
    nodes = {name: compile_node(name, pair.value, known) for name, pair in form.nodes.items()}
    return Callflow(
        name=form.callflow.value,
        title=form.title.value,
        numbers=tuple(number.value for number in form.numbers),
        languages={code: Voice(*voice) for code, voice in voices.items()},
        start=form.start.value,
        nodes={**nodes, END: goodbye(words)},
        schedules=business.schedules,
        team_schedules={name: team.hours for name, team in business.teams.items()},
        words=words,
        zone=business.zone,
        country=business.country,
        countries=business.countries,
        windows={name: team.policy.window for name, team in business.teams.items()},
        currency=business.currency,
        brief={name: {code: it.value.value for code, it in pair.value.items()} for name, pair in _brief(form)},
        titles={name: {code: it.value.value for code, it in given.items()} for name, given in _titles(form)},
    )


def _brief(form: FlowForm) -> Iterable[tuple[str, Pair[Pairs[Said[str]]]]]:
    return form.brief.items() if form.brief else ()


def _titles(form: FlowForm) -> Iterable[tuple[str, Pairs[Said[str]]]]:
    forms = ((name, pair.value) for name, pair in form.nodes.items())
    return ((name, node.title) for name, node in forms if isinstance(node, NodeForm) and node.title)


def _voice(pair: Pair[VoiceForm]) -> tuple[str, str | None]:
    return pair.value.locale.value, pair.value.voice.value if pair.value.voice else None


def _team(name: str, form: TeamForm) -> Team:
    return Team(
        name=name,
        titles={code: pair.value.value for code, pair in form.title.items()},
        owner=Owner(form.owner.name.value, form.owner.number.value),
        hours=form.hours.value,
        languages=tuple(language.value for language in form.languages),
        policy=_policy(form.policy, form.strategy),
    )


def _policy(form: PolicyForm | None, strategy: Said[str] | None) -> Policy:
    knobs = dict[str, Any]()
    if form:
        written = {name: getattr(form, name) for name in keys(PolicyForm)}
        knobs = {name: _plain(value) for name, value in written.items() if value is not None}
    if "window" in knobs:
        knobs["window"] = Window(*knobs["window"][0])
    if strategy:
        knobs["strategy"] = Strategy(strategy.value)
    return Policy(**knobs)


def _plain(value: Said[Any] | tuple[Said[Any], ...]) -> Any:
    return tuple(said.value for said in value) if isinstance(value, tuple) else value.value
