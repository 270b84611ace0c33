"""What the nodes of a flow are called for people: by what the author gave a name in the reader's language, else by what
kind of node it is. It decides nothing about a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.callflow import nodes
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Node
from ivr.console.frame import _
from ivr.console.ground import here
from ivr.console.shown import language_name
from ivr.console.states import team_titles
from ivr.console.viewer import viewer
from ivr.console.words import N_

KINDS: Mapping[type, tuple[str, str]] = {
    nodes.Menu: (N_("Menu"), "list"),
    nodes.Language: (N_("Choice of language"), "languages"),
    nodes.Collect: (N_("Question"), "hash"),
    nodes.Survey: (N_("Survey"), "star"),
    nodes.Hours: (N_("Opening hours"), "clock"),
    nodes.Branch: (N_("Decision"), "split"),
    nodes.Set: (N_("Note of an answer"), "pencil"),
    nodes.Transfer: (N_("Asks for a person"), "headset"),
    nodes.Callback: (N_("Agrees on a callback"), "phone-outgoing"),
    nodes.OpenCallback: (N_("Is owed a call already"), "bell"),
    nodes.Decline: (N_("Wants no call"), "circle-x"),
    nodes.Voicemail: (N_("Leaves a message"), "mic"),
    nodes.Listen: (N_("Says what it is about"), "ear"),
    nodes.Lookup: (N_("Our records"), "book-open"),
    nodes.Sms: (N_("Text message"), "message-square"),
    nodes.Incident: (N_("News of trouble"), "triangle-alert"),
    nodes.Say: (N_("Announcement"), "volume-2"),
    nodes.Play: (N_("Announcement"), "volume-2"),
    nodes.Go: (N_("Passage"), "chevron-right"),
    nodes.HangUp: (N_("End of the call"), "phone-off"),
}
"""What each kind does, seen from the caller, and its picture."""
ELSE = (N_("Part of the menu"), "info")
ONE_OF_MANY = (nodes.Menu, nodes.Collect, nodes.Survey, nodes.Branch, nodes.Set, nodes.Lookup, nodes.Say, nodes.Play)
"""Kinds of which a flow has many: the author's own name for the node tells which one it is."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of a way. `said` is what callers hear there, `keys` what was pressed, `here` where they are now."""

    name: str
    """The author's; empty where the kind alone tells which node it is."""
    kind: str
    icon: str
    title: str
    said: str
    keys: str = ""
    chosen: str = ""
    """What the key stands for, where the business gave that a name."""
    here: bool = False


def flow_of(id: int) -> Callflow | None:
    """The edition of a flow on which a call was; None where it is not to be had."""
    try:
        return here().board.library.flow(id)
    except LookupError:
        return None


def called(flow: Callflow | None, name: str) -> str:
    """What the author calls this node for people, in the reader's language, else in another; empty: nothing."""
    titles = flow.titles.get(name, {}) if flow else {}
    return titles.get(viewer().language) or next(iter(titles.values()), "")


def crumb(flow: Callflow | None, name: str, keys: str = "", now: bool = False) -> Crumb:
    """This node, on the way of a call. A node that is gone goes by its name."""
    node = flow.nodes.get(name) if flow else None
    kind, icon = KINDS.get(type(node), ELSE) if node else ELSE
    tells = node is not None and not isinstance(node, ONE_OF_MANY)
    title = called(flow, name)
    words = "" if tells or title else name.replace("_", " ")
    return Crumb(words, _(kind), icon, title or _title(node), _said(node), keys, _chosen(node, keys), now)


def _title(node: Node | None) -> str:
    """The name that the business gave, in the reader's language; empty where there is none."""
    match node:
        case nodes.Transfer() | nodes.Callback() | nodes.Voicemail():
            return team_titles().get(node.team, node.team)
    return ""


def _chosen(node: Node | None, keys: str) -> str:
    match node:
        case nodes.Menu() | nodes.Listen():
            choice = node.choices.get(keys[-1:])
            return topic_title(choice.topic) if choice and choice.topic else ""
        case nodes.Language():
            code = node.choices.get(keys[-1:])
            return language_name(code, viewer().language) if code else ""
    return ""


def _said(node: Node | None) -> str:
    """In the reader's language where it is spoken in that, else in the first."""
    prompt = getattr(node, "prompt", None)
    texts: Mapping[str, str] = prompt.texts if prompt else getattr(node, "prompts", {})
    return texts.get(viewer().language) or next(iter(texts.values()), "")


def topic_title(topic: str) -> str:
    """What a call is about, as our people hear it, in the reader's language where the business has said it."""
    try:
        words = here().board.library.business().words
    except LookupError:
        return topic
    own, first = words.get(viewer().language, {}), next(iter(words.values()))
    return own.get(f"topic_{topic}") or first.get(f"topic_{topic}") or topic
