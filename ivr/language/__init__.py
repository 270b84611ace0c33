"""How we speak: the built-in sentences, templates with places, and values said in a language. It opens no file."""

from ivr.language.apology import APOLOGIES
from ivr.language.check import WordFault, WordFlaw, check_words
from ivr.language.figures import Amount, Flag, FullDate, Number, Text, names_of
from ivr.language.forms import Form, Words, latin, numerals
from ivr.language.marks import escaped, has_marks, unmarked
from ivr.language.spoken import Day, Digits, Length, Moment, Often, Phone, Spoken, TimeOfDay, Within, spoken
from ivr.language.template import Fault, Flaw, check_template, clean, fill, places
from ivr.language.words import MOST_BYTES, PLACES, Word

__all__ = [
    "APOLOGIES",
    "MOST_BYTES",
    "PLACES",
    "Amount",
    "Day",
    "Digits",
    "Fault",
    "Flag",
    "Flaw",
    "Form",
    "FullDate",
    "Length",
    "Moment",
    "Number",
    "Often",
    "Phone",
    "Spoken",
    "Text",
    "TimeOfDay",
    "Within",
    "Word",
    "WordFault",
    "WordFlaw",
    "Words",
    "check_template",
    "check_words",
    "clean",
    "escaped",
    "fill",
    "has_marks",
    "latin",
    "names_of",
    "numerals",
    "places",
    "spoken",
    "unmarked",
]
