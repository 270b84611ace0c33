"""The forms of nodes with a door to the outside: voicemail, listen, lookup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from ivr.authoring.codes import Code
from ivr.authoring.nodes.base import (
    Answer,
    Context,
    Debt,
    Exit,
    Flaw,
    How,
    NodeForm,
    Noun,
    Reference,
    or_end,
    way,
    way_or_end,
    written,
)
from ivr.authoring.nodes.choosing import ChoiceForm, choice
from ivr.authoring.nodes.deciding import PATH, READABLE
from ivr.authoring.nodes.secrets import written_out
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import FLAG, KEY, NAME, TEXT, One, Said, duration, one_of
from ivr.authoring.shape import By, Form, Pairs, Shape, optional, required
from ivr.callflow import nodes
from ivr.callflow.values import Type

NO_NUMBER = "(the caller's number is withheld, and there is none that we could call back)"
_TYPES = (*READABLE, Type.LIST)
_SETTING = One(
    "the name of a setting, such as SHOP_TOKEN",
    Code.BAD_NAME,
    lambda text: text if re.fullmatch("[A-Z][A-Z0-9_]{1,59}", text, re.ASCII) else None,
)
_FIELD = One(
    "a name, such as phone",
    Code.BAD_NAME,
    lambda text: text if re.fullmatch("[A-Za-z][A-Za-z0-9_.-]{0,59}", text, re.ASCII) else None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailForm(NodeForm):
    prompt: PromptForm = required(PROMPT, "what is said before the tone")
    cannot: Said[str] = required(NAME, "the node for a caller for whom no number can be had")
    team: Said[str] | None = optional(NAME, "who calls back; left out: the team that was asked for before")
    within: Said[timedelta] | None = optional(
        duration("1m", "7d"), "what the caller is promised; left out: the team's policy"
    )
    longest: Said[timedelta] | None = optional(duration("5s", "10m"), "the longest message; left out: 2m")
    next: Said[str] | None = optional(NAME, "the node that comes next; left out: goodbye")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        team = self.team.value if self.team else known.teams[name]
        return nodes.Voicemail(
            prompt=known.prompt(self.prompt),
            team=team,
            next=or_end(self.next),
            cannot=self.cannot.value,
            within=self.within.value if self.within else known.business.teams[team].policy.within,
            **written(longest=self.longest),
        )

    def exits(self) -> Iterator[Exit]:
        """Nothing is owed by the flow any more: the callback is, from before the tone on."""
        left = "caller leaves a message, and is promised a call"
        yield way_or_end("next", How.SYSTEM, self.next, self.mark, Debt.NONE, left)
        yield way("cannot", How.SYSTEM, self.cannot, Debt.ASKED, NO_NUMBER)

    def references(self) -> Iterator[Reference]:
        if self.team:
            yield Noun.TEAM, self.team


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenForm(NodeForm):
    prompt: PromptForm = required(PROMPT, "what is said before the tone, the keys included")
    choices: Pairs[ChoiceForm] = required(
        By(KEY, Shape(ChoiceForm), least=1), "key: the node to which it leads; nobody must speak to a machine"
    )
    next: Said[str] = required(NAME, "the node that comes next, once something was said")
    otherwise: Said[str] = required(NAME, "the node for a caller who says nothing")
    longest: Said[timedelta] | None = optional(duration("5s", "2m"), "the longest answer; left out: 30s")
    answer: Said[str] | None = optional(NAME, "the name of the answer; left out: the name of the node", key="as")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Listen(
            prompt=known.prompt(self.prompt),
            choices={key: choice(pair.value) for key, pair in self.choices.items()},
            next=self.next.value,
            otherwise=self.otherwise.value,
            answer=self.answer.value if self.answer else name,
            **written(longest=self.longest),
        )

    def exits(self) -> Iterator[Exit]:
        for key, pair in self.choices.items():
            yield way(key, How.KEY, pair.value.go, told=f"caller presses {key}")
        yield way("next", How.ANSWER, self.next, told="caller says what it is about")
        yield way("otherwise", How.SILENCE, self.otherwise, told="caller says nothing, or presses a wrong key")

    def references(self) -> Iterator[Reference]:
        return ((Noun.TOPIC, pair.value.topic) for pair in self.choices.values() if pair.value.topic)

    def answers(self, name: str) -> Iterator[Answer]:
        """The carrier's reference of the recording, which means nothing to a caller."""
        yield Answer(self.answer or Said(name, self.mark), Type.TEXT, sensitive=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm(Form):
    main = "path"
    path: Said[str] = required(PATH, "where it stands in the answer: names with dots between them")
    kind: Said[str] | None = optional(one_of(*_TYPES), "as what it is read; left out: text")
    optional: Said[bool] | None = optional(FLAG, "whether the answer is good without it; left out: false")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupForm(NodeForm):
    main = "url"
    url: Said[str] = required(TEXT, "an address of your own system: https, and a host that business.yaml lists")
    next: Said[str] = required(NAME, "the node that comes next, once everything that is kept is known")
    failed: Said[str] = required(NAME, "the node for whenever there is no good answer in time")
    not_found: Said[str] | None = optional(NAME, "the node for the answer 404; left out: as failed")
    method: Said[str] | None = optional(
        one_of("get", "post", "form"), "get, post (JSON), or form (a post as browsers do it); left out: get"
    )
    send: Pairs[Said[str]] | None = optional(By(_FIELD, TEXT), "name: text, with places; the query, or the body")
    secret: Said[str] | None = optional(_SETTING, "the name of the setting whose value is sent as a bearer token")
    timeout: Said[timedelta] | None = optional(duration("1s", "2s"), "how long the caller waits; left out: 2s")
    keep: Pairs[KeptForm] | None = optional(By(NAME, Shape(KeptForm)), "answer: where it stands, and what it is")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        kept = (self.keep or {}).items()
        return nodes.Lookup(
            url=self.url.value,
            next=self.next.value,
            not_found=(self.not_found or self.failed).value,
            failed=self.failed.value,
            send={field: pair.value.value for field, pair in (self.send or {}).items()},
            keep={answer: _kept(pair.value) for answer, pair in kept},
            **written(method=self.method, secret=self.secret, timeout=self.timeout),
        )

    def exits(self) -> Iterator[Exit]:
        yield way("next", How.SYSTEM, self.next, told="(our system answers)")
        yield way("not_found", How.SYSTEM, self.not_found or self.failed, told="(our system knows nothing of it)")
        yield way("failed", How.SYSTEM, self.failed, told="(our system does not answer)")

    def answers(self, name: str) -> Iterator[Answer]:
        for pair in (self.keep or {}).values():
            may_lack = pair.value.optional and pair.value.optional.value
            type_ = _type(pair.value)
            yield Answer(pair.key, type_, type_ is Type.LIST, () if may_lack else ("next",))

    def sent(self) -> Iterator[Said[str]]:
        yield self.url
        yield from (pair.value for pair in (self.send or {}).values())

    def references(self) -> Iterator[Reference]:
        if host := _host(self.url.value):
            yield Noun.HOST, Said(host, self.url.mark)

    def flaws(self) -> Iterator[Flaw]:
        if not _host(self.url.value):
            message = "no address that can be asked: https, a plain host, and no places before the path"
            yield Code.BAD_ADDRESS, self.url.mark, message, "https://shop.example/orders/{answers.order}"
        yield from written_out(self.url, {name: pair.value for name, pair in (self.send or {}).items()})


def _kept(form: KeptForm) -> nodes.Kept:
    return nodes.Kept(form.path.value, _type(form), **written(optional=form.optional))


def _type(form: KeptForm) -> Type:
    return Type(form.kind.value) if form.kind else Type.TEXT


def _host(url: str) -> str | None:
    """The host of an address; None where it is none that a lookup may have."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    plain = re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,252}[a-z0-9]", parts.netloc, re.ASCII)
    fits = parts.scheme == "https" and plain and port is None and not parts.fragment and url.isascii()
    return parts.netloc if fits and not re.search(r"[\s\\]", url) else None


KINDS: dict[str, type[NodeForm]] = {
    "voicemail": VoicemailForm,
    "listen": ListenForm,
    "lookup": LookupForm,
}
