"""Colours that are things as well, sizes by their form, measures: where they are one, and where they only look alike."""

from __future__ import annotations

import pytest

from intents.parse import ProductName, Term, Vocabulary
from intents.parser import Parser
from tests.intents.conftest import Understand


def values(text: str, kind: str, understand: Understand, question: str | None = None) -> list[object]:
    return [entity.value for entity in understand(text, question=question).entities if entity.type == kind]


@pytest.mark.parametrize(
    ("text", "colours"),
    [
        ("chicken in mustard sauce", []),
        ("wir brauchen senf", []),
        ("red hot mustard", ["rot"]),
        ("the cushion in mustard please", ["senfgelb"]),
        ("the cushion in mustard or red", ["senfgelb", "rot"]),
        ("the mustard one", ["senfgelb"]),
        ("mustard one", []),
        ("grey or sage", ["grau", "salbeigrün"]),
        ("in mustard and more mustard", ["senfgelb", "senfgelb"]),
        ("ich weiß das", []),
        ("weiß ich nicht", []),
        ("weiß wer das", []),
        ("weiß bitte", ["weiß"]),
    ],
)
def test_a_thing_is_a_colour_only_where_one_is_meant(text: str, colours: list[str], understand: Understand) -> None:
    assert values(text, "colour", understand) == colours


def test_a_shade_is_what_the_shop_calls_it(parser: Parser) -> None:
    shop = parser.with_vocabulary(Vocabulary(colours=(Term(key="Mustard", names=("senfgelb",)),)))
    found = shop.parse("the cushion in mustard").entities
    assert [entity.value for entity in found if entity.type == "colour"] == ["Mustard"]


def test_a_word_of_a_title_is_no_colour_of_its_own(parser: Parser) -> None:
    shop = parser.with_vocabulary(
        Vocabulary(
            products=(ProductName(product="tea", sku=None, names=("Finest Green Tea",)),),
            colours=(Term(key="grün", names=("green",)),),
        )
    )
    assert [entity.type for entity in shop.parse("green tea please").entities] == ["product"]
    assert "colour" in [entity.type for entity in shop.parse("in green please").entities]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("20 x 30 euro", []),
        ("155 x 220 x 20 cm", ["155x220x20 cm"]),
        ("2 x 3", []),
        ("50er schein", []),
        ("24er pfanne", ["24er"]),
        ("24er", []),
        ("in ner 38", ["38"]),
        ("in a 12 pack", []),
        ("in a 12 and a candle", ["12"]),
        ("the shoes in a 41 a 42 and a 43", ["41", "42", "43"]),
        ("size 12 or 14 candles", ["12"]),
        ("größe 38 oder 39", ["38", "39"]),
        ("größe 38 oder noch lieber die 39", ["38"]),
        ("in 39 statt 38", ["39", "38"]),
        ("größe 38 oder 3", ["38"]),
        ("one one six please", []),
        ("zwei s bitte", []),
        ("habt ihr M", ["M"]),
        ("habt ihr m", []),
        ("HABT IHR M", []),
        ("größe m", ["M"]),
        ("size. m", ["M"]),
        ("sind die 42 socken da", []),
        ("socken 42 stück", []),
        ("kerze 12", []),
        ("100 ml seife", ["100 ml"]),
        ("12345 g", []),
        ("bis 20 cm", []),
        ("je 20 cm", []),
        ("30 mugs", []),
    ],
)
def test_a_size_has_its_form_and_its_place(text: str, sizes: list[str], understand: Understand) -> None:
    assert values(text, "size", understand) == sizes


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("teelampen", ["Wohnen > Lampen"]),
        ("die lampen", ["Wohnen > Lampen"]),
        ("becherset", ["Küche > Becher"]),
        ("lamp", ["Wohnen > Lampen"]),
        ("tanlamp", []),
    ],
)
def test_a_kind_is_known_by_the_end_of_a_long_word(text: str, categories: list[str], understand: Understand) -> None:
    assert values(text, "category", understand) == categories


def test_what_is_taken_is_no_choice(understand: Understand) -> None:
    assert values("pick me something up to 20 euro", "choice", understand) == []
    far = "hol mir die eins zwei schönen lampen von neulich und die anderen sachen dann ab"
    assert values(far, "choice", understand) == []
    assert values("ab wann hole ich was", "choice", understand) == []


@pytest.mark.parametrize("said", ["soda", "ein soda bitte", "the soda please"])
def test_what_a_skill_offers_may_be_goods_as_well(parser: Parser, said: str) -> None:
    choices = {"drink": (Term(key="water", names=("Wasser", "soda")),)}
    found = parser.with_vocabulary(Vocabulary(choices=choices)).parse(said).entities
    assert [entity.value for entity in found if entity.type == "choice"] == [{"drink": "water"}]
