"""Numbers, sums of money and days of any year as a voice says them in a language; nothing here knows a language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ivr.language.forms import Form, Words, items, named, numerals
from ivr.language.template import fill


@dataclass(frozen=True)
class Text:
    """Words that are said as they are."""

    text: str

    def spoken(self, words: Words) -> str:
        """The same."""
        return self.text


@dataclass(frozen=True)
class Flag:
    """Whether something is so."""

    so: bool

    def spoken(self, words: Words) -> str:
        """`yes` or `no`."""
        return words[Form.YES if self.so else Form.NO]


@dataclass(frozen=True)
class Number:
    """A number that is one figure, such as a count or a weight: a voice reads it as one."""

    number: Decimal

    def spoken(self, words: Words) -> str:
        """`1250`, `12.5`, `minus 3`."""
        plain = f"{abs(self.number):f}"
        said = numerals(plain.rstrip("0").rstrip(".") if "." in plain else plain, words)
        return fill(words[Form.MINUS], {"number": said}) if self.number < 0 else said


@dataclass(frozen=True)
class Amount:
    """A sum of money; `currency` is its three letters (ISO 4217)."""

    amount: Decimal
    currency: str

    def spoken(self, words: Words) -> str:
        """`12 dollars and 50 cents`. A currency without names in this language is said by its letters."""
        hundredths = int(abs(self.amount).quantize(Decimal("0.01")) * 100)
        whole, part = divmod(hundredths, 100)
        names = names_of(self.currency, words)
        if names is None:
            return f"{Number(self.amount).spoken(words)} {' '.join(self.currency)}"
        values = {"whole": numerals(str(whole), words), "unit": names[0 if whole == 1 else 1]}
        if part:
            parts = {"part": numerals(str(part), words), "hundredth": names[2 if part == 1 else 3]}
            said = fill(words[Form.AMOUNT_PARTS], {**values, **parts})
        else:
            said = fill(words[Form.AMOUNT], values)
        return fill(words[Form.MINUS], {"number": said}) if self.amount < 0 and hundredths else said


NAMES = 4
"""Of a currency: one and several of the unit, one and several of its hundredth."""


def names_of(currency: str, words: Words) -> tuple[str, ...] | None:
    """The NAMES of a currency; None where this language has none for it, or not all."""
    names = tuple(dict(named(words, Form.CURRENCIES)).get(currency, "").split("/"))
    return names if len(names) == NAMES else None


@dataclass(frozen=True)
class FullDate:
    """A day as it is read back: the same words whenever they are said."""

    day: date

    def spoken(self, words: Words) -> str:
        """`December 7, 1990`."""
        month = items(words, Form.MONTHS)[self.day.month - 1]
        figures = {"day": numerals(str(self.day.day), words), "year": numerals(str(self.day.year), words)}
        return fill(words[Form.DATE], {"month": month, **figures})
