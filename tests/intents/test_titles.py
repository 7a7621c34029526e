from __future__ import annotations

import numpy as np
import pytest

from intents.lists import AT_ONCE, Lists, Strings, Writer, different
from intents.parse import ProductName
from intents.titles import Titles
from intents.trigrams import Names
from intents.words import keys_of

GOODS = (
    ProductName(product="mug", sku=None, names=("Becher Möwe", "Seagull Mug")),
    ProductName(product="mug", sku="mug-blue", names=("Becher Möwe blau",)),
    ProductName(product="tea", sku=None, names=("Grüner Tee Möwe",)),
)


@pytest.fixture(scope="module")
def titles() -> Titles:
    return Titles(GOODS, Names(GOODS).words)


def test_an_entry_has_the_words_of_its_products_titles_and_none_of_a_variant(titles: Titles) -> None:
    assert titles.of(0) == titles.of(1) == {"becher", "moewe", "seagull", "mug"}
    assert titles.of(2) == {"gruener", "tee", "moewe"}


def test_a_word_leads_to_the_products_that_have_it_in_a_title(titles: Titles) -> None:
    assert dict(titles.holding("moewe")) == {"mug": titles.of(0), "tea": titles.of(2)}
    assert list(titles.holding("blau")) == list(titles.holding("unknown")) == []


@pytest.mark.parametrize(
    ("pair", "stands"),
    [("gruener tee", True), ("tee moewe", True), ("tee gruener", False), ("moewe blau", False), ("tee oolong", False)],
)
def test_a_pair_stands_in_a_title_or_not(titles: Titles, pair: str, *, stands: bool) -> None:
    assert titles.pair(*keys_of(pair)) is stands


def test_no_goods_have_no_titles() -> None:
    assert not Titles((), {}).pair("green", "tea")


def test_many_lists_are_turned_part_by_part() -> None:
    dice = np.random.default_rng(3)
    plain = [sorted(set(dice.integers(0, 50, size=dice.integers(0, 4)).tolist())) for _ in range(AT_ONCE + 500)]
    writer = Writer()
    for items in plain:
        writer.add(items)
    lists = writer.lists()
    assert [each.tolist() for each in (lists[0], lists[AT_ONCE], lists[len(plain) - 1])] == [
        plain[0], plain[AT_ONCE], plain[-1],
    ]  # fmt: skip
    turned = lists.turned(51)
    for number in range(51):
        assert turned[number].tolist() == [place for place, items in enumerate(plain) if number in items]
        assert turned.size(number) == len(turned[number])


def test_some_lists_are_joined_in_the_order_they_are_asked_for() -> None:
    lists = Lists.sized(np.array([5, 6, 7, 8], dtype=np.int32), np.array([1, 0, 3]))
    assert lists.joined(np.array([2, 1, 0, 2], dtype=np.int32)).tolist() == [6, 7, 8, 5, 6, 7, 8]


def test_numbers_are_told_once_and_texts_stay_apart() -> None:
    assert different(np.array([3, 1, 3, 1, 2])).tolist() == [1, 2, 3]
    assert different(np.array([], dtype=np.int64)).tolist() == []
    texts = Strings(["ab", "", "ü"])
    assert [texts[n] for n in range(3)] == ["ab", "", "ü"]
