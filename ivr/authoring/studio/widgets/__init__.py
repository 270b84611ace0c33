"""What each type of widget becomes, one file per concern."""

from collections.abc import Callable, Mapping

from ivr.authoring.studio import model
from ivr.authoring.studio.model import Widget
from ivr.authoring.studio.widgets.asking import gather
from ivr.authoring.studio.widgets.deciding import set_values, split
from ivr.authoring.studio.widgets.left import hang_up, leave, pass_on
from ivr.authoring.studio.widgets.outside import function, request, subflow
from ivr.authoring.studio.widgets.people import connect, enqueue, flex, voicemail
from ivr.authoring.studio.widgets.speaking import message, say
from ivr.authoring.studio.work import Work

Translate = Callable[[Work, Widget], None]

BY_KIND: Mapping[str, Translate] = {
    model.SAY: say,
    model.MESSAGE: message,
    model.SET: set_values,
    model.SPLIT: split,
    model.GATHER: gather,
    model.CONNECT: connect,
    model.ENQUEUE: enqueue,
    model.FLEX: flex,
    model.VOICEMAIL: voicemail,
    model.HTTP: request,
    model.FUNCTION: function,
    model.SUBFLOW: subflow,
    model.HANG_UP: hang_up,
    model.PASS: pass_on,
}


def translate(work: Work, widget: Widget) -> None:
    """Writes the nodes that stand for a widget; what has no equal is left as a `todo`."""
    BY_KIND.get(widget.kind, leave)(work, widget)
