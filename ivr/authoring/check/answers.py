"""Whether every answer that a flow speaks of is known in it, is one thing only, and stays secret where it must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ivr.authoring.business import BusinessForm
from ivr.authoring.check.conditions import Closed, check_condition
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes import Answer, MenuForm, NodeForm, TransferForm
from ivr.authoring.nodes.deciding import ItemForm, SetForm
from ivr.authoring.places import PLACES, check_answers_in, check_text
from ivr.authoring.problem import Findings
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said, within
from ivr.authoring.words import words_of
from ivr.callflow import known
from ivr.callflow.prompts import ANSWERS
from ivr.callflow.values import Type
from ivr.language import Form, names_of, places

SENT = PLACES | {"caller.number", "call.number"}
"""What may be sent to the business's own systems, beside answers."""


def check_answers(flow: FlowForm, business: BusinessForm | None, languages: Iterable[str], found: Findings) -> None:
    """Places and conditions, once it is clear which answers there are."""
    answers = _declared(flow, found)
    broken = {word for pair in flow.nodes.values() if isinstance(pair.value, Broken) for word in pair.value.words}
    names = {**{name: answer.type for name, answer in answers.items()}, **dict.fromkeys(broken, Type.TEXT)}
    secret = {_place(name) for name, answer in answers.items() if answer.sensitive}
    allowed = dict.fromkeys(sorted({*PLACES, *map(_place, names)}))
    sendable = SENT | frozenset(allowed)
    for form in _forms(flow):
        for said in form.texts():
            check_answers_in(said, allowed, found)
            _secrets(said, secret, found)
        for said in form.sent():
            check_text(said, sendable, found)
    _brief(flow, answers, broken, found)
    _items(flow, {name: answer.type for name, answer in answers.items()}, broken, found)
    if business:
        _currency(flow, answers, business, list(languages), found)
        facts = {**known.names(business.teams.named, business.schedules.named | business.teams.named)}
        facts.update({_place(name): type_ for name, type_ in names.items()})
        closed = _closed(flow, business, list(languages))
        for form in _forms(flow):
            for condition in form.conditions():
                check_condition(condition, facts, closed, found)


def _forms(flow: FlowForm) -> Iterator[NodeForm]:
    return (pair.value for pair in flow.nodes.values() if not isinstance(pair.value, Broken))


def _declared(flow: FlowForm, found: Findings) -> Mapping[str, Answer]:
    """By name. What is sensitive at one node is so at all of them."""
    answers = dict[str, Answer]()
    for node, pair in flow.nodes.items():
        if isinstance(pair.value, Broken):
            continue
        for answer in pair.value.answers(node):
            first = answers.setdefault(answer.name.value, answer)
            if first.type is not answer.type:
                message = f'the answer "{answer.name.value}" is {answer.type} here and {first.type} elsewhere'
                hint = f"the first is on line {first.name.mark.line}"
                found.add(Code.ANSWER_TWICE, answer.name.mark, message, "another name: as: …", hint)
            elif answer.sensitive:
                answers[answer.name.value] = answer
    return answers


def _brief(flow: FlowForm, answers: Mapping[str, Answer], broken: set[str], found: Findings) -> None:
    """What agents are told: answers that there are, and none that is sensitive."""
    for name, pair in (flow.brief or {}).items():
        if name not in answers and name not in broken:
            message = f'no answer is called "{name[:60]}"'
            found.unknown(Code.UNKNOWN_FACT, pair.key.mark, message, name, sorted(answers))
        elif name in answers and answers[name].sensitive:
            message = f'"{name}" is sensitive: no agent is told of it'
            found.add(Code.SECRET_TOLD, pair.key.mark, message, "a lookup, which alone may send it")


def _secrets(said: Said[str], secret: set[str], found: Findings) -> None:
    for name in sorted(places(said.value) & secret):
        piece = f"{{{name}}}"
        mark = within(said.mark, said.value, said.value.index(piece), piece)
        message = f"{piece} is sensitive: it is spoken to nobody, and written down nowhere"
        found.add(Code.SECRET_TOLD, mark, message, "a lookup, which alone may send it")


def _currency(
    flow: FlowForm, answers: Mapping[str, Answer], business: BusinessForm, languages: list[str], found: Findings
) -> None:
    """An amount of money needs the name of its currency, in every language in which it may be spoken."""
    amounts = [answer for answer in answers.values() if answer.type is Type.AMOUNT]
    texts = words_of(business) if amounts else {}
    for code in languages:
        words = texts.get(code, {})
        if Form.CURRENCIES in words and names_of(business.currency.value, words) is None:
            message = f'amounts are spoken here, and {business.currency.value} has no name in "{code}"'
            wanted = f"under words: {code}: currencies: {business.currency.value} one/many/hundredth/hundredths, …"
            found.add(Code.NOT_SPOKEN, amounts[0].name.mark, message, wanted)


def _closed(flow: FlowForm, business: BusinessForm, languages: list[str]) -> Closed:
    """Facts that are one of a few words. Where the business lists no topics, they are those that the flow gives."""
    spoken = (Code.UNKNOWN_LANGUAGE, languages)
    topics = business.topics.named if business.topics is not None else set(_topics(flow))
    return {
        "call.topic": (Code.UNKNOWN_TOPIC, topics),
        "call.language": spoken,
        "caller.language": (Code.UNKNOWN_LANGUAGE, sorted({*languages, *business.languages})),
    }


def _topics(flow: FlowForm) -> Iterator[str]:
    for form in _forms(flow):
        if isinstance(form, MenuForm):
            yield from (pair.value.topic.value for pair in form.choices.values() if pair.value.topic)
        if isinstance(form, TransferForm) and form.topic:
            yield form.topic.value


def _items(flow: FlowForm, types: Mapping[str, Type], broken: set[str], found: Findings) -> None:
    """What is taken out of a list by a count: whether the one is a list, and the other a number."""
    taken = (item for form in _forms(flow) if isinstance(form, SetForm) for _, item in form.of_form(ItemForm))
    for said, wanted in (pair for item in taken for pair in ((item.of, Type.LIST), (item.at, Type.NUMBER))):
        if said.value not in types and said.value not in broken:
            message = f'no answer is called "{said.value[:60]}"'
            found.unknown(Code.UNKNOWN_FACT, said.mark, message, said.value, sorted(types))
        elif types.get(said.value, wanted) is not wanted:
            message = f'the answer "{said.value}" is {types[said.value]}, and a {wanted} belongs here'
            found.add(Code.MISMATCH, said.mark, message, f"an answer that is a {wanted}")


def _place(name: str) -> str:
    return f"{ANSWERS}.{name}"
