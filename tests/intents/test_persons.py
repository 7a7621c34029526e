from __future__ import annotations

import pytest

from intents.parse import NAMELESS, ProductName, Vocabulary
from intents.parser import Parser
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


CLOSE = [
    ("ein geschenk für meine oma", "meine oma"), ("für meinen papa", "meinen papa"), ("a present for my mum", "my mum"),
    ("transfer it to my brother", "my brother"), ("unsere neue nachbarin will auch eine", "unsere neue nachbarin"),
    ("my mother in law loves tea", "my mother in law"), ("it is for my boss's birthday", "my boss"),
    ("schwiegersohn? nein, meine schwiegermutter", "meine schwiegermutter"), ("his best friend Jonas", "Jonas"),
    ("is für mei schwester", "mei schwester"), ("sonnenhut für mein buam", "mein buam"),
    ("guthaben an eine freundin", "eine freundin"), ("a present for a friend", "a friend"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), CLOSE)
def test_somebody_close_is_a_person_without_a_name(text: str, said: str, understand: Understand) -> None:
    (person,) = [entity for entity in understand(text).entities if entity.type == "person"]
    assert (person.text, person.value) == (said, said)
    assert (person.score > NAMELESS) is said.istitle()


CALLED_FOR = [
    ("split it with priya and amir", ["priya", "amir"]), ("give liam my points", ["liam"]), ("teil das mit jonas", ["jonas"]),
    ("gib anja die hälfte", ["anja"]), ("my last name changed, its Adeyemi now", ["Adeyemi"]), ("geht an ida", ["ida"]),
    ("my surname changed since the wedding, its Delgadino now", ["Delgadino"]), ("auntie gave me a card", ["auntie"]),
    ("wir heißen jetzt Kerngold", ["Kerngold"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), CALLED_FOR)
def test_a_name_in_small_letters_counts_where_somebody_is_called_for(
    text: str, people: list[str], understand: Understand
) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "person"] == people


NOBODY = [
    "my cart", "meine bestellung", "meine neue adresse", "habt ihr freunde", "with will power", "is mark down", "bruder wo ist mein paket", "mein name ist falsch",
    "may i have two", "in rosa bitte", "the will to live", "für Teeliebhaber", "Danke", "hi there", "Herr der Ringe?", "Darf das Brett in die Spülmaschine?",
    "ist die Emaillekanne Lotte wieder da", "mit einem mitarbeiter bitte", "pass me on to a colleague",
]  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_words_that_name_nobody_are_left_alone(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "person"] == []


COUNTED = [
    ("five of us", [5]), ("two adults", [2]), ("zwei plätze", [2]), ("zu viert", [4]), ("durch 3 teilen", [3]),
    ("table for two and parking", [2]), ("for two please", [2]), ("for 2", [2]), ("for two mugs", []),
    ("tisch für sechs becher", []), ("mach mal 100 Euro durch fünf", []), ("for 1234", []), ("0 people", []),
    ("teile das durch drei becher", []), ("five candles", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), COUNTED)
def test_persons_are_told_from_goods(text: str, value: list[int], understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "people"] == value


WRITTEN = [
    ("my sister likes it, so does Anna", ["my sister", "Anna"]), ("my sister Anna", ["Anna"]), ("the sister", []),
    ("my stepsister", ["my stepsister"]), ("für meine beste", []), ("herr klein bitte", []), ("Herr Klein", ["Klein"]),
    ("mein name ist nicht wichtig", []), ("ich heiße Quirin Zwackelmann", ["Quirin Zwackelmann"]), ("grace", []),
    ("für rose", []), ("schick 20 Euro an Xaveria", ["Xaveria"]), ("schick 20 Euro an xaveria", []),
    ("SCHICK 20 EURO AN XAVERIA", []), ("schick 20 Euro wegen Xaveria", []), ("schick blumen an Xaveria", []),
    ("für mein papa", ["mein papa"]), ("thanks anna", ["anna"]), ("with jess and amir", ["jess", "amir"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), WRITTEN)
def test_a_name_needs_its_place_or_its_capital(text: str, people: list[str], understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "person"] == people


@pytest.mark.parametrize(("text", "names"), [("die lotte bitte", []), ("die lotte und anna bitte", ["anna"])])
def test_a_name_that_goods_have_is_no_person(parser: Parser, text: str, names: list[str]) -> None:
    goods = ProductName(product="kanne", sku=None, names=("Emaillekanne Große Lotte",))
    parse = parser.with_vocabulary(Vocabulary(products=(goods,))).parse(text)
    assert [entity.value for entity in parse.entities if entity.type == "person"] == names
