"""What people take for the same is found by the same key."""

import pytest

from ivr.language.sought import key


@pytest.mark.parametrize(
    "one, other",
    [
        ("Nasrin  AKTER", "nasrin akter"),
        ("০১৭১২৩৪৫৬৭৮", "01712345678"),
        ("\u09af\u09bc", "\u09df"),  # য় in one letter and in two
        ("র\u200d্য", "র্য"),
        ("Straße", "STRASSE"),
        ("e\u0301", "É"),
        ("", " \u200c "),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_a_key_of_a_key_is_that_key_and_different_names_stay_different() -> None:
    for text in ("Nasrin Akter", "নাসরিন আক্তার ২", "İstanbul"):
        assert key(key(text)) == key(text)
    assert key("নাসরিন") != key("নাজরিন")
