from __future__ import annotations

import pytest

from tests.intents.conftest import Understand

PEOPLE = [
    ("ich heiße Wiedemann", ["Wiedemann"]), ("mein name ist kaya yilmaz", ["kaya"]), ("my name is O'Malley", ["O'Malley"]),
    ("Mein Nachname schreibt sich mit ie: Wiedemann", ["Wiedemann"]), ("für Herrn Petersen", ["Petersen"]),
    ("Mrs Haverstock here", ["Haverstock"]), ("kann ich mia 10 euro guthaben schicken", ["mia"]),
    ("transfer €20 store credit to Tom", ["Tom"]), ("split the bill with Anna and Joe", ["Anna", "Joe"]),
    ("ein geschenk für Lisa", ["Lisa"]), ("und noch was für Papa?", ["Papa"]), ("schick 5 euro an Xaveria", ["Xaveria"]),
    ("die rechnung auf Sabine Mustervonberg", ["Sabine Mustervonberg"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), PEOPLE)
def test_people_are_found_as_written(text: str, people: list[str], understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "person"] == people


NOBODY = [
    "ein geschenk für meine oma", "für meinen papa", "a present for my mum", "bruder wo ist mein paket", "mein name ist falsch",
    "may i have two", "in rosa bitte", "the will to live", "für Teeliebhaber", "Danke", "hi there", "Herr der Ringe?",
]  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_words_that_name_nobody_are_left_alone(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "person"] == []
