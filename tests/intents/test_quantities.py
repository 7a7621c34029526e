from __future__ import annotations

from typing import Any

import pytest

from tests.intents.conftest import Understand

COUNTS: list[tuple[str, Any]] = [
    ("zweihundertfünf kerzen", 205), ("twenty-five candles please", 25), ("2 mal becher polar", 2), ("x3 kerzen", 3),
    ("3x kerzen", 3), ("vier Stück", 4), ("ein halbes dutzend", 6), ("a pair of mugs", 2), ("1,5 kerzen", 1.5),
    ("1.5 candles", 1.5), ("1000000 kerzen", 1000000), ("noch eine davon", {"relative": 1}), ("eine davon bitte", 1),
    ("noch zwei", {"relative": 2}), ("drei mehr", {"relative": 3}), ("one less", {"relative": -1}), ("keins mehr", 0),
    ("just one", 1), ("add one of them", 1), ("make it 5", 5), ("mach 2 daraus", 2), ("bump the candles up to 3", 3),
    ("noch eine kerze", 1), ("nur eine kerze", 1), ("just a candle then", 1), ("remove one of the candles", 1), ("die kerzen auf null", 0), ("null kerzen", 0), ("noch eine packung teefilter", 1), ("chuck a packet of biscuits in", 1), ("three instead of one", 3), ("zwei mal die kerze", 2), ("dann nur eine flasche", 1), ("mach aus den zwei mal drei", 2),
    ("von den Kerzen bitte eine weniger", {"relative": -1}), ("bitte eine mehr", {"relative": 1}), ("10-4", 10), ("ich nehme 30.", 30),
    ("the Glimmer 30 candles please", 30), ("one please", 1), ("nimm die zwei günstigsten", 2), ("zwei günstige tassen", 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), COUNTS)
def test_a_count_has_its_value(text: str, value: Any, understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "quantity"][:1] == [value]


COUNTLESS = [
    "ich suche eine Kerze", "a candle for my mum", "the blue one", "which one is better", "zwei mal bezahlt", "noch einmal bitte",
    "once more", "one more thing", "noch ein paar andere Vorschläge", "unter 25 oder so", "kerzen unter zwanzig", "size 4",
    "sie wird fünfzig", "zu viert", "für zwei personen", "table for two", "in 30159 hannover", "um 3 uhr", "am 3.", "20 cm",
    "which of the two is warmer", "welche von den zwei", "die drei günstigsten zeigen", "the three cheapest please",
    "oma hat zum 80. alles", "is the Wanderlux 45 heavy", "how many come in a pack", "near EH6 6QQ", "decke 140x200",
    "ten four three five", "2 liter", "bestellung T1042", "nummer 2", "the 2nd one", "die 3.", "die dritte", "null ahnung", "nur eine frage",
    "unter 20 cm", "anderthalb liter", "zum 80. von oma", "is the Glimmer 30 heavy", "which of the three", "in a pack", "the one i saw",
]  # fmt: skip


@pytest.mark.parametrize("text", COUNTLESS)
def test_what_counts_no_goods_is_left_alone(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "quantity"] == []


@pytest.mark.parametrize(
    ("text", "value"), [("eine", 1), ("nur eine bitte", 1), ("3", 3), ("zwölf", 12), ("60", 60), ("just the one", 1)]
)
def test_the_answer_to_how_many_is_a_count(text: str, value: int, understand: Understand) -> None:
    found = understand(text, question="quantity").entities
    assert [entity.value for entity in found if entity.type == "quantity"] == [value]


PEOPLE = [
    ("zu viert", 4), ("für zwei personen", 2), ("two adults", 2), ("five of us", 5), ("wir drei teilen", 3),
    ("ein tisch für sechs", 6), ("zwei plätze", 2), ("durch 3 teilen", 3), ("split between four", 4),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), PEOPLE)
def test_persons_are_counted_apart(text: str, value: int, understand: Understand) -> None:
    found = understand(text).entities
    assert [entity.value for entity in found if entity.type in {"people", "quantity"}] == [value]


def test_articles_count_beside_another_count(understand: Understand) -> None:
    found = understand("zwei rote Becher und eine Kerze").entities
    assert [entity.value for entity in found if entity.type == "quantity"] == [2, 1]


CODES = [
    ("774102 where", "order_number", ["774102"]), ("call off A-77120 please", "order_number", ["A-77120"]),
    ("IN20394 status", "order_number", ["IN20394"]), ("repeat 88-20417", "order_number", ["88-20417"]),
    ("5567-A stornieren", "order_number", ["5567-A"]), ("2000 becher", "quantity", ["2000"]),
    ("1000 stück davon", "quantity", ["1000 stück"]), ("gutschein AB1234", "voucher", ["AB1234"]),
    ("the invoice for 48213 please", "order_number", ["48213"]), ("den beleg zu 30977", "order_number", ["30977"]),
    ("51127 receipt missing", "order_number", ["51127"]), ("order for 20095 hamburg", "order_number", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "named"), CODES)
def test_figures_too_many_to_count_are_the_number_of_an_order(
    text: str, kind: str, named: list[str], understand: Understand
) -> None:
    found = [entity for entity in understand(text).entities if entity.type in {"quantity", "order_number", "voucher"}]
    assert [entity.text for entity in found if entity.type == kind] == named
    assert len(found) == len(named)


def test_a_range_of_measures_is_no_number_of_an_order(understand: Understand) -> None:
    assert "order_number" not in {entity.type for entity in understand("zwischen 100-2000 gramm").entities}


def test_where_somebody_is_asked_for_a_long_number_is_a_postcode(understand: Understand) -> None:
    assert [entity.type for entity in understand("4051", question="location").entities] == ["place"]


SIZES = [
    ("pullover größe 46", ["46"]), ("size XL please", ["XL"]), ("socken, 42", ["42"]), ("rucksack mit 30 litern", ["30 l"]),
    ("ein topf 30 cm", ["30 cm"]), ("0,5 liter", ["0.5 l"]), ("preis pro 100 g", []), ("mehr als 20 cm", []), ("L", ["L"]),
    ("42 socken", []), ("habt ihr die socken in 43?", ["43"]), ("in 46 please", ["46"]), ("in 30 tagen", []), ("l", []), ("ich nehme 42", []), ("gr. m", ["M"]),
    ("decke 140x200 in grau", ["140x200"]), ("ein teppich 60 x 90 cm", ["60x90 cm"]), ("2 x 10 kerzen", []), ("in a 30 day trial", []),
    ("jeans in 33 länge 32", ["33", "länge 32"]), ("chinos 32 long", ["32 long"]), ("eine 28er pfanne", ["28er"]), ("20er jahre", []),
    ("have you got it in a 14?", ["14"]), ("in a 41 not a 40", ["41", "40"]), ("größe 44 statt 43", ["44", "43"]), ("in a 2 pack", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), SIZES)
def test_sizes_are_told_from_counts(text: str, values: list[str], understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "size"] == values


@pytest.mark.parametrize(("text", "value"), [("m", "M"), ("42", "42"), ("in l bitte", "L")])
def test_the_answer_to_which_variant_may_be_a_bare_size(text: str, value: str, understand: Understand) -> None:
    found = understand(text, question="variant").entities
    assert [entity.value for entity in found if entity.type == "size"] == [value]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("t eintausendeins", ["T1001"]), ("order t one zero four four", ["T1044"]), ("wo ist t zwei null sieben sieben", ["T2077"]),
        ("t shirt zwei", []), ("tee drei", []),
    ],
)  # fmt: skip
def test_an_order_number_may_be_dictated(text: str, numbers: list[str], understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "order_number"] == numbers


@pytest.mark.parametrize(("text", "code"), [("kann ich FRACHTFREI einlösen", "FRACHTFREI"), ("apply MOIN5", "MOIN5")])
def test_a_code_in_capitals_is_a_voucher_where_one_is_used(text: str, code: str, understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "voucher"] == [code]


@pytest.mark.parametrize(
    "text", ["habt ihr bis 10 offen", "up to 3 candles", "from 9 to 12 o'clock", "ab 18 uhr", "ich nehme DREI"]
)
def test_hours_and_small_counts_are_no_prices(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type in {"price_limit", "voucher"}] == []


@pytest.mark.parametrize(
    ("text", "said"), [("yo u got candles under 25 or nah", "under 25"), ("kerzen unter zwanzig", "unter zwanzig")]
)
def test_a_strict_limit_needs_no_currency(text: str, said: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "price_limit"] == [said]


@pytest.mark.parametrize(
    "text", ["ich weiß nicht", "kann ich zahlen", "hat der laden offen", "book me in", "welche weiß ich nicht"]
)
def test_everyday_words_name_no_goods(text: str, understand: Understand) -> None:
    assert [
        entity.text for entity in understand(text).entities if entity.type in {"colour", "category", "product"}
    ] == []
