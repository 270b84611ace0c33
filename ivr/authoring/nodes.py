"""What may be written in each kind of node. The class of `ivr.callflow.nodes` in snake_case is the key.

What belongs to a node stands under its kind or beside it: `transfer: {team: repairs, …}`, or `transfer: repairs` and
the rest beside. A target is the name of a node; END says goodbye and hangs up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ivr.authoring.places import SPOKEN
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import FLAG, KEY, LANGUAGE, NAME, TEXT, Said, count, duration
from ivr.authoring.shape import By, Form, Pairs, Shape, optional, required

END = "(end)"
"""The node that is there without being written: says goodbye in the flow's words, and hangs up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayForm(Form):
    main = "prompt"
    prompt: PromptForm = required(PROMPT, "what is said")
    next: Said[str] = required(NAME, "the node that comes next")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayForm(Form):
    main = "sound"
    sound: Said[str] = required(TEXT, "the recording: a name, or an address that begins with https://")
    next: Said[str] = required(NAME, "the node that comes next")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm(Form):
    main = "go"
    go: Said[str] = required(NAME, "the node to which this key leads")
    topic: Said[str] | None = optional(NAME, "what the call is about, as agents hear it")


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuForm(Form):
    prompt: PromptForm = required(PROMPT, "what is said before the caller chooses")
    choices: Pairs[ChoiceForm] = required(By(KEY, Shape(ChoiceForm), least=1), "key: the node to which it leads")
    otherwise: Said[str] = required(NAME, "the node to which silence and keys without a meaning lead in the end")
    tries: Said[int] | None = optional(count(1, 5), "how often the menu is said; left out: 2")
    timeout: Said[timedelta] | None = optional(
        duration("1s", "60s"), "silence after the prompt that ends the wait; left out: 5s"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageForm(Form):
    prompt: Pairs[Said[str]] = required(
        By(LANGUAGE, SPOKEN, least=1), "per language, in that language, which key to press"
    )
    choices: Pairs[Said[str]] = required(By(KEY, LANGUAGE, least=1), "key: language")
    next: Said[str] = required(NAME, "the node that comes next, whatever the language")
    tries: Said[int] | None = optional(count(1, 5), "how often it is asked; left out: 2")
    always: Said[bool] | None = optional(FLAG, "whether callers whose language we know are asked; left out: false")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursForm(Form):
    main = "schedule"
    schedule: Said[str] = required(NAME, "the name of a schedule, or of a team for the schedule of that team")
    open: Said[str] = required(NAME, "the node for open hours")
    closed: Said[str] = required(NAME, "the node for all other times")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPlaceForm(Form):
    main = "after"
    after: Said[timedelta] = required(duration("10s", "10m"), "how long a caller waits before this is offered")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferForm(Form):
    main = "team"
    team: Said[str] = required(NAME, "the team whose people are asked")
    unanswered: Said[str] = required(NAME, "the node for a caller whom nobody takes: a callback, or another team")
    done: Said[str] | None = optional(NAME, "the node after a talk; left out: goodbye")
    prompt: PromptForm | None = optional(PROMPT, "what is said before the waiting begins")
    keep_place: KeepPlaceForm | None = optional(
        Shape(KeepPlaceForm), "when a callback is offered instead; left out: 60s"
    )
    topic: Said[str] | None = optional(NAME, "what the call is about, where no choice has said so")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackForm(Form):
    main = "within"
    team: Said[str] | None = optional(NAME, "who calls back; left out: the team that was asked for before")
    within: Said[timedelta] | None = optional(
        duration("1m", "7d"), "what the caller is told; left out: the team's policy"
    )
    choose_time: Said[bool] | None = optional(FLAG, "whether the caller may choose an hour; left out: false")
    ask_number: Said[bool] | None = optional(FLAG, "whether a caller without a number may key one; left out: true")
    next: Said[str] | None = optional(NAME, "the node that comes next; left out: goodbye")
    cannot: Said[str] | None = optional(NAME, "the node for a caller for whom no number can be had; left out: as next")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCallbackForm(Form):
    through: Said[str] = required(NAME, "the node for a caller who wants a person now")
    none: Said[str] = required(NAME, "the node for everyone to whom we owe no callback, and for silence")
    moved: Said[str] | None = optional(NAME, "the node after a new time was agreed; left out: goodbye")
    cancelled: Said[str] | None = optional(NAME, "the node after the caller cancelled; left out: goodbye")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineForm(Form):
    next: Said[str] | None = optional(NAME, "the node that comes next; left out: goodbye")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoForm(Form):
    main = "to"
    to: Said[str] = required(NAME, "the node that comes next")


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUpForm(Form):
    main = "prompt"
    prompt: PromptForm | None = optional(PROMPT, "what is said before")


NodeForm = (
    SayForm
    | PlayForm
    | MenuForm
    | LanguageForm
    | HoursForm
    | TransferForm
    | CallbackForm
    | OpenCallbackForm
    | DeclineForm
    | GoForm
    | HangUpForm
)

KINDS: dict[str, type[Form]] = {
    "say": SayForm,
    "play": PlayForm,
    "menu": MenuForm,
    "language": LanguageForm,
    "hours": HoursForm,
    "transfer": TransferForm,
    "callback": CallbackForm,
    "open_callback": OpenCallbackForm,
    "decline": DeclineForm,
    "go": GoForm,
    "hang_up": HangUpForm,
}
