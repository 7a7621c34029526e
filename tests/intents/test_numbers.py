from __future__ import annotations

import pytest

from intents import numbers
from intents.words import Word, keys_of

SAID = [
    ("zwei", 2), ("zwo becher", 2), ("zwölf", 12), ("zwoelf", 12), ("einundzwanzig", 21), ("dreiunddreißig", 33),
    ("hundert", 100), ("zweihundertfünf", 205), ("neunhundertneunundneunzig", 999), ("zwei hundert", 200),
    ("fünf und zwanzig", 25), ("zweitausend", 2000), ("ein paar kerzen", 2), ("ein halbes dutzend", 6),
    ("anderthalb liter", 1.5), ("one", 1), ("twenty-five", 25), ("twenty one mugs", 21), ("a hundred", 100),
    ("two hundred and five", 205), ("nine hundred ninety nine", 999), ("three thousand five hundred", 3500),
    ("a couple of mugs", 2), ("half a dozen", 6), ("half a pound", 0.5),
]  # fmt: skip


def _words(text: str) -> list[Word]:
    return [Word(key, 0, 0) for key in keys_of(text)]


@pytest.mark.parametrize(("text", "value"), SAID)
def test_numbers_in_words_have_their_value(text: str, value: float) -> None:
    found = numbers.number_at(_words(text), 0)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["ein becher", "a mug", "und", "hundertwasser", "zweifel", "", "tenner", "einhorn"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbers.number_at(_words(text), 0) is None


@pytest.mark.parametrize(("text", "words"), [("zwanzig und blau", 1), ("one hundred and mugs", 2), ("two three", 1)])
def test_a_number_ends_where_something_else_begins(text: str, words: int) -> None:
    found = numbers.number_at(_words(text), 0)
    assert found is not None
    assert found.last == words
