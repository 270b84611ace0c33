"""What may be written in business.yaml: who we are, our teams, their hours, what they promise, and our own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from ivr.authoring.codes import Code
from ivr.authoring.flow import VOICES, VoiceForm
from ivr.authoring.prompts import PROMPT, PromptForm
from ivr.authoring.scalars import LANGUAGE, NAME, NUMBER, PARTS, RULE, TEXT, VERSION, One, Said, count, duration, one_of
from ivr.authoring.schedules import SCHEDULE, ZONE, ScheduleForm
from ivr.authoring.shape import By, Form, Many, Pairs, Shape, optional, required
from ivr.calendar import Part
from ivr.phone import Refusal, parse_number
from ivr.promise.policy import Strategy

_SOME_NUMBER = "2025550100"


def _country(text: str) -> str | None:
    """A country is one in which telephone numbers are dialled."""
    known = re.fullmatch("[A-Z]{2}", text) and parse_number(_SOME_NUMBER, text) is not Refusal.UNKNOWN_COUNTRY
    return text if known else None


COUNTRY = One("a country's two letters, such as BD", Code.UNKNOWN_COUNTRY, _country)
CURRENCY = One(
    "a currency's three letters, such as BDT", Code.NOT_IN_LIST, lambda t: t if re.fullmatch("[A-Z]{3}", t) else None
)
HOST = One(
    "the name of a host, such as shop.example",
    Code.BAD_ADDRESS,
    lambda text: (
        text if re.fullmatch(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", text) else None
    ),
)
WORD = One("the name of a built-in sentence, such as goodbye", Code.UNKNOWN_WORD, lambda text: text)
PAUSE = duration("1m", "7d")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerForm(Form):
    name: Said[str] = required(TEXT, "the name of the person")
    number: Said[str] = required(NUMBER, "the number that is texted before a promise breaks")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyForm(Form):
    """Every key is a field of `ivr.promise.policy.Policy`, whose defaults hold for what is left out."""

    ring: Said[timedelta] | None = optional(duration("5s", "2m"), "how long an agent's phone rings")
    rounds: Said[int] | None = optional(count(1, 20), "how often the team is gone through")
    wait_limit: Said[timedelta] | None = optional(duration("30s", "1h"), "the longest that a caller is held")
    minimum_talk: Said[timedelta] | None = optional(duration("1s", "5m"), "a shorter talk without a verdict is none")
    misses: Said[int] | None = optional(count(1, 20), "so many missed offers in a row, and the agent cools off")
    cool_off: Said[timedelta] | None = optional(duration("1m", "8h"), "for how long")
    within: Said[timedelta] | None = optional(PAUSE, "what a caller is promised where no time was chosen")
    attempt_delays: tuple[Said[timedelta], ...] | None = optional(Many(PAUSE), "pauses between the first attempts")
    attempts: Said[int] | None = optional(count(1, 20), "so many attempts, and a named person takes over")
    attempts_a_day: Said[int] | None = optional(count(1, 10), "at most so many of them on one day")
    customer_ring: Said[timedelta] | None = optional(duration("15s", "2m"), "how long a customer's phone rings")
    talk_limit: Said[timedelta] | None = optional(duration("5m", "4h"), "the longest talk")
    window: Said[tuple[Part, ...]] | None = optional(PARTS, "when customers may be phoned, by their own clock")
    verdict: Said[timedelta] | None = optional(
        duration("10s", "5m"), "how long an agent's leg may be silent after a talk"
    )
    wrap_up: Said[timedelta] | None = optional(
        duration("0s", "30m"), "what an agent at the console has after a talk, before the next caller"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamForm(Form):
    title: Pairs[Said[str]] = required(By(LANGUAGE, TEXT, least=1), "what the team is called aloud, per language")
    owner: OwnerForm = required(Shape(OwnerForm), "the named person who is told when a promise is about to break")
    hours: Said[str] = required(NAME, "the schedule in which the team works")
    languages: tuple[Said[str], ...] = optional(Many(LANGUAGE), "which languages the team speaks", ())
    strategy: Said[str] | None = optional(one_of(*Strategy), "in which order people are asked")
    policy: PolicyForm | None = optional(Shape(PolicyForm), "what the team promises, and how patiently")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupsForm(Form):
    main = "hosts"
    hosts: tuple[Said[str], ...] = required(Many(HOST, least=1), "the hosts that a lookup may ask, over https")


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessForm(Form):
    version: Said[int] = required(VERSION, "version: 1, of this language")
    business: Said[str] = required(TEXT, "what the business is called, aloud and on screens")
    zone: Said[str] = required(ZONE, "the time zone of the business, such as Asia/Dhaka")
    country: Said[str] = required(COUNTRY, "the country in which numbers are dialled without a country code")
    currency: Said[str] = required(CURRENCY, "the currency in which amounts are spoken")
    countries: tuple[Said[str], ...] = optional(Many(COUNTRY), "where callbacks may go; left out: the country", ())
    languages: Pairs[VoiceForm] = required(VOICES, "language: voice, the first is spoken first")
    teams: Pairs[TeamForm] = required(By(NAME, Shape(TeamForm), least=1), "name: team")
    schedules: Pairs[ScheduleForm] = required(By(NAME, SCHEDULE, least=1), "name: schedule")
    topics: Pairs[Pairs[Said[str]]] | None = optional(
        By(NAME, By(LANGUAGE, TEXT, least=1)), "what a call may be about, as agents hear it, per language"
    )
    prompts: Pairs[PromptForm] | None = optional(
        By(NAME, PROMPT), "name: prompt, for all flows, to be used by {use: name}"
    )
    lookups: LookupsForm | None = optional(Shape(LookupsForm), "your own systems that a flow may ask; left out: none")
    words: Pairs[Pairs[Said[str]]] | None = optional(
        By(LANGUAGE, By(WORD, TEXT)), "your own wording of built-in sentences, per language"
    )
    allow: Pairs[Said[str]] | None = optional(By(RULE, TEXT), "warnings that are wanted so, each with its reason")


BUSINESS = Shape(BusinessForm)
