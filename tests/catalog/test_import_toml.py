"""Offers and settings are checked with the line they stand in."""

from __future__ import annotations

import pytest

from tests.catalog.conftest import Make
from tests.catalog.folders import SHOP, Files


def place(make: Make, files: Files) -> tuple[str, int]:
    problem = make(files).problem()
    return problem.file, problem.line


OFFER = """# offers
[[offer]]
id = "a"
kind = "campaign"
text = "Neu"

[[offer]]
id = "b"
kind = "campaign"
text = "Alt"
{line}
"""


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('product = ["moewe"]', "offer.product"),
        ('products = ["moewen"]', "offer.products"),
        ('products = "moewe"', "offer.products"),
        ('discount = "120%"', "offer.discount"),
        ('discount = "0%"', "offer.discount"),
        ('discount = "2 Euro"', "offer.discount"),
        ('voucher = "NIX"', "offer.voucher"),
        ('after = "2h"', "offer.after"),
        ('valid_until = "Montag"', "offer.valid_until"),
    ],
)
def test_offers_are_checked_with_the_line_they_stand_in(make: Make, line: str, column: str) -> None:
    problem = make({"offers.toml": OFFER.format(line=line)}).problem()
    assert (problem.file, problem.line, problem.column) == ("offers.toml", 11, column)


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        ("after_purchase", ["bought", "after"]),
        ("cart_complement", ["cart_has", "cart_lacks"]),
        ("abandoned_cart", ["after"]),
    ],
)
def test_an_offer_lacking_what_its_kind_needs_is_told(make: Make, kind: str, lacking: list[str]) -> None:
    text = f'[[offer]]\nid = "a"\nkind = "{kind}"\ntext = "Neu"\n'
    problems = make({"offers.toml": text}).problems()
    assert [problem.column for problem in problems] == [f"offer.{key}" for key in sorted(lacking)]


def test_two_offers_of_one_id_are_told(make: Make) -> None:
    assert place(make, {"offers.toml": OFFER.format(line="").replace('"b"', '"a"')}) == ("offers.toml", 8)


@pytest.mark.parametrize(
    ("line", "column", "number"),
    [
        ('nmae = "x"', "shop.nmae", 5),
        ('currency = "Euro"', "shop.currency", 5),
        ('timezone = "Europe/Uferstedt"', "shop.timezone", 5),
        ('country = "Deutschland"', "shop.country", 5),
        ('imprint = "legal/none.md"', "shop.imprint", 5),
        ("[tax]\nstandard = 19", "tax.standard", 6),
        ("[tax]\nstandard = { DE = 119 }", "tax.standard", 6),
        ('[orders]\nreserve = "15 min"', "orders.reserve", 6),
        ('[orders]\nwithdrawal = "P7D"', "orders.withdrawal", 6),
        ('[orders]\npayments = ["telegramm"]', "orders.payments", 6),
        ('[orders]\ncancel_until = "never"', "orders.cancel_until", 6),
        ('[orders]\nvouchers_per_order = "1"', "orders.vouchers_per_order", 6),
        ('[offers]\nwindow = "PT25H"', "offers.window", 6),
        ('[offers]\nquiet = ["21:00"]', "offers.quiet", 6),
        ('[offers]\nquiet = ["21:00", "24:30"]', "offers.quiet", 6),
        ('[offer]\nwindow = "PT1H"', "offer", 5),
        ('[[shipping]]\nid = "a"\nprice = "frei"', "shipping.price", 7),
        ('[[shipping]]\nid = "a"\nprice = "1.00 EUR"\ndays = [4, 2]', "shipping.days", 8),
        ('[wallet]\ntransfer_limit = "viel"', "wallet.transfer_limit", 6),
    ],
)
def test_settings_are_checked_with_the_line_they_stand_in(make: Make, line: str, column: str, number: int) -> None:
    problem = make({"shop.toml": SHOP + line + "\n"}).problem()
    assert (problem.file, problem.line, problem.column) == ("shop.toml", number, column)


def test_a_misspelt_key_comes_with_the_right_one(make: Make) -> None:
    assert make({"shop.toml": SHOP + '[offers]\nwindwo = "PT1H"\n'}).problem().help == "Did you mean 'window'?"


def test_broken_toml_is_told_with_its_line(make: Make) -> None:
    assert place(make, {"shop.toml": SHOP + "[orders\n"}) == ("shop.toml", 5)
    assert place(make, {"shop.toml": SHOP, "synonyms.toml": '[de]\nmütze = ["kappe"]\n'}) == ("synonyms.toml", 2)
