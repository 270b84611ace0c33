"""Knowledge: the business's cards by topic, and what agents say of cards and of what callers hear, for its author."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for

from ivr.access import Action
from ivr.callflow.card import Card
from ivr.console import markdown, toasts
from ivr.console.door import needs, the_person
from ivr.console.frame import Answer, _, back, page
from ivr.console.ground import here
from ivr.console.nodes import called
from ivr.console.shown import typed
from ivr.console.topics import topic_title
from ivr.console.viewer import viewer
from ivr.language import sought
from ivr.reports.shop import cards
from ivr.reports.shop.cards import CardShown
from ivr.switchboard.known import remarks
from ivr.switchboard.known.remarks import On

pages = Blueprint("knowledge", __name__)


@pages.get("/cards")
@needs(Action.SEE_KNOWLEDGE)
def index() -> Answer:
    """The cards, by topic or by words in them; and what waits for their author."""
    topic, words = typed(request.args.get("topic")), typed(request.args.get("words"))[:100]
    with here().store.reading() as unit:
        viewer().now = unit.now
        known, waiting = cards.live(unit), cards.open_remarks(unit)
    topics = sorted({one for card in known for one in card.card.topics})
    key = sought.key(words)
    found = [card for card in known if (not topic or topic in card.card.topics) and _has(card.card, key)]
    return page(
        "cards.html", found=found, topics=topics, topic=topic, words=words, any=bool(known), waiting=waiting,
        title=title, first=first, titles={card.name: title(card.card) for card in known},
        topic_title=topic_title, node_title=node_title,
    )  # fmt: skip


def node_title(flow: str, node: str) -> str:
    """What the author calls this node for people, on the flow that is live; empty: nothing."""
    library, business = here().board.library, here().business
    flows = (library.flow_for(number) for number in (business.numbers if business else ()))
    return next((called(found[1], node) for found in flows if found and found[1].name == flow), "")


def _has(card: Card, key: str) -> bool:
    return not key or any(key in sought.key(text) for text in (*card.titles.values(), *card.texts.values()))


@pages.get("/cards/<name>")
@needs(Action.SEE_KNOWLEDGE)
def card(name: str) -> Answer:
    """One card, in the reader's language first."""
    return _card(name)


@pages.post("/cards/<name>/remarks")
@needs(Action.REMARK)
def remark(name: str) -> Answer:
    """Something about this card, for its author."""
    with here().store.reading() as unit:
        if cards.one(unit, name) is None:
            abort(404)
    added = remarks.add(here().store, the_person().by, remarks.about(On.CARD, name), request.form.get("text", ""))
    if added is None:
        return _card(name, empty=True)
    toasts.tell(_("Your remark is kept for whoever writes this."))
    return back(url_for("knowledge.card", name=name))


@pages.post("/remarks/<id>/settle")
@needs(Action.SETTLE_REMARK)
def settle(id: str) -> Answer:
    """Its author has seen to it."""
    if remarks.settle(here().store, the_person().by, id) is None:
        abort(404)
    toasts.offer_undo(_("Settled."), url_for("knowledge.reopen", id=id))
    return back(url_for("knowledge.index"))


@pages.post("/remarks/<id>/reopen")
@needs(Action.SETTLE_REMARK)
def reopen(id: str) -> Answer:
    """Settled too early."""
    if toasts.undone() is None:
        toasts.tell(_("It is too late to take that back."))
    elif remarks.reopen(here().store, the_person().by, id) is None:
        abort(404)
    return back(url_for("knowledge.index"))


def _card(name: str, empty: bool = False) -> Answer:
    with here().store.reading() as unit:
        viewer().now = unit.now
        found = cards.one(unit, name) or abort(404)
        said = cards.remarks_on(unit, name)
    own = best(found.card, viewer().language)
    texts = {code: markdown.render(text) for code, text in found.card.texts.items()}
    return page(
        "card.html", 422 if empty else 200, found=found, title=title(found.card), own=own, texts=texts, said=said,
        empty=empty, source=f"cards/{found.name}.md", topic_title=topic_title, node_title=node_title,
    )  # fmt: skip


def best(card: Card, language: str) -> str:
    """The language in which this reader gets it: their own, else the first in which it was written."""
    return language if language in card.texts else next(iter(card.texts), "")


def title(card: Card) -> tuple[str, str]:
    """What it is called, and in which language that is."""
    language = viewer().language if viewer().language in card.titles else next(iter(card.titles))
    return card.titles[language], language


def first(card: CardShown) -> tuple[str, str]:
    """Its first words, without marks, and in which language."""
    language = best(card.card, viewer().language)
    text = markdown.render(card.card.texts.get(language, "").partition("\n\n")[0]).striptags()
    return (text if len(text) <= 140 else text[:140].rpartition(" ")[0] + " …"), language
