"""Whether the telephone company is as we need it: the account, its numbers, our public address. Only `doctor` asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import requests

from ivr.app.checks import Found, Health
from ivr.app.parts import Parts, account
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Callback, Transfer
from ivr.line.instructions import Door
from ivr.promise.business import Business
from ivr.settings import Carrier

if TYPE_CHECKING:
    from ivr.twilio.survey import AccountSeen, NumberSeen, Reached

PATIENCE = 5.0
"""Seconds, for our own public address."""
TRIAL_CALLS = 5
"""Calls at once on a trial account (Twilio support article on call concurrency)."""

APPLY = "`python -m ivr numbers apply` does"
WRONG_CREDENTIALS = 20003


def carrier(parts: Parts) -> tuple[Found, ...]:
    """Everything about the account that can be seen without changing it."""
    from ivr.twilio.survey import Away, Denied, read_account, read_reach

    settings = parts.settings
    if settings.carrier is Carrier.SIMULATED:
        return (Found("carrier", Health.OK, "simulated: `python -m ivr run` starts it"),)
    seen = read_account(account(settings))
    if isinstance(seen, Away):
        what = f"Twilio cannot be reached: {seen.reason}"
        return (Found("carrier", Health.AWAY, what, "see whether this machine may reach api.twilio.com by https"),)
    if isinstance(seen, Denied):
        what = f"Twilio does not let us in (error {seen.code})"
        do = "mend TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or TWILIO_API_KEY with TWILIO_API_SECRET"
        return (Found("carrier", Health.BAD, what, do),)
    told = (_account(seen), *_trial(parts, seen), _at_once(parts, seen), *_numbers(parts, seen), _fallback(parts))
    return (*told, *_reach(parts, read_reach(account(settings))))


def _account(seen: AccountSeen) -> Found:
    if seen.active:
        return Found("carrier", Health.OK, f"Twilio: an active {'trial' if seen.trial else 'full'} account")
    return Found("carrier", Health.BAD, "the account at Twilio is suspended or closed", "see Twilio's console")


def _trial(parts: Parts, seen: AccountSeen) -> Iterator[Found]:
    """What a trial account refuses (Twilio's page on trying out Voice)."""
    if not seen.trial:
        return
    upgrade = "upgrade the account before customers call"
    what = f"trial: rings only {len(seen.verified)} verified numbers, and ends calls after 10 minutes or 10 steps"
    yield Found("trial", Health.WARN, what, upgrade)
    kinds = {type(node) for flow in _flows(parts) for node in flow.nodes.values()}
    if kinds & {Callback, Transfer}:
        what = "trial: callbacks cannot be kept, for Twilio refuses to dial a customer from an agent's call"
        yield Found("trial_callbacks", Health.BAD, what, upgrade)


def _at_once(parts: Parts, seen: AccountSeen) -> Found:
    limit = parts.settings.max_calls_at_once
    if limit is None:
        what = "how many calls at once the account allows is not set"
        do = "set MAX_CALLS_AT_ONCE: 5 on trial; since February 2026 2 without an approved profile, 3 as an individual"
        return Found("calls_at_once", Health.WARN, what, do)
    if seen.trial and limit > TRIAL_CALLS:
        what = f"MAX_CALLS_AT_ONCE is {limit}, and a trial account has {TRIAL_CALLS}"
        return Found("calls_at_once", Health.BAD, what, f"set it to {TRIAL_CALLS}")
    return Found("calls_at_once", Health.OK, f"{limit}: compare it with the account's limit in Twilio's console")


def _numbers(parts: Parts, seen: AccountSeen) -> Iterator[Found]:
    """Each number that a flow names is ours, and its calls come to us; each that comes to us has a flow."""
    named = _named(parts)
    owned = {number.number: number for number in seen.numbers}
    for number in named:
        yield _number(parts, number, owned.get(number))
    door = _bare(parts.urls.door(Door("incoming")))
    for one in seen.numbers:
        if one.number not in named and _bare(one.voice_url) == door:
            what = f"{one.number} sends its calls to us, and no flow names it"
            yield Found("number", Health.WARN, what, "add it to a flow's numbers, or point it elsewhere")


def _number(parts: Parts, number: str, seen: NumberSeen | None) -> Found:
    if seen is None:
        return Found("number", Health.BAD, f"{number} is not a number of this account", "buy it, or take it out")
    voice, status = parts.urls.door(Door("incoming")), parts.urls.door(Door("status"))
    if _bare(seen.voice_url) != _bare(voice):
        what = f"calls to {number} go to {_bare(seen.voice_url) or 'nowhere'}"
        return Found("number", Health.BAD, what, f"set its Voice URL to {voice} (POST): {APPLY}")
    if _bare(seen.status_callback) != _bare(status):
        what = f"{number} does not tell us when a call ends: who hangs up early is noticed late"
        return Found("number", Health.WARN, what, f"set its status callback to {status} (POST): {APPLY}")
    if not seen.fallback_url:
        what = f"calls to {number} have no fallback while we are down"
        return Found("number", Health.WARN, what, f"set its fallback URL (see FALLBACK_URL): {APPLY}")
    return Found("number", Health.OK, f"{number} sends its calls to us")


def _reach(parts: Parts, seen: tuple[Reached, ...]) -> Iterator[Found]:
    """Whom Twilio phones for us is whom the business phones: more is a gift to fraudsters, less a broken promise."""
    listed = _business(parts, lambda business: business.countries)
    if not seen or not listed:
        yield Found("countries", Health.OK, "which countries may be phoned cannot be seen: look in Twilio's console")
        return
    where = "Voice, Geo permissions in Twilio's console"
    ordinary = {one.country for one in seen if one.ordinary}
    costly = sum(one.costly for one in seen)
    if closed := sorted(set(listed) - ordinary):
        what = f"Twilio phones nobody in {', '.join(closed)}: callbacks to there cannot be kept"
        yield Found("countries", Health.BAD, what, f"allow it under {where}, or take it out of business.yaml")
    if costly:
        what = f"countries of which dear and fraudulent numbers may be phoned: {costly}"
        yield Found("countries", Health.WARN, what, f"switch high-risk numbers off under {where}")
    if beyond := len(ordinary - set(listed)):
        what = f"countries that may be phoned and that the business does not list: {beyond}"
        yield Found("countries", Health.WARN, what, f"leave those alone that you phone, under {where}")
    if ordinary == set(listed) and not costly:
        yield Found("countries", Health.OK, "Twilio phones where the business does, and nowhere else")


def _fallback(parts: Parts) -> Found:
    if parts.settings.fallback_url is None:
        return Found("fallback", Health.WARN, "no static document answers while we are down", "set FALLBACK_URL")
    return Found("fallback", Health.OK, "a static document answers while we are down")


def public_url(parts: Parts) -> Found:
    """Our own address, as the public sees it, leads to this program."""
    address = parts.settings.public_url
    do = "see whether `python -m ivr web` runs, and what stands in front of it (from inside it may be closed)"
    try:
        answer = requests.get(f"{address}/healthz", timeout=PATIENCE, allow_redirects=False)
        alive = answer.status_code == 200 and answer.json() == {"alive": True}
    except (requests.RequestException, ValueError) as fault:
        return Found("public_url", Health.WARN, f"{address} does not answer ({type(fault).__name__})", do)
    if not alive:
        return Found("public_url", Health.WARN, f"somebody else answers at {address} (HTTP {answer.status_code})", do)
    return Found("public_url", Health.OK, f"{address} leads to us")


def _named(parts: Parts) -> tuple[str, ...]:
    return _business(parts, lambda business: business.numbers)


def _business(parts: Parts, told: Callable[[Business], tuple[str, ...]]) -> tuple[str, ...]:
    """What the business says; nothing where none is published."""
    try:
        return told(parts.board.library.business())
    except LookupError:
        return ()


def _flows(parts: Parts) -> Iterator[Callflow]:
    for number in _named(parts):
        found = parts.board.library.flow_for(number)
        if found is not None:
            yield found[1]


def _bare(url: str) -> str:
    """Without the fragment, in which we tell Twilio how to try again."""
    return urldefrag(url).url
