"""Addresses: read as people write them, checked by country, remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commerce import address as addresses
from bot.commerce.address import Address, Invalid
from bot.store.transaction import SqliteTransaction
from tests.bot.commerce.shop import BEN, HOME, MIA, NOW, SETTINGS, STEADY

COUNTRIES = ("DE", "AT")


def read(text: str, countries: tuple[str, ...] = COUNTRIES, home: str = "DE") -> Address | Invalid:
    return addresses.parse(text, countries=countries, home=home)


def reason(text: str) -> str:
    found = read(text)
    assert isinstance(found, Invalid), found
    return found.reason


@pytest.mark.parametrize(
    "text",
    [
        "Mia Sand, Uferzeile 3, 50667 Köln",
        "Mia Sand\nUferzeile 3\n50667 Köln",
        "Mia Sand; Uferzeile 3; 50667 Köln; Deutschland",
        "Mia Sand, Uferzeile 3, 50667 Köln Germany",
        "  Mia   Sand ,\n\n Uferzeile  3,  D-50667   Köln ",
        "Mia Sand, Uferzeile, 3, 50667, Köln",
        "Adresse: Mia Sand, Uferzeile 3, 50667 Köln",
        "Mein Name ist Mia Sand, ich wohne in der Uferzeile 3 in 50667 Köln, danke",
        "please send it to Mia Sand, Uferzeile 3, 50667 Köln. Thanks!",
        "Name: Mia Sand\nStraße: Uferzeile\nHausnummer: 3\nPLZ: 50667\nOrt: Köln\nLand: Deutschland",
        "Mia Sand, Uferzeile 3, Köln 50667",
        "Mia Sand, Uferzeile 3 50667 Köln, DE",
        "Mia Sand Uferzeile 3 50667 Köln",
        "Neue Adresse: Mia Sand, Uferzeile 3, 50667 Köln per Express bitte",
        "nee, doch nach Deutschland: Mia Sand, Uferzeile 3, 50667 Köln",
        "no wait, Mia Sand, Uferzeile 3, 50667 Köln",
        "die richtige Lieferadresse lautet Mia Sand, Uferzeile 3, 50667 Köln",
    ],
)
def test_the_same_address_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == HOME


@pytest.mark.parametrize(
    ("front", "name", "street"),
    [
        ("mia sand deichweg 4", "mia sand", "deichweg 4"),
        ("Mia Sand Am Alten Deich 4a", "Mia Sand", "Am Alten Deich 4a"),
        ("Dr. Mia Sand Berliner Straße 12", "Dr. Mia Sand", "Berliner Straße 12"),
        ("Mia Sand Rosa Luxemburg Straße 3", "", "Mia Sand Rosa Luxemburg Straße 3"),
        ("Mia Becker Deichweg 4", "", "Mia Becker Deichweg 4"),
        ("Alter Deichweg 4", "", "Alter Deichweg 4"),
        ("falsche Adresse, Deichweg 4", "", "Deichweg 4"),
    ],
)
def test_a_name_before_the_street_is_told_from_it_where_that_is_plain(front: str, name: str, street: str) -> None:
    found = read(f"{front}, 50667 Köln")
    assert isinstance(found, Address)
    assert (found.name, found.street) == (name, street)


def test_a_name_that_is_told_afterwards_is_not_said_twice() -> None:
    street = replace(HOME, name="", street="Mia Becker Deichweg 4")
    assert addresses.named(street, "mia becker") == replace(HOME, name="mia becker", street="Deichweg 4")
    assert addresses.named(replace(HOME, street="Mia 4"), "Mia").street == "Mia 4"


@pytest.mark.parametrize(
    ("text", "street", "city"),
    [
        ("12 Mill Lane, 10115 Berlin", "12 Mill Lane", "Berlin"),
        ("Uferzeile 3 50667 Köln", "Uferzeile 3", "Köln"),
        ("Straße des 17. Juni 135, 10623 Berlin", "Straße des 17. Juni 135", "Berlin"),
        ("Hauptstr.12, 2. OG, 10623 Berlin", "Hauptstr.12, 2. OG", "Berlin"),
        ("Uferzeile 12-14 b, 61350 Bad Homburg v. d. Höhe", "Uferzeile 12-14 b", "Bad Homburg v. d. Höhe"),
        ("Q7, 24, 68161 Mannheim", "Q7 24", "Mannheim"),
        ("D-50667 Köln, Uferzeile 3", "Uferzeile 3", "Köln"),
        ("uferzeile 3, 50667 köln", "uferzeile 3", "köln"),
        ("In der Au 5, 20099 Hamburg", "In der Au 5", "Hamburg"),
        ("Nameweg 3, 20099 Hamburg", "Nameweg 3", "Hamburg"),
    ],
)
def test_streets_stand_in_many_orders(text: str, street: str, city: str) -> None:
    found = read(text)
    assert isinstance(found, Address)
    assert (found.street, found.city, found.country, found.name) == (street, city, "DE", "")


def test_another_country_is_named_or_stands_before_the_postcode() -> None:
    vienna = Address(street="Stephansplatz 1", postcode="1010", city="Wien", country="AT")
    assert read("Stephansplatz 1, 1010 Wien, Österreich") == vienna
    assert read("Stephansplatz 1, 1010 Wien, Austria") == vienna
    assert read("Stephansplatz 1, A-1010 Wien") == vienna
    assert read("Stephansplatz 1, 1010 Wien", home="AT") == vienna


def test_countries_with_another_order_are_read_too() -> None:
    london = read("10 Downing Street, London SW1A 2AA, United Kingdom", ("DE", "GB"))
    assert london == Address(street="10 Downing Street", postcode="SW1A 2AA", city="London", country="GB")
    amsterdam = read("Damrak 1, 1012 lg Amsterdam", ("NL",), "NL")
    assert amsterdam == Address(street="Damrak 1", postcode="1012 LG", city="Amsterdam", country="NL")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am Markt, 50667 Köln", "missing_number"),
        ("50667 Köln", "missing_street"),
        ("Uferzeile 3, 50667", "missing_city"),
        ("Uferzeile 3", "missing_postcode"),
        ("Uferzeile 3, 5066 Köln", "bad_postcode"),
        ("Uferzeile 3, 506678 Köln", "bad_postcode"),
        ("Uferzeile 3, 50667 Wien, Österreich", "bad_postcode"),
        ("1 rue de Rivoli, 75001 Paris, Frankreich", "country"),
        ("Uferzeile 3, Frankreich", "country"),
        ("hallo", "unreadable"),
        ("", "unreadable"),
        (",;\n", "unreadable"),
        ("wo ist mein Paket K-1001?", "unreadable"),
        ("Uferzeile 3 🏠, 50667 Köln", "unreadable"),
        ("Uferzeile 3, 50667 Köln " * 100, "too_long"),
    ],
)
def test_what_is_wrong_is_named(text: str, expected: str) -> None:
    assert reason(text) == expected


def test_what_was_understood_goes_with_the_reason() -> None:
    found = read("Mia Sand, Am Markt, 50667 Köln")
    assert isinstance(found, Invalid)
    assert found.values == {
        "name": "Mia Sand",
        "street": "Am Markt",
        "postcode": "50667",
        "city": "Köln",
        "country": "DE",
    }
    wrong = read("Uferzeile 3, 5066 Köln")
    assert isinstance(wrong, Invalid)
    assert wrong.values == {"street": "Uferzeile 3", "postcode": "5066", "city": "Köln", "country": "DE"}


def test_a_known_name_is_taken_when_none_is_written() -> None:
    known = addresses.parse("Uferzeile 3, 50667 Köln", countries=COUNTRIES, home="DE", name="Mia Sand")
    assert known == HOME
    other = addresses.parse("Ben Moor, Uferzeile 3, 50667 Köln", countries=COUNTRIES, home="DE", name="Mia Sand")
    assert isinstance(other, Address)
    assert other.name == "Ben Moor"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"street": " "}, "missing_street"),
        ({"street": "Uferzeile"}, "missing_number"),
        ({"postcode": ""}, "missing_postcode"),
        ({"postcode": "1010"}, "bad_postcode"),
        ({"city": ""}, "missing_city"),
        ({"country": "FR"}, "country"),
        ({"country": ""}, "country"),
    ],
)
def test_parts_given_one_by_one_are_checked_the_same_way(parts: dict[str, str], expected: str) -> None:
    found = addresses.check(Address(**{**addresses.dump(HOME), **parts}), countries=COUNTRIES)
    assert isinstance(found, Invalid)
    assert found.reason == expected


def test_parts_are_tidied() -> None:
    untidy = Address(name=" Mia  Sand", street="Uferzeile  3 ", postcode=" 50667", city="Köln ", country="de")
    assert addresses.check(untidy, countries=COUNTRIES) == HOME


def test_the_shop_delivers_where_its_ways_of_delivery_go() -> None:
    assert addresses.delivery_countries(SETTINGS) == COUNTRIES


@STEADY
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=450) | st.text("aA1 ,-\n:é", max_size=400))
def test_any_text_is_an_address_or_has_a_reason(text: str) -> None:
    found = read(text)
    if isinstance(found, Address):
        assert addresses.check(found, countries=COUNTRIES) == found
        assert addresses.load(addresses.dump(found)) == found


def test_addresses_are_remembered_once_and_the_last_one_used_comes_first(tx: SqliteTransaction) -> None:
    work = Address(name="Mia Sand", street="Markt 1", postcode="50667", city="Köln", country="DE")
    for minutes, address in enumerate((HOME, work, HOME)):
        addresses.remember(tx, MIA, address, now=NOW + timedelta(minutes=minutes))
    assert addresses.saved(tx, MIA) == (HOME, work)
    assert addresses.saved(tx, BEN) == ()
    assert addresses.forget(tx, MIA, HOME)
    assert not addresses.forget(tx, MIA, HOME)
    assert addresses.saved(tx, MIA) == (work,)


@pytest.mark.parametrize(
    "said",
    [
        ["Mia Sand, Uferzeile 3", "50667 Köln"],
        ["50667 Köln", "Mia Sand, Uferzeile 3"],
        ["Mia Sand", "Uferzeile 3", "50667", "Köln"],
        ["Mia Sand, Uferzeile, 50667 Köln", "3"],
        ["Mia Sand, Uferzeile 3", "in Köln", "PLZ 50667"],
        ["50667 Köln", "Mia Sand, Uferzeile", "Hausnummer 3"],
        ["Mia Sand, Uferzeile 3, 5066 Köln", "50667"],
        ["Mia Sand, Uferzeile 3, Bern, Schweiz", "Mia Sand, Uferzeile 3, 50667 Köln"],
    ],
)
def test_an_address_may_come_in_pieces(said: list[str]) -> None:
    assert _told(said) == Address(name="Mia Sand", street="Uferzeile 3", postcode="50667", city="Köln", country="DE")


def test_a_country_may_be_named_last() -> None:
    told = _told(["Mia Sand, Ring 3, 1010 Wien", "Österreich"])
    assert (told.country, told.postcode) == ("AT", "1010")


def _told(said: list[str]) -> Address:
    """The address that several messages give together."""
    known: dict[str, str] = {}
    for text in said:
        read = addresses.go_on(known, text, countries=COUNTRIES, home="DE")
        if isinstance(read, Address) or read.reason != "country":
            known = dict(read.values) if isinstance(read, Invalid) else addresses.dump(read)
    assert isinstance(read, Address)
    return read
