"""From the form of a node to the node that answers calls: what was left unsaid gets its safe default here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.authoring import nodes as forms
from ivr.authoring.nodes import END
from ivr.authoring.prompts import PromptForm
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.callflow import nodes
from ivr.promise.business import Business


@dataclass(frozen=True, slots=True)
class Context:
    """What a node refers to: the business, the flow's languages, and who calls back where a callback does not say."""

    business: Business
    languages: tuple[str, ...]
    teams: Mapping[str, str]


def goodbye(words: Mapping[str, Mapping[str, str]]) -> nodes.HangUp:
    """The end of whatever names no next node."""
    texts = {code: sentences["goodbye"] for code, sentences in words.items() if "goodbye" in sentences}
    return nodes.HangUp(nodes.Prompt(texts) if texts else None)


def compile_node(name: str, form: forms.NodeForm | Broken, known: Context) -> nodes.Node:
    """ValueError for a node that could not be read: such a flow is never compiled."""
    match form:
        case forms.MenuForm():
            return _menu(form, known)
        case forms.LanguageForm():
            return _language(form)
        case forms.TransferForm():
            return _transfer(form, known)
        case forms.CallbackForm():
            return _callback(name, form, known)
        case forms.OpenCallbackForm(through=through, none=none):
            return nodes.OpenCallback(through.value, _or_end(form.moved), _or_end(form.cancelled), none.value)
        case Broken():
            raise ValueError(f"node {name} is broken")
    return _simple(form, known)


def _simple(
    form: forms.SayForm | forms.PlayForm | forms.HoursForm | forms.DeclineForm | forms.GoForm | forms.HangUpForm,
    known: Context,
) -> nodes.Node:
    match form:
        case forms.SayForm(prompt=prompt, next=then):
            return nodes.Say(_prompt(prompt, known), then.value)
        case forms.PlayForm(sound=sound, next=then):
            return nodes.Play(sound.value, then.value)
        case forms.HoursForm(schedule=schedule, open=opened, closed=closed):
            return nodes.Hours(schedule_of(schedule.value, known.business), opened.value, closed.value)
        case forms.DeclineForm(next=then_or_none):
            return nodes.Decline(_or_end(then_or_none))
        case forms.GoForm(to=to):
            return nodes.Go(to.value)
        case forms.HangUpForm(prompt=last):
            return nodes.HangUp(_prompt(last, known) if last else None)


def schedule_of(name: str, business: Business) -> str:
    """A schedule by its own name, or by that of a team."""
    return name if name in business.schedules else business.teams[name].hours


def _menu(form: forms.MenuForm, known: Context) -> nodes.Menu:
    return nodes.Menu(
        prompt=_prompt(form.prompt, known),
        choices={key: _choice(pair.value) for key, pair in form.choices.items()},
        otherwise=form.otherwise.value,
        **_written(tries=form.tries, timeout=form.timeout),
    )


def _choice(form: forms.ChoiceForm) -> nodes.Choice:
    return nodes.Choice(form.go.value, **_written(topic=form.topic))


def _language(form: forms.LanguageForm) -> nodes.Language:
    return nodes.Language(
        prompts={code: pair.value.value for code, pair in form.prompt.items()},
        choices={key: pair.value.value for key, pair in form.choices.items()},
        next=form.next.value,
        **_written(tries=form.tries, always=form.always),
    )


def _transfer(form: forms.TransferForm, known: Context) -> nodes.Transfer:
    return nodes.Transfer(
        team=form.team.value,
        unanswered=form.unanswered.value,
        done=_or_end(form.done),
        prompt=_prompt(form.prompt, known) if form.prompt else None,
        **_written(keep_place_after=form.keep_place.after if form.keep_place else None, topic=form.topic),
    )


def _callback(name: str, form: forms.CallbackForm, known: Context) -> nodes.Callback:
    team = form.team.value if form.team else known.teams[name]
    then = _or_end(form.next)
    return nodes.Callback(
        team=team,
        next=then,
        cannot=form.cannot.value if form.cannot else then,
        within=form.within.value if form.within else known.business.teams[team].policy.within,
        **_written(choose_time=form.choose_time, ask_number=form.ask_number),
    )


def _prompt(form: PromptForm, known: Context) -> nodes.Prompt:
    texts = {code: form.text(code) for code in known.languages if form.text(code)}
    return nodes.Prompt(texts, {code: form.sounds[code].value for code in known.languages if code in form.sounds})


def _written(**fields: Said[Any] | None) -> dict[str, Any]:
    """Only what the author wrote: the defaults of the rest stand in the node itself."""
    return {name: said.value for name, said in fields.items() if said}


def _or_end(target: Said[str] | None) -> str:
    return target.value if target else END
