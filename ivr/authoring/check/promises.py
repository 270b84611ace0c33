"""Whether what callers are promised can be kept: by the team's hours, and at hours that are civil where they live."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import islice

import phonenumbers

from ivr.authoring.business import BusinessForm, TeamForm
from ivr.authoring.codes import Code
from ivr.authoring.flow import FlowForm
from ivr.authoring.nodes import CallbackForm, VoicemailForm
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import Said
from ivr.authoring.schedules import hours
from ivr.calendar import Hours, Window, share_minute, shared_stretches

WINTER, SUMMER = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 7, 6, tzinfo=UTC)
"""Mondays: zones keep other hours in summer. The week is as it is written, without holidays and closures."""

CIVIL = time(9), time(20)
"""When a phone may be rung, by the clock of whoever it belongs to (47 CFR 64.1200, an hour narrower at either end)."""

_DAY, _WEEK = timedelta(days=1), 7
_MOST_STRETCHES = 60


def check_civil(form: BusinessForm, found: Findings) -> None:
    """Every team's window, its promise, and the countries in which its callers may live."""
    for team in form.teams.values():
        window = team.value.policy.window if team.value.policy else None
        if window and len(window.value) == 1:
            start, end = window.value[0]
            if start < CIVIL[0] or not start < end <= CIVIL[1]:
                message = f"customers are phoned {start:%H:%M}-{end:%H:%M} of their own day (47 CFR 64.1200)"
                found.add(Code.CIVIL_HOURS, window.mark, message, f"within {CIVIL[0]:%H:%M}-{CIVIL[1]:%H:%M}")
        if team.value.policy and team.value.policy.within:
            _in_one_go(team.value.policy.within, team.value, form, found)
    for country in form.countries:
        _somebody_for(country, form, found)


def check_promised(flow: FlowForm, teams: Mapping[str, str], business: BusinessForm, found: Findings) -> None:
    """`teams`: who calls back where a node does not say."""
    for name, pair in flow.nodes.items():
        form = pair.value
        if not isinstance(form, CallbackForm | VoicemailForm) or not form.within:
            continue
        team = business.teams.get(form.team.value if form.team else teams.get(name, ""))
        if team:
            _in_one_go(form.within, team.value, business, found)


def _in_one_go(within: Said[timedelta], team: TeamForm, business: BusinessForm, found: Findings) -> None:
    """A promise that is longer than a team is ever there in one go always ends while nobody is."""
    opened = _opened(team, business)
    if opened is None or within.value >= _DAY:
        return
    shared = islice(shared_stretches(WINTER, opened, _window(team), business.zone.value, _WEEK + 1), _MOST_STRETCHES)
    longest = max((end - start for start, end in shared), default=timedelta())
    if timedelta() < longest < within.value:
        message = f"the promise ends after {_said(within.value)}, and the team is never there longer than"
        source = f"{message} {_said(longest)} (47 CFR 64.1200, our own measure: a promise ends while people are there)"
        found.add(Code.NEVER_IN_TIME, within.mark, source, f"at most {_said(longest)}, or longer opening hours")


def _somebody_for(country: Said[str], form: BusinessForm, found: Findings) -> None:
    if country.value == form.country.value or not form.teams:
        return
    zones = _zones_in(country.value)
    teams = [(team.value, opened) for team in form.teams.values() if (opened := _opened(team.value, form))]
    if not zones or not teams:
        return
    for zone in zones:
        for team, opened in teams:
            if any(share_minute(week, opened, _window(team), zone) for week in (WINTER, SUMMER)):
                return
    message = f"no team works while phones may be rung in {country.value} (47 CFR 64.1200: 9 to 20 by their own clock)"
    found.add(Code.NEVER_IN_TIME, country.mark, message, "a team with such hours, or no callbacks to there")


def _opened(team: TeamForm, form: BusinessForm) -> Hours | None:
    """The ordinary week of a team; None where it cannot be read, or is empty."""
    schedule = form.schedules.get(team.hours.value)
    if schedule is None or schedule.value.weekly.lost or not schedule.value.weekly:
        return None
    opened = hours(schedule.value, form.zone.value)
    return Hours(opened.zone, opened.weekly)


def _window(team: TeamForm) -> Window:
    window = team.policy.window if team.policy else None
    return Window(*window.value[0]) if window and len(window.value) == 1 else Window()


def _zones_in(country: str) -> tuple[str, ...]:
    """The zones in which the numbers of a country are; of countries that share its code, too: it warns rather late."""
    from phonenumbers import timezone  # its table costs memory, and only businesses with callers abroad ask for it

    code = phonenumbers.country_code_for_region(country)
    zones = timezone.time_zones_for_geographical_number(phonenumbers.PhoneNumber(country_code=code, national_number=0))
    return tuple(zone for zone in zones if code and zone != timezone.UNKNOWN_TIMEZONE)


def _said(span: timedelta) -> str:
    whole, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f"{whole}h{minutes}m" if whole and minutes else f"{whole}h" if whole else f"{minutes}m"
