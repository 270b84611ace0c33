"""The forms of nodes about being spoken to, now or later: transfer, callback, open_callback, decline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ivr.authoring.nodes.base import (
    Context,
    Debt,
    Exit,
    How,
    NodeForm,
    Noun,
    Reference,
    or_end,
    way,
    way_or_end,
    written,
)
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import FLAG, NAME, Said, duration
from ivr.authoring.shape import Form, Shape, optional, required
from ivr.callflow import nodes

_OWED = "caller, to whom we owe a call,"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPlaceForm(Form):
    main = "after"
    after: Said[timedelta] = required(duration("10s", "10m"), "how long a caller waits before this is offered")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferForm(NodeForm):
    main = "team"
    team: Said[str] = required(NAME, "the team whose people are asked")
    unanswered: Said[str] = required(NAME, "the node for a caller whom nobody takes: a callback, or another team")
    done: Said[str] | None = optional(NAME, "the node after a talk; left out: goodbye")
    prompt: PromptForm | None = optional(PROMPT, "what is said before the waiting begins")
    keep_place: KeepPlaceForm | None = optional(
        Shape(KeepPlaceForm), "when a callback is offered instead; left out: 60s"
    )
    topic: Said[str] | None = optional(NAME, "what the call is about, where no choice has said so")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Transfer(
            team=self.team.value,
            unanswered=self.unanswered.value,
            done=or_end(self.done),
            prompt=known.prompt_or_none(self.prompt),
            **written(keep_place_after=self.keep_place.after if self.keep_place else None, topic=self.topic),
        )

    def exits(self) -> Iterator[Exit]:
        waits = f"caller waits for {self.team.value}, and"
        nobody, talked = f"{waits} nobody takes the call", f"{waits} talks with a person, who hangs up"
        yield way("unanswered", How.SYSTEM, self.unanswered, Debt.ASKED, nobody)
        yield way_or_end("done", How.TALK, self.done, self.mark, Debt.NONE, talked)

    def references(self) -> Iterator[Reference]:
        yield Noun.TEAM, self.team
        if self.topic:
            yield Noun.TOPIC, self.topic


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackForm(NodeForm):
    main = "within"
    team: Said[str] | None = optional(NAME, "who calls back; left out: the team that was asked for before")
    within: Said[timedelta] | None = optional(
        duration("1m", "7d"), "what the caller is told; left out: the team's policy"
    )
    choose_time: Said[bool] | None = optional(FLAG, "whether the caller may choose an hour; left out: false")
    ask_number: Said[bool] | None = optional(FLAG, "whether a caller without a number may key one; left out: true")
    next: Said[str] | None = optional(NAME, "the node that comes next; left out: goodbye")
    cannot: Said[str] | None = optional(NAME, "the node for a caller for whom no number can be had; left out: as next")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        team = self.team.value if self.team else known.teams[name]
        return nodes.Callback(
            team=team,
            next=or_end(self.next),
            cannot=or_end(self.cannot or self.next),
            within=self.within.value if self.within else known.business.teams[team].policy.within,
            **written(choose_time=self.choose_time, ask_number=self.ask_number),
        )

    def exits(self) -> Iterator[Exit]:
        """Where a number may be keyed, whoever has none has been asked for one: no more can be done."""
        asks = self.ask_number is None or self.ask_number.value
        none = "(the caller's number is withheld, and there is none that we could call back)"
        cannot = Debt.NONE if asks else Debt.ASKED
        yield way_or_end("next", How.SYSTEM, self.next, self.mark, Debt.NONE, "caller agrees to be called back")
        yield way_or_end("cannot", How.SYSTEM, self.cannot or self.next, self.mark, cannot, none)

    def references(self) -> Iterator[Reference]:
        if self.team:
            yield Noun.TEAM, self.team


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCallbackForm(NodeForm):
    through: Said[str] = required(NAME, "the node for a caller who wants a person now")
    none: Said[str] = required(NAME, "the node for everyone to whom we owe no callback, and for silence")
    moved: Said[str] | None = optional(NAME, "the node after a new time was agreed; left out: goodbye")
    cancelled: Said[str] | None = optional(NAME, "the node after the caller cancelled; left out: goodbye")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.OpenCallback(self.through.value, or_end(self.moved), or_end(self.cancelled), self.none.value)

    def exits(self) -> Iterator[Exit]:
        through = f"{_OWED} presses 1 to be put through now"
        moved, cancelled = f"{_OWED} presses 2 and agrees on another time", f"{_OWED} presses 3 and cancels it"
        yield way("none", How.SYSTEM, self.none, told="(we owe this caller no call)")
        yield way("through", How.KEY, self.through, Debt.ASKED, through)
        yield way_or_end("moved", How.KEY, self.moved, self.mark, Debt.NONE, moved)
        yield way_or_end("cancelled", How.KEY, self.cancelled, self.mark, Debt.NONE, cancelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineForm(NodeForm):
    next: Said[str] | None = optional(NAME, "the node that comes next; left out: goodbye")

    def compiled(self, name: str, known: Context) -> nodes.Node:
        return nodes.Decline(or_end(self.next))

    def exits(self) -> Iterator[Exit]:
        yield way_or_end("next", How.ON, self.next, self.mark, Debt.NONE)


KINDS: dict[str, type[NodeForm]] = {
    "transfer": TransferForm,
    "callback": CallbackForm,
    "open_callback": OpenCallbackForm,
    "decline": DeclineForm,
}
