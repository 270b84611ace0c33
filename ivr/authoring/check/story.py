"""A failing way through a flow, told as a dialogue: what the caller hears and presses, what we decide, how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.authoring import nodes as forms
from ivr.authoring.business import BusinessForm
from ivr.authoring.check.proof import Failure, Leg
from ivr.authoring.check.ways import Exit, Place, Ways
from ivr.authoring.prompts import PromptForm
from ivr.authoring.schedules import DAYS, ScheduleForm, hours
from ivr.calendar import Part
from ivr.language.marks import unmarked
from ivr.language.template import fill

MOST_LINES = 24
MOST_LETTERS = 78


@dataclass(frozen=True, slots=True)
class Teller:
    """What a story is told from. `language` is the one in which the prompts are quoted."""

    places: Ways
    language: str
    business: BusinessForm | None = None

    def tell(self, failure: Failure) -> tuple[str, ...]:
        lines = [*self._heard_on(failure.opening)]
        for leg in failure.legs:
            lines += self._leg(leg)
        lines += self._ending(failure)
        if len(lines) > MOST_LINES:
            cut = len(lines) - MOST_LINES + 1
            lines = [*lines[:6], f"(… {cut} lines later)", *lines[6 + cut :]]
        return tuple(lines)

    def _leg(self, leg: Leg) -> Iterator[str]:
        place = self.places[leg.place]
        yield from self._heard(place)
        yield self._decided(place, leg.way)
        yield from self._heard_on(leg.through)

    def _ending(self, failure: Failure) -> Iterator[str]:
        last = self.places[failure.to]
        yield from self._heard(last)
        if last.kind == "decline":
            yield "we write down that the caller wants no call, which the caller never said"
        else:
            yield "we hang up"

    def _heard_on(self, names: tuple[str, ...]) -> Iterator[str]:
        for name in names:
            yield from self._heard(self.places[name])

    def _heard(self, place: Place) -> Iterator[str]:
        if isinstance(place.form, forms.PlayForm):
            yield f"caller hears   the recording {place.form.sound.value}"
        elif isinstance(place.form, forms.NodeForm):
            for prompt in place.form.prompts():
                if not prompt.partial:
                    yield from self._quoted(prompt)

    def _quoted(self, prompt: PromptForm) -> Iterator[str]:
        text = " ".join(unmarked(fill(prompt.text(self.language), {})).split())
        if text:
            yield f'caller hears   "{text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"}"'
        elif prompt.sounds:
            yield f"caller hears   the recording {next(iter(prompt.sounds.values())).value}"

    def _decided(self, place: Place, way: Exit) -> str:
        if isinstance(place.form, forms.HoursForm):
            return self._hour(place.form.schedule.value, way.label)
        return way.told or f"(on to {way.target})"

    def _hour(self, name: str, label: str) -> str:
        schedule = self._schedule(name)
        moment = _moment(schedule, label == "open") if schedule else ""
        return f"(it is {moment}: {label})" if moment else f"(we are {label})"

    def _schedule(self, name: str) -> ScheduleForm | None:
        if self.business is None:
            return None
        team = self.business.teams.get(name)
        found = self.business.schedules.get(
            team.value.hours.value if team and name not in self.business.schedules else name
        )
        return found.value if found else None


def _moment(form: ScheduleForm, open_: bool) -> str:
    """A moment of an ordinary week at which the door is open, or closed: `Friday`, `Saturday, 10:00`."""
    weekly: Mapping[int, tuple[Part, ...]] = hours(form, "UTC").weekly
    if open_:
        first = next(((day, parts[0][0]) for day, parts in weekly.items() if parts), None)
        return f"{DAYS[first[0]].capitalize()}, {first[1]:%H:%M}" if first else ""
    free = next((day for day in range(7) if day not in weekly), None)
    if free is not None:
        return DAYS[free].capitalize()
    ends = ((day, parts[-1][1]) for day, parts in weekly.items() if parts[-1][0] < parts[-1][1])
    late = next(ends, None)
    return f"{DAYS[late[0]].capitalize()}, {late[1]:%H:%M}" if late else "a day on which we are closed"
