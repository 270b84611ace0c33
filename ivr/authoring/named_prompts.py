"""Prompts with a name, written once under `prompts:` in a flow or in business.yaml, and used by `{use: name}`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from ivr.authoring.business import BusinessForm
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes import NodeForm
from ivr.authoring.problem import Findings
from ivr.authoring.prompts import PromptForm
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.authoring.shape import Pair, Pairs, keys


def with_prompts(flow: FlowForm, business: BusinessForm | None, found: Findings) -> FlowForm:
    """The flow with every named prompt in the place where it is used: what is wrong with it is said of the use."""
    own, shared = flow.prompts or Pairs(), (business.prompts if business else None) or Pairs()
    languages = flow.languages or (business.languages if business else Pairs())
    known = {**{name: _spoken_in(languages, pair.value) for name, pair in shared.items()}}
    known.update({name: pair.value for name, pair in own.items()})
    lost = own.lost | shared.lost
    nodes = Pairs[NodeForm | Broken]()
    for name, pair in flow.nodes.items():
        form = pair.value
        nodes[name] = pair if isinstance(form, Broken) else Pair(pair.key, _filled(form, known, lost, found))
    nodes.lost = flow.nodes.lost
    return replace(flow, nodes=nodes)


def _filled(form: NodeForm, known: dict[str, PromptForm], lost: Collection[str], found: Findings) -> NodeForm:
    changes = dict[str, Any]()
    for field in keys(type(form)).values():
        prompt = getattr(form, field.name)
        if not isinstance(prompt, PromptForm) or prompt.use is None:
            continue
        named = known.get(prompt.use.value)
        if named is None and prompt.use.value not in lost:
            message = f'there is no prompt "{prompt.use.value}"'
            found.unknown(Code.UNKNOWN_PROMPT, prompt.use.mark, message, prompt.use.value, known)
        changes[field.name] = _at(prompt.use, named) if named else PromptForm(prompt.mark, partial=True)
    return replace(form, **changes) if changes else form


def _at(use: Said[str], named: PromptForm) -> PromptForm:
    """Every word of it as if it stood where it is used: it may be written in another file."""
    return PromptForm(
        use.mark,
        {code: Said(said.value, use.mark) for code, said in named.texts.items()},
        {code: Said(said.value, use.mark) for code, said in named.sounds.items()},
        dict.fromkeys(named.languages, use.mark),
        Said(named.bare.value, use.mark) if named.bare else None,
    )


def _spoken_in(languages: Collection[str], prompt: PromptForm) -> PromptForm:
    """A prompt of the business in the languages of the flow: it may be written in more."""
    return replace(
        prompt,
        texts={code: said for code, said in prompt.texts.items() if code in languages},
        sounds={code: said for code, said in prompt.sounds.items() if code in languages},
        languages={code: mark for code, mark in prompt.languages.items() if code in languages},
    )
