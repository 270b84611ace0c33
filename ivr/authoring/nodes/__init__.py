"""What may be written in each kind of node. The class of `ivr.callflow.nodes` in snake_case is the key.

What belongs to a node stands under its kind or beside it: `transfer: {team: repairs, …}`, or `transfer: repairs` and
the rest beside. A target is the name of a node; END says goodbye and hangs up.
"""

from ivr.authoring.nodes import asking, choosing, deciding, outside, people, shared, speaking, telling
from ivr.authoring.nodes.base import END, Answer, Context, Debt, Exit, How, NodeForm, Noun
from ivr.authoring.nodes.choosing import ChoiceForm, LanguageForm, MenuForm
from ivr.authoring.nodes.deciding import HoursForm
from ivr.authoring.nodes.outside import VoicemailForm
from ivr.authoring.nodes.people import CallbackForm, TransferForm
from ivr.authoring.nodes.shared import AnswerForm, ReturnForm, SubflowForm
from ivr.authoring.nodes.speaking import GoForm, PlayForm

__all__ = [
    "END",
    "KINDS",
    "Answer",
    "AnswerForm",
    "CallbackForm",
    "ChoiceForm",
    "Context",
    "Debt",
    "Exit",
    "GoForm",
    "HoursForm",
    "How",
    "LanguageForm",
    "MenuForm",
    "NodeForm",
    "Noun",
    "PlayForm",
    "ReturnForm",
    "SubflowForm",
    "TransferForm",
    "VoicemailForm",
]

_BY_CONCERN = (speaking, choosing, asking, deciding, people, outside, telling, shared)

KINDS: dict[str, type[NodeForm]] = {kind: form for concern in _BY_CONCERN for kind, form in concern.KINDS.items()}
"""YAML key → form."""
