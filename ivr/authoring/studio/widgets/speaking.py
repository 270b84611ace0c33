"""Say/Play and Send Message: what a caller hears, or reads."""

from __future__ import annotations

from urllib.parse import urlsplit

from ivr.authoring.studio import liquid, text
from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import GATHER, SAY, VOICEMAIL, Studio, Widget
from ivr.authoring.studio.widgets.left import described, todo
from ivr.authoring.studio.work import Work

MOST_LOOPS = 5
MOST_SMS = 1000
"""Letters of a text message: beyond a few pieces nobody reads it, and carriers cut it."""
_TO_CALLER = ("contact.channel.address", "trigger.call.From", "trigger.message.From", "From")


def say(work: Work, widget: Widget) -> None:
    row, next_ = work.row(widget), work.on(widget, "audioComplete", "next")
    said, played = widget.properties.text("say"), widget.properties.text("play")
    note_voice(work, widget)
    if said:
        speak(work, widget, said, next_)
    elif played:
        _play(work, widget, played, next_)
    elif digits := widget.properties.text("digits"):
        row.leave("tones are not played to a caller here")
        todo(work, widget, text.plain(f"Studio widget {widget.name} played the tones {digits}")[:300], next_)
    else:
        work.put(widget, "go", {"to": next_})


def note_voice(work: Work, widget: Widget) -> None:
    """Says what differs because a flow has one voice for each language; a recording speaks for itself."""
    if not widget.properties.text("say") and widget.properties.text("play"):
        return
    if locale := work.tongue.foreign(widget):
        work.row(widget).adapt(f"spoken in {locale}: this flow speaks {work.tongue.first.locale}")
    if text.has_marks(widget.properties.text("say")):
        work.row(widget).setting("the marks in its text (SSML) are left out: add those that the voice knows")
    for place in text.terraform(widget.properties.text("say")):
        work.row(widget).setting(f"${{{place}}} in its text")


def speak(work: Work, widget: Widget, template: str, next_: To) -> None:
    """The node of a widget that says a text, or a question first, where its text has conditions."""
    loops = min(widget.properties.whole("loop") or 1, MOST_LOOPS)
    options = [
        (when, " ".join([work.spoken(widget, pieces)] * loops)) for when, pieces in work.variants(widget, template)
    ]
    entry = work.names[widget.name]
    if len(options) == 1:
        if work.say(entry, widget, options[0][1], next_) is next_:
            work.put(widget, "go", {"to": next_})
        return
    ways = [(when, work.say(work.free(f"{entry}_said"), widget, said, next_)) for when, said in options]
    work.branch(entry, widget, ways[:-1], ways[-1][1])


def _play(work: Work, widget: Widget, played: str, next_: To) -> None:
    row = work.row(widget)
    sound = sound_of(work, widget, played)
    if not sound:
        row.leave("which recording is played is only known during the call")
        todo(work, widget, described(widget), next_)
        return
    loops = min(widget.properties.whole("loop") or 1, MOST_LOOPS)
    name, then = work.names[widget.name], next_
    for number in range(loops, 1, -1):
        then = To(work.extra(f"{name}_{number}", widget, "play", sound, {"next": then}))
    work.put(widget, "play", sound, {"next": then})


def sound_of(work: Work, widget: Widget, played: str) -> str:
    """The recording as it can be written here; empty where it depends on the call."""
    if "{{" in played or "{%" in played:
        return ""
    row = work.row(widget)
    if text.terraform(played) or urlsplit_or_none(played) is None:
        row.setting(f"the recording that stood at {text.plain(played)[:120]}")
        return f"{work.names[widget.name]}.wav"
    if played.startswith("https://") and played.isascii() and not any(it in played for it in ' "<>\\^`{|}'):
        return played
    row.setting(f"the recording that stood at {text.plain(played)[:120]}: put it where it can be played from")
    return f"{work.names[widget.name]}.wav"


def urlsplit_or_none(address: str) -> str | None:
    """The host of an address, or None where it cannot be read as one."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def message(work: Work, widget: Widget) -> None:
    """A text message to the caller; to anybody else, or with a picture only, it is left."""
    row, properties = work.row(widget), widget.properties
    next_ = work.on(widget, "sent", "failed")
    failed = widget.to("failed")
    receiver = properties.text("to").strip("{} ")
    if receiver and receiver not in _TO_CALLER:
        row.leave("a text message goes to the caller here, and to nobody else")
        todo(work, widget, described(widget), next_)
        return
    options = work.variants(widget, properties.text("body"))
    if len(options) > 1:
        row.adapt("of the texts that it may send, the last is sent")
    body = work.spoken(widget, options[-1][1])[:MOST_SMS] or text.plain(widget.name)
    if properties.get("media_url"):
        row.adapt("its picture is not sent")
    work.put(widget, "sms", {"text": body, "next": next_, "cannot": work.to(failed) if failed else To(next_.node)})


def prompt_before(work: Work, widget: Widget) -> str:
    """What the widget before says for one that says nothing itself; it is then part of this one's node."""
    before = work.studio.widget(next((name for name, to in work.carried.items() if to == widget.name), None))
    if before is None:
        return ""
    note_voice(work, before)
    work.fold(work.names[widget.name], before)
    return work.spoken(before, work.variants(before, before.properties.text("say"))[-1][1])


def carried(studio: Studio, reached: list[str]) -> dict[str, str]:
    """Says that are the prompt of the silent widget after them: the only one that leads there."""
    made = dict[str, str]()
    for name in reached:
        widget = studio.widgets[name]
        if not _needs_prompt(widget):
            continue
        says = [
            it for it in map(studio.widgets.__getitem__, reached) if it.kind == SAY and it.to("audioComplete") == name
        ]
        if len(says) == 1 and _may_carry(says[0]):
            made[says[0].name] = name
    return made


def _needs_prompt(widget: Widget) -> bool:
    silent = not widget.properties.text("say") and not widget.properties.text("play")
    return widget.kind == VOICEMAIL or (widget.kind == GATHER and silent)


def _may_carry(say: Widget) -> bool:
    said = say.properties.text("say")
    return bool(said) and liquid.is_plain(said) and len(text.parts(text.plain(said))) == 1
