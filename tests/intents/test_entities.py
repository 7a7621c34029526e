from __future__ import annotations

import json
from typing import Any

import pytest

from intents.parse import ProductName, Vocabulary
from intents.parser import Parser
from tests.intents.conftest import Understand

CASES: list[tuple[str, str, list[Any]]] = [
    ("zwei davon", "quantity", [2]),
    ("ein paar kerzen", "quantity", [2]),
    ("ein dutzend kerzen", "quantity", [12]),
    ("half a dozen candles", "quantity", [6]),
    ("2x becher polar", "quantity", [2]),
    ("3 Stück bitte", "quantity", [3]),
    ("noch eins", "quantity", [{"relative": 1}]),
    ("noch zwei bitte", "quantity", [{"relative": 2}]),
    ("one more", "quantity", [{"relative": 1}]),
    ("another one", "quantity", [{"relative": 1}]),
    ("eins weniger", "quantity", [{"relative": -1}]),
    ("two less please", "quantity", [{"relative": -2}]),
    ("noch zwei becher", "quantity", [2]),
    ("habt ihr becher unter 20 Euro", "quantity", []),
    ("die decke ist 20 cm breit", "quantity", []),
    ("am 24.12. um 15:30", "quantity", []),
    ("unter 20 Euro", "price_limit", [{"min": None, "max": 2000, "currency": "EUR"}]),
    ("max 15,50", "price_limit", [{"min": None, "max": 1550, "currency": "EUR"}]),
    ("below €20", "price_limit", [{"min": None, "max": 2000, "currency": "EUR"}]),
    ("20€ höchstens", "price_limit", [{"min": None, "max": 2000, "currency": "EUR"}]),
    ("under twenty euros", "price_limit", [{"min": None, "max": 2000, "currency": "EUR"}]),
    ("nicht über 100 euro", "price_limit", [{"min": None, "max": 10000, "currency": "EUR"}]),
    ("more than 1.200,50 €", "price_limit", [{"min": 120050, "max": None, "currency": "EUR"}]),
    ("over $1,200.50", "price_limit", [{"min": 120050, "max": None, "currency": "USD"}]),
    ("between 10 and 20", "price_limit", [{"min": 1000, "max": 2000, "currency": "EUR"}]),
    ("10-20 €", "price_limit", [{"min": 1000, "max": 2000, "currency": "EUR"}]),
    ("von 10 bis 20 Euro", "price_limit", [{"min": 1000, "max": 2000, "currency": "EUR"}]),
    ("etwa 20 euro", "price_limit", [{"min": 1600, "max": 2400, "currency": "EUR"}]),
    ("unter 20 cm", "price_limit", []),
    ("etwas über 50 euro", "price_limit", [{"min": 5000, "max": None, "currency": "EUR"}]),
    ("eine geschenkkarte über 50 euro", "price_limit", []),
    ("eine geschenkkarte über 50 euro", "amount", [{"amount": 5000, "currency": "EUR"}]),
    ("send him a fiver", "amount", [{"amount": 500, "currency": "EUR"}]),
    ("under a tenner", "price_limit", [{"min": None, "max": 1000, "currency": "EUR"}]),
    ("schick nen zwanni rüber", "amount", [{"amount": 2000, "currency": "EUR"}]),
    ("zehner packs", "amount", []),
    ("the cushion in mustard?", "colour", ["senfgelb"]),
    ("a mat, grey or sage", "colour", ["grau", "salbeigrün"]),
    ("das kissen in rost", "colour", ["rostrot"]),
    ("sage tea and mustard sauce", "colour", []),
    ("senfgelbe kissen", "colour", ["senfgelb"]),
    ("schick 20 euro an lisa", "amount", [{"amount": 2000, "currency": "EUR"}]),
    ("12 Euro 50", "amount", [{"amount": 1250, "currency": "EUR"}]),
    ("wo ist T1042", "order_number", ["T1042"]),
    ("bestellungT1042", "order_number", ["T1042"]),
    ("t-1042", "order_number", ["T1042"]),
    ("order no. 1042", "order_number", ["T1042"]),
    ("xt10 ist kein auftrag", "order_number", []),
    ("code SOMMER10", "voucher", ["SOMMER10"]),
    ("mein gutschein ist x7k9p2", "voucher", ["X7K9P2"]),
    ("meine mail ist Anna@Example.org.", "email", ["anna@example.org"]),
    ("ruf an: +49 30 1234567", "phone", ["+49301234567"]),
    ("rote becher", "colour", ["rot"]),
    ("gruene becher", "colour", ["grün"]),
    ("socken in 42", "size", ["42"]),
    ("pullover in L", "size", ["L"]),
    ("42 socken", "size", []),
    ("teebecher", "category", ["Küche > Becher"]),
    ("habt ihr lampen", "category", ["Wohnen > Lampen"]),
    ("wie schwer ist die decke", "attribute", [{"name": "Gewicht"}]),
    ("how heavy is it", "attribute", [{"name": "Gewicht"}]),
    ("gibt es euch in Seehausen", "place", ["Seehausen"]),
    ("wo ist ein laden in Klein Wedau", "place", ["Klein Wedau"]),
    ("12345", "place", ["12345"]),
    ("wie komme ich zum kontor am hafen", "store", ["hafen"]),
    ("heute", "date", ["2026-11-18"]),
    ("morgen", "date", ["2026-11-19"]),
    ("guten morgen", "date", []),
    ("am samstag", "date", ["2026-11-21"]),
    ("nächsten mittwoch", "date", ["2026-11-25"]),
    ("on sunday", "date", ["2026-11-22"]),
    ("am 24.12.", "date", ["2026-12-24"]),
    ("am 3. März", "date", ["2027-03-03"]),
    ("december 24th", "date", ["2026-12-24"]),
    ("in zwei wochen", "date", ["2026-12-02"]),
    ("am 31.2.", "date", []),
    ("um 15 uhr", "time", ["15:00"]),
    ("at 3 pm", "time", ["15:00"]),
    ("10:30", "time", ["10:30"]),
    ("den zweiten", "reference", [{"kind": "ordinal", "index": 2}]),
    ("the second one", "reference", [{"kind": "ordinal", "index": 2}]),
    ("die letzte", "reference", [{"kind": "ordinal", "index": -1}]),
    ("storniere die zweite bestellung", "reference", [{"kind": "order", "index": 2}]),
    ("where is my third order?", "reference", [{"kind": "order", "index": 3}]),
    ("nächstes mal das zweite mal", "reference", []),
    ("zwei davon", "reference", [{"kind": "pronoun"}]),
    ("add it", "reference", [{"kind": "pronoun"}]),
    ("two of them", "reference", [{"kind": "pronoun"}]),
    ("the cheapest", "reference", [{"kind": "cheapest"}]),
    ("letzte woche", "reference", []),
    ("das leichteste", "reference", [{"kind": "comparative", "by": "weight", "order": "least"}]),
    ("the biggest", "reference", [{"kind": "comparative", "by": "size", "order": "most"}]),
    ("die große bitte", "reference", [{"kind": "comparative", "by": "size", "order": "more"}]),
    ("the big one", "reference", [{"kind": "comparative", "by": "size", "order": "more"}]),
    ("die ersten beiden", "reference", [{"kind": "ordinal", "index": 1, "count": 2}]),
    ("the last three", "reference", [{"kind": "ordinal", "index": -1, "count": 3}]),
    ("the first, two of them", "quantity", [2]),
    ("kekse ohne nüsse und butter", "attribute", [{"name": "", "value": "nüsse"}, {"name": "", "value": "butter"}]),
    ("nothing with nuts", "attribute", [{"name": "", "value": "nuts"}]),
    ("ohne gutschein", "attribute", []),
    ("zwei mal der becher", "quantity", [2]),
    ("per lieferung", "choice", [{"fulfilment": "delivery"}]),
    ("ich hole es ab", "choice", [{"fulfilment": "pickup"}]),
    ("pick-up", "choice", [{"fulfilment": "pickup"}]),
    ("ich hol die kerze ab", "choice", [{"fulfilment": "pickup"}]),
    ("i'll pick the candle up", "choice", [{"fulfilment": "pickup"}]),
    ("hol mir was, ab morgen", "choice", []),
    ("doch ohne gutschein", "choice", [{"voucher": "none"}]),
]


@pytest.mark.parametrize(("text", "kind", "values"), CASES)
def test_entities_have_their_values(text: str, kind: str, values: list[Any], understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == kind] == values


@pytest.mark.parametrize(
    ("text", "refused", "wanted"),
    [
        ("keine schwarzen", ["schwarz"], []),
        ("not the red one, the blue one", ["rot"], ["blau"]),
        ("becher aber nicht in rot", ["rot"], []),
        ("nicht den roten sondern den blauen", ["rot"], ["blau"]),
        ("rote becher", [], ["rot"]),
    ],
)
def test_negation_reaches_what_follows_it(
    text: str, refused: list[str], wanted: list[str], understand: Understand
) -> None:
    colours = [entity for entity in understand(text).entities if entity.type == "colour"]
    assert [entity.value for entity in colours if entity.negated] == refused
    assert [entity.value for entity in colours if not entity.negated] == wanted


def _products(text: str, understand: Understand) -> list[list[str]]:
    return [
        [candidate["product"] for candidate in entity.value]
        for entity in understand(text).entities
        if entity.type == "product"
    ]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("was kostet der becher nordlicht", [["nordlicht"]]),
        ("was kostet der becher nordlich", [["nordlicht"]]),
        ("nordlicht bitte", [["nordlicht"]]),
        ("polar mug and lavender scented candle", [["polar"], ["lavendel"]]),
        ("habt ihr rote becher", []),
        ("wann habt ihr offen", []),
    ],
)
def test_products_are_linked(text: str, products: list[list[str]], understand: Understand) -> None:
    assert _products(text, understand) == products


def test_several_products_that_fit_alike_stay_together(parser: Parser) -> None:
    names = (("holunder", "Sirup Holunder"), ("minze", "Sirup Minze"), ("brot", "Roggenbrot"))
    shop = parser.with_vocabulary(
        Vocabulary(products=tuple(ProductName(product=key, sku=None, names=(name,)) for key, name in names))
    )
    (entity,) = [entity for entity in shop.parse("was kostet der sirup").entities if entity.type == "product"]
    assert sorted(candidate["product"] for candidate in entity.value) == ["holunder", "minze"]
    (entity,) = [entity for entity in shop.parse("was kostet der sirup minze").entities if entity.type == "product"]
    assert entity.value[0]["product"] == "minze"
    assert json.dumps(entity.value)


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("nein, vier", True), ("doch lieber drei", True), ("ich meinte den roten", True), ("no, four", True),
        ("actually make it three", True), ("lieber in blau", True), ("nein", False), ("zwei davon", False),
        ("habt ihr rote becher", False), ("nein danke", False),
    ],
)  # fmt: skip
def test_corrections_are_told_from_answers(text: str, corrects: bool, understand: Understand) -> None:  # noqa: FBT001
    assert understand(text).correction is corrects


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("ist die hängematte reißfest", ["hängematte"]),
        ("any tent stoves left", ["tent stoves"]),
        ("habt ihr reisehängematten", ["reisehängematten"]),
        ("wir haben uns lange unterhalten", []),
        ("red mugs", []),
    ],
)
def test_goods_that_the_shop_has_no_category_for_are_named(text: str, goods: list[str], understand: Understand) -> None:
    parse = understand(text)
    assert [entity.text for entity in parse.entities if entity.type == "goods"] == goods
    assert not goods or not [entity for entity in parse.entities if entity.type == "category"]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("the small one", ["reference"]),
        ("the cheaper one", ["reference"]),
        ("cheaper", ["reference"]),
        ("the cheaper moor", ["product"]),
        ("the small book of tides", ["product"]),
        ("a small one, and the book of tides", ["reference", "product"]),
    ],
)
def test_a_comparison_is_no_product_whose_name_holds_the_same_word(parser: Parser, text: str, types: list[str]) -> None:
    names = (("tides", "The Small Book of Tides"), ("moor", "Cheaper Moor"))
    products = tuple(ProductName(product=key, sku=None, names=(name,)) for key, name in names)
    parse = parser.with_vocabulary(Vocabulary(products=products)).parse(text)
    assert [entity.type for entity in parse.entities] == types
