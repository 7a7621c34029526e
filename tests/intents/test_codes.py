"""Vouchers, numbers of orders, mail and telephone, postcodes: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand


def named(text: str, kind: str, understand: Understand, question: str | None = None) -> list[tuple[str, object]]:
    return [
        (entity.text, entity.value) for entity in understand(text, question=question).entities if entity.type == kind
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("FRACHTFREI einlösen bitte", ["FRACHTFREI"]),
        ("try FIGS code", ["FIGS"]),
        ("code FIG isn't working, try FIGS", []),
        ("I want a REFUND now", []),
        ("VERARSCHEN KANN ICH MICH SELBER", []),
        ("EINLOESEN GUTSCHEIN JETZT", []),
        ("habt ihr den MONDBECHER", []),
        ("SOMMER10", ["SOMMER10"]),
        ("ist 30x40 da", []),
        ("der code geht nicht bei bestellung T1042", []),
    ],
)
def test_a_code_is_told_from_a_word_that_is_cried(text: str, codes: list[str], understand: Understand) -> None:
    assert [value for _, value in named(text, "voucher", understand)] == codes


@pytest.mark.parametrize("text", ["rechne X7K9P2 ab", "scratch card says X7K9P2"])
def test_a_code_counts_nothing(text: str, understand: Understand) -> None:
    assert named(text, "quantity", understand) == []


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("anna at example dot org", "anna@example.org"),
        ("mail mir an anna ät example punkt de", "anna@example.de"),
        ("0151234567@example.org", "0151234567@example.org"),
        ("max.muster@shop.example.co.uk bitte", "max.muster@shop.example.co.uk"),
    ],
)
def test_a_mail_address_may_be_dictated(text: str, mail: str, understand: Understand) -> None:
    assert [value for _, value in named(text, "email", understand)] == [mail]
    assert named(text, "phone", understand) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0151 23456789", ["015123456789"]),
        ("0049 151 2345678", ["00491512345678"]),
        ("00 12 34", []),
        ("1 2 3 4 5 6 7 8", []),
        ("12345678", []),
    ],
)
def test_a_telephone_number_is_long_and_begins_as_one(text: str, numbers: list[str], understand: Understand) -> None:
    assert [value for _, value in named(text, "phone", understand)] == numbers


@pytest.mark.parametrize(
    "text", ["meine neue handynummer lautet 0151 23456789", "nummer 0151 23456789 aus eurem system tilgen"]
)
def test_a_telephone_number_is_no_order(text: str, understand: Understand) -> None:
    assert named(text, "order_number", understand) == []


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("order no. 1042", 1.0),
        ("bestellung #1042", 1.0),
        ("order 1042", 1.0),
        ("rechnung von 1042", 1.0),
        ("invoice for 20391", 1.0),
        ("the invoice for 2025 please", 0.7),
        ("774102 where", 0.7),
    ],
)
def test_the_number_of_an_order_is_surer_behind_its_word(text: str, sure: float, understand: Understand) -> None:
    assert [entity.score for entity in understand(text).entities if entity.type == "order_number"] == [sure]
