from __future__ import annotations

import numpy as np
import pytest

from intents.parse import ProductName
from intents.trigrams import Names, _grams
from intents.words import Word, keys_of

GOODS = ["Becher Nordlicht", "Becher Polar", "Teekanne Morgentau", "Wolldecke Schafberg", "Becher Nordwind"]


def names(*texts: str) -> Names:
    return Names([ProductName(product=text, sku=None, names=(text,)) for text in texts])


def found(index: Names, text: str) -> list[str]:
    words = [Word(key, 0, 0) for key in keys_of(text)]
    return [index.meant(hit.name).product for hit in index.find(words, [True] * len(words))]


@pytest.mark.parametrize("text", ["Nordlicht", "den nordlciht becher", "zwei Becher Nordlicht bitte"])
def test_a_name_is_found_first_mistyped_or_in_part(text: str) -> None:
    assert found(names(*GOODS), text)[0] == "Becher Nordlicht"


def test_the_right_one_is_found_among_many() -> None:
    others = [f"Ding {number} {chr(97 + number % 26) * 3}werk" for number in range(3000)]
    assert found(names(*others, *GOODS), "die schafberg decke")[0] == "Wolldecke Schafberg"


def test_every_trigram_leads_to_the_names_that_have_it() -> None:
    index = names(*GOODS)
    for gram, row in index._rows.items():
        assert index._having[row].tolist() == [n for n, text in enumerate(GOODS) if gram in _grams(keys_of(text))]
    sizes = [sum(index._idf[index._rows[gram]] for gram in _grams(keys_of(text))) for text in GOODS]
    assert np.allclose(index._shrink, 1 / np.sqrt(np.array(sizes) + 8))


@pytest.mark.parametrize("text", ["", "xyz", "12"])
def test_without_names_or_anything_alike_nothing_is_found(text: str) -> None:
    assert found(names(), text) == []
    assert found(names(*GOODS), text) == []


def test_words_that_many_names_share_are_kept_once() -> None:
    index = names(*GOODS)
    assert index._spelt == list(index.words)
    assert [index._parts(name) for name in range(len(GOODS))] == [list(keys_of(text)) for text in GOODS]
