"""Goods and services whose names are other words as well: they are named, and the sentence keeps the word."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand

NAMED = [
    ("does the lid fit", "lid"), ("take the forks and the knives", "forks"), ("how often do i change the filter", "filter"),
    ("the oak board please", "board"), ("cordless drill", "drill"), ("a pack of filters", "filters"),
    ("push my fitting back", "fitting"), ("can i move the class", "class"), ("any spaces on the bread course", "course"),
    ("do you do screen repairs", "repairs"), ("whats in the spice set", "set"), ("need a roof box", "roof box"),
    ("passt der deckel", "deckel"), ("zwei gabeln", "gabeln"), ("habt ihr auch zelte", "zelte"),
    ("den nähkurs verschieben", "nähkurs"), ("beim sushikurs noch platz?", "sushikurs"), ("ist der Ring aus Gold", "Ring"),
    ("der workshop am samstag", "workshop"), ("eine reparatur bitte", "reparatur"), ("die ritzel wechseln", "ritzel"),
]  # fmt: skip
OTHERS = [
    "can you repair that", "i want to book it", "the light one", "the whole set", "what did customer service say",
    "dont watch it", "it just works", "das hat geklappt", "planen wir das", "how far is it by bike",
    "is it in the box", "ist das aus Glas", "the trousers zip off",
]  # fmt: skip


def _goods(text: str, understand: Understand) -> list[str]:
    return [entity.text for entity in understand(text).entities if entity.type == "goods"]


@pytest.mark.parametrize(("text", "named"), NAMED)
def test_goods_that_are_other_words_as_well_are_named(text: str, named: str, understand: Understand) -> None:
    assert any(named in said for said in _goods(text, understand))


@pytest.mark.parametrize("text", OTHERS)
def test_the_other_meaning_of_such_a_word_names_nothing(text: str, understand: Understand) -> None:
    assert not set(_goods(text, understand)) & {
        "repair", "book", "light", "set", "service", "watch", "works", "hat", "planen", "bike", "box", "Glas", "zip",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [("suche hängematte mit pumpe", ["hängematte"]), ("a torch with two batteries", ["torch"])],
)
def test_what_a_thing_has_is_no_thing_that_is_asked_for(text: str, said: list[str], understand: Understand) -> None:
    assert _goods(text, understand) == said
