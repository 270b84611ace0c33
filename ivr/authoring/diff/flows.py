"""What differs between two versions of a flow, for a caller; the order in which nodes are written is no difference."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ivr.authoring.diff.change import Change, Weight
from ivr.authoring.diff.ends import silent_end, teams_reached
from ivr.authoring.diff.nodes import Place, compare_nodes, texts_of
from ivr.authoring.diff.renamed import renamed, with_names
from ivr.authoring.diff.shared import compare_shared
from ivr.authoring.leads import kind_of
from ivr.authoring.nodes import END
from ivr.authoring.said import named, words
from ivr.callflow.graph import Callflow, Voice


def compare_flows(old: Callflow, new: Callflow, shared: bool = True) -> Iterator[Change]:
    """All changes. `shared`: also of what a flow has from its business, such as hours."""
    names = renamed(old, new)
    yield from _ends(old, new)
    yield from _head(old, new)
    for was, now in names.items():
        yield Change(Weight.STRUCTURE, f"{was} is now called {now}", new.name, now, "name", was, now)
    named_anew = with_names(old, names)
    if named_anew.start != new.start:
        says = f"a call now begins with {new.start} (was {named_anew.start})"
        yield Change(Weight.STRUCTURE, says, new.name, "", "start", named_anew.start, new.start)
    yield from _nodes(named_anew, new)
    if shared:
        yield from compare_shared(new.name, _of_business(old), _of_business(new))


def _of_business(flow: Callflow) -> Mapping[str, object]:
    """What a flow has from its business."""
    fields = ("schedules", "team_schedules", "zone", "country", "countries", "windows", "currency", "words")
    return {field: getattr(flow, field) for field in fields}


def _ends(old: Callflow, new: Callflow) -> Iterator[Change]:
    was, now = teams_reached(old), teams_reached(new)
    for team in sorted(now - was):
        yield _reach(new.name, f"callers can now be put through to {team}", "teams", "", team)
    for team in sorted(was - now):
        yield _reach(new.name, f"callers can no longer be put through to {team}", "teams", team, "")
    changed = {is_open: (silent_end(old, is_open), silent_end(new, is_open)) for is_open in (True, False)}
    if changed[True] == changed[False]:
        del changed[False]
        hours = {True: ""}
    else:
        hours = {True: " while we are open", False: " while we are closed"}
    for is_open, (before, after) in changed.items():
        if before != after:
            says = f"callers who never press a key{hours[is_open]} now {after} (they {before} until now)"
            yield _reach(new.name, says, "silence", before, after)


def _reach(flow: str, says: str, what: str, was: str, now: str) -> Change:
    return Change(Weight.REACH, says, flow, "", what, was, now)


def _head(old: Callflow, new: Callflow) -> Iterator[Change]:
    if old.name != new.name:
        says = f"the flow is now called {new.name} (was {old.name})"
        yield Change(Weight.STRUCTURE, says, new.name, "", "name", old.name, new.name)
    if old.title != new.title:
        says = f"the title is now “{new.title}” (was “{old.title}”)"
        yield Change(Weight.STRUCTURE, says, new.name, "", "title", old.title, new.title)
    for number in _more(new.numbers, old.numbers):
        yield _reach(new.name, f"{number} is now answered by {new.name}", "numbers", "", number)
    for number in _more(old.numbers, new.numbers):
        yield _reach(new.name, f"{number} is no longer answered by {new.name}", "numbers", number, "")
    yield from _languages(old, new)
    yield from _titles(old, new)


def _titles(old: Callflow, new: Callflow) -> Iterator[Change]:
    """What nodes are called on a screen; of a node that comes or goes enough is said elsewhere."""
    for node in (node for node in new.nodes if node in old.nodes):
        before, after = old.titles.get(node, {}), new.titles.get(node, {})
        for code in dict.fromkeys((*after, *before)):
            was, now = before.get(code, ""), after.get(code, "")
            if was != now:
                says = f"{node} is now called {now or node} on a screen (was {was or node})"
                yield Change(Weight.WORDS, says, new.name, node, "title", was, now, code)


def _languages(old: Callflow, new: Callflow) -> Iterator[Change]:
    for code in _more(new.languages, old.languages):
        yield _reach(new.name, f"{code} is now spoken", "languages", "", code)
    for code in _more(old.languages, new.languages):
        yield _reach(new.name, f"{code} is no longer spoken", "languages", code, "")
    for code, voice in new.languages.items():
        before = old.languages.get(code, voice)
        if before != voice:
            was, now = _voice(before), _voice(voice)
            says = f"{code} is now spoken by {now} (was {was})"
            yield Change(Weight.WORDS, says, new.name, "", "languages", was, now, code)
    was, now = next(iter(old.languages), ""), next(iter(new.languages), "")
    if was != now:
        says = f"until the caller has chosen, {now} is spoken (was {was})"
        yield Change(Weight.WORDS, says, new.name, "", "languages", was, now, now)


def _voice(voice: Voice) -> str:
    return f"{voice.locale} {voice.voice}" if voice.voice else voice.locale


def _more(of: Collection[str], than: Collection[str]) -> list[str]:
    return [one for one in of if one not in than]


def _nodes(old: Callflow, new: Callflow) -> Iterator[Change]:
    for name in {**old.nodes, **new.nodes}:
        was, now = old.nodes.get(name), new.nodes.get(name)
        if name == END:  # its words are those of the business
            continue
        if was is None and now is not None:
            said = "; ".join(f"in {code} it says {text}" for (_, code), text in texts_of(now).items())
            kind = words(kind_of(now))
            says = f"{named(name)} is new, of the kind {kind}" + (f": {said}" if said else "")
            yield Change(Weight.STRUCTURE, says, new.name, name, "node", "", kind_of(now))
        elif now is None and was is not None:
            says = f"{named(name)} is gone (it was of the kind {words(kind_of(was))})"
            yield Change(Weight.STRUCTURE, says, new.name, name, "node", kind_of(was), "")
        elif was is not None and now is not None and was != now:
            yield from compare_nodes(Place(new.name, name), was, now)
