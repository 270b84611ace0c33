"""Numbers, money and dates as they are said in English and in Bengali; what cannot be wrong is said in full."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from ivr.language import Amount, Day, Flag, FullDate, Number, Spoken, Text, spoken
from tests.language.built_in import words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("value", "english", "bengali"),
    [
        (Number(Decimal("1250")), "1250", "১২৫০"),
        (Number(Decimal("12.50")), "12.5", "১২.৫"),
        (Number(Decimal("100")), "100", "১০০"),
        (Number(Decimal("-3")), "minus 3", "মাইনাস ৩"),
        (Amount(Decimal("1250.00"), "BDT"), "1250 taka", "১২৫০ টাকা"),
        (Amount(Decimal("12.5"), "BDT"), "12 taka and 50 poisha", "১২ টাকা ৫০ পয়সা"),
        (Amount(Decimal("1.01"), "USD"), "1 dollar and 1 cent", "১ ডলার ১ সেন্ট"),
        (Amount(Decimal("-2"), "USD"), "minus 2 dollars", "মাইনাস ২ ডলার"),
        (Amount(Decimal("7.5"), "XOF"), "7.5 X O F", "৭.৫ X O F"),
        (FullDate(date(1990, 12, 7)), "December 7, 1990", "৭ ডিসেম্বর ১৯৯০"),
        (Day(date(2026, 11, 23), TODAY), "tomorrow", "আগামীকাল"),
        (Day(date(2027, 1, 4), TODAY), "on Monday, January 4", "৪ জানুয়ারি সোমবার"),
        (Day(date(1990, 12, 7), TODAY), "on Friday, December 7, 1990", "১৯৯০ সালের ৭ ডিসেম্বর, শুক্রবার"),
        (Flag(True), "yes", "হ্যাঁ"),
        (Flag(False), "no", "না"),
        (Text("মেঘনা"), "মেঘনা", "মেঘনা"),
    ],
)
def test_each_value_in_both_languages(value: Spoken, english: str, bengali: str) -> None:
    assert spoken(value, words("en")) == english
    assert spoken(value, words("bn")) == unicodedata.normalize("NFC", bengali)
