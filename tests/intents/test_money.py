"""Amounts and limits of price: what is money, and what is a count, a measure or an hour."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("50 cent", 50, "EUR"),
        ("12 euro 5", 1200, "EUR"),
        ("12 euro 50", 1250, "EUR"),
        ("15,- €", 1500, "EUR"),
        ("20,-", 2000, "EUR"),
        ("20 dollars", 2000, "USD"),
        ("€20", 2000, "EUR"),
        ("20 pounds", 2000, "GBP"),
        ("einen zehner", 1000, "EUR"),
        ("1.200 euro", 120000, "EUR"),
        ("1.2 euro", 120, "EUR"),
        ("1,234,567 euro", 123456700, "EUR"),
        ("gutschein über 50 euro", 5000, "EUR"),
    ],
)
def test_an_amount_is_read_in_any_notation(text: str, minor: int, currency: str, understand: Understand) -> None:
    found = [entity.value for entity in understand(text).entities if entity.type == "amount"]
    assert found == [{"amount": minor, "currency": currency}]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("20 to 10 euro", 1000, 2000),
        ("between 20 and 10 euro", 1000, 2000),
        ("von 10 bis 20", 1000, 2000),
        ("bis 5", None, 500),
        ("under 18", None, 1800),
        ("max. 20", None, 2000),
        ("um die 20 euro", 1600, 2400),
        ("nicht mehr als 30", None, 3000),
        ("über 50 euro", 5000, None),
        ("bis 20 und rot", None, 2000),
        ("bis 20 bitte", None, 2000),
        ("bis 20,50 kerzen", None, 2050),
        ("max zwanzig", None, 2000),
        ("unter 10000 Euro", None, 1000000),
        ("unter 10000 €", None, 1000000),
    ],
)
def test_a_limit_of_price_has_both_its_ends(
    text: str, low: int | None, high: int | None, understand: Understand
) -> None:
    found = [entity.value for entity in understand(text).entities if entity.type == "price_limit"]
    assert found == [{"min": low, "max": high, "currency": "EUR"}]


@pytest.mark.parametrize(
    "text",
    [
        "10-20", "between 10 and 20 cm", "bis 3", "unter 4", "up to 20 candles", "max 20 candles", "ab 18 uhr", "zehner",
        "habt ihr bis 20 geöffnet", "mehr als 3 kerzen", "20.", "for 20 please", "das kostet 20.", "2 und 3 euro münzen",
        "unter 20 kerzen", "bis zwanzig", "10 und 20 kerzen", "bis 30 offen?", "20 - 30 becher",
    ],
)  # fmt: skip
def test_a_count_a_measure_or_an_hour_limits_no_price(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "price_limit"] == []
