"""Whether the business's own file holds together: zones, countries, hours, teams, topics and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from ivr.authoring.business import BusinessForm, TeamForm
from ivr.authoring.check.speech import check_voices
from ivr.authoring.codes import Code
from ivr.authoring.places import check_text
from ivr.authoring.problem import Findings, listed
from ivr.authoring.scalars import Said
from ivr.authoring.schedules import HolidaysForm, hours
from ivr.authoring.shape import Pair
from ivr.authoring.tree import Mark
from ivr.authoring.words import built_in
from ivr.calendar import Hours, Part, Window, has_holidays, share_minute
from ivr.language.forms import Form
from ivr.language.words import Word

_ORDINARY_WEEK = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday: windows and hours are compared by the week as it is written, without holidays and closures."""

_WORDS: Mapping[str, Word | Form] = {**{word.value: word for word in Word}, **{form.value: form for form in Form}}


def check_business(form: BusinessForm, found: Findings) -> None:
    check_voices(form.languages, found)
    for schedule in form.schedules.values():
        if schedule.value.holidays:
            _holidays(schedule.value.holidays, found)
    for team in form.teams.values():
        _team(team.value, form, found)
    for topic in (form.topics or {}).values():
        _complete(topic.value, form.languages, topic.key.mark, found)
    _words(form, found)


def _holidays(form: HolidaysForm, found: Findings) -> None:
    country, part = form.country, form.subdivision
    if country and not has_holidays(country.value):
        message = f'the holidays of "{country.value}" are not known'
        found.add(Code.UNKNOWN_COUNTRY, country.mark, message, "a country such as BD, or `also:` with your own days")
    elif country and part and not has_holidays(country.value, part.value):
        message = f'"{country.value}" has no part "{part.value}" with holidays of its own'
        found.add(Code.UNKNOWN_COUNTRY, part.mark, message, "its code, such as WB")


def _team(form: TeamForm, business: BusinessForm, found: Findings) -> None:
    _complete(form.title, business.languages, form.mark, found)
    for language in form.languages:
        _spoken(language, business.languages, found)
    if form.hours.value in business.schedules.lost:
        return
    if form.hours.value not in business.schedules:
        message = f'there is no schedule "{form.hours.value}"'
        found.unknown(Code.UNKNOWN_SCHEDULE, form.hours.mark, message, form.hours.value, business.schedules)
        return
    window = form.policy.window if form.policy else None
    if window and len(window.value) != 1:
        found.add(Code.BAD_HOURS, window.mark, "a window is one stretch of the day", "such as 09:00-20:00")
        return
    _meets(form, business, window, found)


def _meets(form: TeamForm, business: BusinessForm, window: Said[tuple[Part, ...]] | None, found: Findings) -> None:
    """Callers are phoned where the team's hours and the window meet; where they never do, no promise can be kept."""
    schedule = business.schedules[form.hours.value].value
    if schedule.weekly.lost or not schedule.weekly:
        return
    opened = hours(schedule, business.zone.value)
    civil = Window(*window.value[0]) if window else Window()
    if not share_minute(_ORDINARY_WEEK, Hours(opened.zone, opened.weekly), civil, business.zone.value):
        said = f"{civil.start:%H:%M}-{civil.end:%H:%M}"
        message = f'the team works "{form.hours.value}", customers may be phoned {said}, and the two never meet'
        found.add(Code.NEVER_REACHED, (window or form.hours).mark, message, "a minute in the week that is in both")


def _words(form: BusinessForm, found: Findings) -> None:
    for code, sentences in (form.words or {}).items():
        for name, pair in sentences.value.items():
            word = _WORDS.get(name)
            if word is None:
                message = f'no built-in sentence is called "{name[:60]}"'
                found.unknown(Code.UNKNOWN_WORD, pair.key.mark, message, name, _WORDS)
            else:
                check_text(pair.value, word.places, found)
        if code not in form.languages:
            _spoken(sentences.key, form.languages, found)
    for code, voice in form.languages.items():
        known = {*built_in().get(code, {}), *(form.words[code].value if form.words and code in form.words else {})}
        if missing := [name for name in _WORDS if name not in known]:
            message = f'{len(missing)} built-in sentences have no words in "{code}"'
            found.add(Code.NOT_SPOKEN, voice.key.mark, message, f"under words: {code}: {listed(missing)}")


def _complete(texts: Mapping[str, Pair[Said[str]]], languages: Iterable[str], mark: Mark, found: Findings) -> None:
    codes = list(languages)
    for code in codes:
        if code not in texts:
            found.add(
                Code.NOT_SPOKEN, mark, f'there are no words for this in "{code}"', f"a text for each of {listed(codes)}"
            )
    for pair in texts.values():
        _spoken(pair.key, codes, found)


def _spoken(code: Said[str], languages: Iterable[str], found: Findings) -> None:
    codes = list(languages)
    if code.value not in codes:
        message = f'this business does not speak "{code.value}"'
        found.unknown(Code.UNKNOWN_LANGUAGE, code.mark, message, code.value, codes)
