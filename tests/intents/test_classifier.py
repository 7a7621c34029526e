from __future__ import annotations

import math

import numpy as np
import pytest

from intents.census import Census
from intents.classifier import Classifier, Labelled, learn, spoken, tokens
from intents.features import stem_of
from intents.linear import Linear
from intents.space import Space

SENTENCES = {
    "card_lost": ["i lost my card", "my card is gone", "somebody took my card", "cannot find the card"],
    "transfer": ["send money to a friend", "i want to transfer money", "pay somebody", "wire some euros"],
    "openingHours": [
        "when are you open",
        "how long is the branch open",
        "do you open on sundays",
        "are you closed now",
    ],
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return learn([Labelled(text, intent) for intent, texts in SENTENCES.items() for text in texts])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where is my card, it is gone", "card_lost"),
        ("transferring money", "transfer"),
        ("opening on sunday?", "openingHours"),
    ],
)
def test_what_was_never_said_like_this_is_read_too(classifier: Classifier, text: str, intent: str) -> None:
    assert classifier.read(text).intent == intent


def test_the_name_of_an_intent_is_a_sentence_about_it() -> None:
    assert [spoken(name) for name in ("card_lost", "openingHours", "order.add", "intent-17")] == [
        "card lost", "opening Hours", "order add", "intent",
    ]  # fmt: skip
    examples = [Labelled("aaa bbb", "lost_wallet"), Labelled("ccc ddd", "new_address")]
    assert learn(examples).read("my wallet").intent == "lost_wallet"
    assert learn(examples).read("an address").intent == "new_address"


def test_what_is_none_of_the_intents_lies_further_outside(classifier: Classifier) -> None:
    inside = min(classifier.read(text).inside for texts in SENTENCES.values() for text in texts)
    assert classifier.read("der zug nach ulm faellt aus").inside < inside
    assert classifier.read("quokka zyxw vvv").inside < inside


@pytest.mark.parametrize("text", ["", "   ", "…", "\u200b", "語"])
def test_a_text_without_anything_known_is_nothing(classifier: Classifier, text: str) -> None:
    assert classifier.read(text) == ("", -math.inf)


def test_the_same_sentences_teach_the_same(classifier: Classifier) -> None:
    again = learn([Labelled(text, intent) for intent, texts in SENTENCES.items() for text in texts])
    assert again.read("is my card open") == classifier.read("is my card open")


def test_endings_fall_whichever_language_a_word_is_of() -> None:
    assert stem_of("cards") == stem_of("card")
    assert stem_of("bestellungen") == stem_of("bestellung")
    assert tokens("What's THIS?") == ["whats", "this", "?"]


def test_words_count_together_in_any_order() -> None:
    names = _space((["b", "a"], ())).names()
    assert {name for name in names if name.startswith("pair:")} == {"pair:^ b", "pair:b a", "pair:a $", "pair:a&b"}
    far = _space(([f"w{number}" for number in range(500)], ())).names()
    assert sum(name.startswith("pair:") for name in far) < 7000


def test_the_rows_of_training_are_those_of_reading() -> None:
    examples: list[tuple[list[str], tuple[str, ...]]] = [
        (tokens("i lost my my card"), ("flag", "other")), (["<thing>"], ()), (tokens("my money"), ("flag",)),
    ]  # fmt: skip
    census = Census()
    for texts, flags in examples:
        census.add(texts, flags)
    space, rows = census.counted()
    for (texts, flags), row in zip(examples, rows, strict=True):
        alone = space.row(texts, flags)
        assert dict(zip(row.ids.tolist(), row.values.tolist(), strict=True)) == pytest.approx(
            dict(zip(alone.ids.tolist(), alone.values.tolist(), strict=True))
        )


def _space(*examples: tuple[list[str], tuple[str, ...]]) -> Space:
    census = Census()
    for texts, flags in examples:
        census.add(texts, flags)
    return census.counted().space


def test_what_stands_in_few_templates_has_no_place_unless_it_is_kept() -> None:
    census = Census()
    for template, word in enumerate(["mug", "mug", "pot", "pot"]):
        census.add([word, "please"], (), template=template // 2, kept=False)
        census.add([word, "now"], (), template=template // 2, kept=False)
    census.add(["lid"], ("flag",), template=9)
    names = set(census.counted(least=2).space.names())
    assert {"pair:now $", "char:se ", "stem:mug", "flag:flag", "char:lid", "pair:^ lid"} <= names
    assert not {"pair:^ mug", "pair:mug&now"} & names
    assert {"pair:^ mug", "pair:mug&now"} <= set(census.counted().space.names())


def test_a_message_is_read_as_training_saw_it() -> None:
    texts = tokens("i lost my my card")
    space = _space((texts, ("flag",)), (tokens("my money"), ()))
    weights = np.random.default_rng(1).normal(size=(len(space) + 1, 3)).astype(np.float32)
    row = space.row(texts, ["flag"])
    found = Linear(space, weights).margins(texts, ("flag",))
    assert found is not None
    assert np.allclose(found, row.values @ weights[row.ids] + weights[-1], atol=1e-3)
