"""What may be written in each kind of node. The class of `ivr.callflow.nodes` in snake_case is the key.

What belongs to a node stands under its kind or beside it: `transfer: {team: repairs, …}`, or `transfer: repairs` and
the rest beside. A target is the name of a node; END says goodbye and hangs up.
"""

from ivr.authoring.nodes import asking, choosing, deciding, people, speaking
from ivr.authoring.nodes.base import END, Answer, Context, Debt, Exit, How, NodeForm, Noun
from ivr.authoring.nodes.choosing import ChoiceForm, LanguageForm, MenuForm
from ivr.authoring.nodes.deciding import HoursForm
from ivr.authoring.nodes.people import CallbackForm, TransferForm
from ivr.authoring.nodes.speaking import PlayForm

__all__ = [
    "END",
    "KINDS",
    "Answer",
    "CallbackForm",
    "ChoiceForm",
    "Context",
    "Debt",
    "Exit",
    "HoursForm",
    "How",
    "LanguageForm",
    "MenuForm",
    "NodeForm",
    "Noun",
    "PlayForm",
    "TransferForm",
]

_BY_CONCERN = (speaking, choosing, asking, deciding, people)

KINDS: dict[str, type[NodeForm]] = {kind: form for concern in _BY_CONCERN for kind, form in concern.KINDS.items()}
"""YAML key → form."""
