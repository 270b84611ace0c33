"""The nodes that tell something beside the flow: `sms`, a text to the caller, and `incident`, what was declared."""

from __future__ import annotations

from ivr.callflow.events import TextAsked
from ivr.callflow.nodes import Incident, Sms
from ivr.callflow.prompts import ANSWERS, filled, voiced
from ivr.callflow.steps import Scene, Step, To
from ivr.callflow.values import Type, Value


def send(scene: Scene, node: Sms) -> Step:
    """To the caller's own number only, and never what is sensitive."""
    text = filled(scene, Value(Type.TEXT, _written(scene, node.text.texts.get(scene.language, "")))).text
    if not scene.facts.number or not text:
        return Step(To(node.cannot))
    return Step(To(node.next), events=(TextAsked(scene.node, text),))


def _written(scene: Scene, text: str) -> str:
    """Digits are written as digits: they are spelled out only to be heard."""
    for name, value in scene.answers:
        if value.type in (Type.DIGITS, Type.PHONE) and not value.sensitive:
            text = text.replace(f"{{{ANSWERS}.{name}}}", value.text)
    return text


def tell(scene: Scene, node: Incident) -> Step:
    """All that is declared of the topics, the newest first."""
    wanted = [one for one in scene.facts.incidents if not node.topics or one.topic in node.topics]
    if not wanted:
        return Step(To(node.next))
    sounds = tuple(sound for one in wanted for sound in voiced(scene, one.texts.get(scene.language, "")))
    return Step(To(node.declared), sounds)
