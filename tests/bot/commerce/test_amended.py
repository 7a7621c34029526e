"""An address put right by a word or two."""

from __future__ import annotations

import pytest

from bot.commerce.amended import amended

PARTS = {"name": "Mia Maier", "street": "Uferzeile 3", "postcode": "20095", "city": "Hamburg", "country": "DE"}


@pytest.mark.parametrize(
    ("text", "part", "value"),
    [
        ("Hausnummer 5 nicht 3", "street", "Uferzeile 5"),
        ("house number 5 not 3", "street", "Uferzeile 5"),
        ("die Hausnummer ist 12a", "street", "Uferzeile 12a"),
        ("the house number should be 12a please", "street", "Uferzeile 12a"),
        ("die Hausnummer ist nicht 3, sondern 5", "street", "Uferzeile 5"),
        ("Köln statt Hamburg", "city", "Köln"),
        ("not Hamburg but Kiel", "city", "Kiel"),
        ("PLZ ist 20097", "postcode", "20097"),
        ("postcode: 20097!", "postcode", "20097"),
        ("20097 nicht 20095", "postcode", "20097"),
        ("die Straße heißt Uferweg 9", "street", "Uferweg 9"),
        ("der Name ist Meier mit ei", "name", "Mia Meier"),
        ("my name is Meyer with a y", "name", "Mia Meyer"),
        ("the name is Tom Sand", "name", "Tom Sand"),
        ("Meier statt Maier", "name", "Mia Meier"),
        ("Nachname Meier", "name", "Mia Meier"),
        ("der Ort ist Bad Segeberg", "city", "Bad Segeberg"),
    ],
)
def test_a_part_is_put_right(text: str, part: str, value: str) -> None:
    assert amended(PARTS, text) == {part: value}


@pytest.mark.parametrize(
    "text",
    [
        "nein, vier statt drei",
        "ist die Hausnummer 3?",
        "nicht die roten, sondern die blauen",
        "der rote statt der blaue",
        "not the red one but the blue one",
        "ich nehme 5 statt 3",
        "nicht 3 sondern 5",
        "Hausnummer 3",
        "namens der Firma",
        "the order number is K-1001",
        "im Namen des Volkes",
    ],
)
def test_what_puts_nothing_of_it_right_is_left_alone(text: str) -> None:
    assert amended(PARTS, text) == {}
