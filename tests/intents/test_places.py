from __future__ import annotations

import pytest

from tests.intents.conftest import Understand

ADDRESSES = [
    ("neue anschrift: Elbchaussee 112, 22763 Hamburg", "Elbchaussee 112, 22763 Hamburg", "Hamburg"),
    ("Uferzeile 3, 50667 Köln", "Uferzeile 3, 50667 Köln", "Köln"),
    ("hafenstr. 22a 24103 kiel", "hafenstr. 22a 24103 kiel", "kiel"),
    ("Herrengasse 9, 8010 Graz", "Herrengasse 9, 8010 Graz", "Graz"),
    ("schick es bitte in die Lange Str. 5 in Bremen", "Lange Str. 5 in Bremen", "Bremen"),
    ("14 Harbour Lane, 25891 Uferstadt", "14 Harbour Lane, 25891 Uferstadt", "Uferstadt"),
    ("die adresse ist hafenstraße zweiundzwanzig in kiel", "hafenstraße zweiundzwanzig in kiel", "Kiel"),
    ("Am Deich 14, 26506 Norden", "Am Deich 14, 26506 Norden", "Norden"),
    ("20095 Hamburg", "20095 Hamburg", "Hamburg"), ("wohne in 20095", "20095", "20095"),
]  # fmt: skip


def _found(text: str, kind: str, understand: Understand, question: str | None = None) -> list[tuple[str, object]]:
    return [(e.text, e.value) for e in understand(text, question=question).entities if e.type == kind]


@pytest.mark.parametrize(("text", "said", "town"), ADDRESSES)
def test_an_address_is_one_place_and_means_its_town(text: str, said: str, town: str, understand: Understand) -> None:
    assert _found(text, "place", understand) == [(said, town)]
    assert _found(text, "quantity", understand) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kastanienallee zwölf in zehn vier drei fünf berlin", "kastanienallee zwölf in zehn vier drei fünf berlin"),
        ("The Old Vicarage, Mill Hill 2, 26506 Norden", "The Old Vicarage, Mill Hill 2, 26506 Norden"),
        ("an Postfach 12 34, Emden bitte", "Postfach 12 34, Emden"),
    ],
)
def test_the_answer_to_where_to_is_an_address_in_any_form(text: str, said: str, understand: Understand) -> None:
    assert said in [text for text, _ in _found(text, "place", understand, question="address")]


@pytest.mark.parametrize(
    "text",
    ["nur 3 bitte", "doch lieber 2", "ich nehme 4", "mach 3 draus", "Nur 3", "2 Becher", "bestelle 3", "make it 3",
     "actually 2 please", "noch zwei mugs"],
)  # fmt: skip
def test_how_many_is_no_answer_to_where_to(text: str, understand: Understand) -> None:
    assert _found(text, "place", understand, question="address") == []


@pytest.mark.parametrize("text", ["Ring 3", "Postfach 12", "Unter den Linden 7", "markt 3, 26506 norden"])
def test_a_street_of_any_name_is_an_answer_to_where_to(text: str, understand: Understand) -> None:
    assert [said for said, _ in _found(text, "place", understand, question="address")] == [text]


TOWNS = [
    ("gibt es euch auch in münchen", "münchen"), ("how do i get there from Hamburg", "Hamburg"),
    ("wie fahr ich von husum zu euch", "husum"), ("liefert ihr nach wien", "wien"), ("einen Laden in Essen?", "Essen"),
    ("wie komm ich vom Rathaus zum Kontor am Markt", "Rathaus"), ("ein laden nahe der dünenpromenade", "dünenpromenade"),
    ("versand nach new york", "new york"), ("is there a shop near Deichtor", "Deichtor"),
    ("habt ihr die in hamburg noch vom Alten Kutter", "hamburg"), ("deliver to deutschland", "deutschland"),
    ("is there one in hull?", "hull"), ("kommt ihr auch nach essen", "essen"), ("anything near skegness", "skegness"),
    ("does it ship to leeds ls1 4dy", "leeds ls1 4dy"), ("SW1A 1AA is mine", "SW1A 1AA"), ("closest branch to NE6", "NE6"),
    ("is it close to the cathedral", "cathedral"), ("ich steh am hauptbahnhof", "hauptbahnhof"),
    ("we come from the bus station", "bus station"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "town"), TOWNS)
def test_towns_and_streets_are_found_as_written(text: str, town: str, understand: Understand) -> None:
    assert [said for said, _ in _found(text, "place", understand)] == [town]


NO_PLACES = [
    "etwas zum essen", "kann ich bei Ihnen anrufen", "wo zum Teufel bleibt mein Paket", "in Ordnung", "in blau bitte",
    "habt ihr teekannen in M", "12345 becher", "bestellung 10435 wo ist die", "in welcher Filiale", "halle und welt",
    "the bath towel in bath sizes", "in reading glasses", "a m3 5kg box", "jeans in w34", "eine uhr für den bahnhof",
    "in stock?", "the square root of 144", "25 euro in 3 tagen",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_PLACES)
def test_what_is_no_place_is_left_alone(text: str, understand: Understand) -> None:
    assert [said for said, _ in _found(text, "place", understand) if said != "12345"] == []
    assert _found(text, "store", understand) == []


STORES = [
    ("wie komme ich zum kontor am hafen", "hafen"), ("habt ihr am Hafen offen", "hafen"), ("the harbour shop", "hafen"),
    ("beim markt parken", "markt"), ("is it in stock at the harbor", "hafen"), ("macht der Markt-Laden heute auf", "markt"),
    ("mit dem rollstuhl in den hafenladen", "hafen"), ("to the market store please", "markt"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "store"), STORES)
def test_a_part_of_its_name_is_enough_for_a_store(text: str, store: str, understand: Understand) -> None:
    assert [value for _, value in _found(text, "store", understand)] == [store]


def test_a_store_that_somebody_comes_from_is_where_the_way_begins(understand: Understand) -> None:
    found = understand("wie komm ich vom Markt zum Laden am Hafen").entities
    assert [(e.type, e.text) for e in found if e.type in {"store", "place"}] == [("place", "Markt"), ("store", "Hafen")]


@pytest.mark.parametrize(
    ("text", "place"),
    [("nach Büsum bitte", "Büsum"), ("Kleinposemuckel", "Kleinposemuckel"), ("i am in Husum now", "Husum")],
)
def test_the_answer_to_where_is_a_place(text: str, place: str, understand: Understand) -> None:
    assert [said for said, _ in _found(text, "place", understand, question="location")] == [place]


@pytest.mark.parametrize("text", ["ich hätte gern drei Packungen vom Sommerglück", "noch zwei vom Kräuterzauber bitte"])
def test_what_something_is_taken_of_is_no_place(text: str, understand: Understand) -> None:
    assert _found(text, "place", understand) == []


POSTCODES = [
    ("near se15", None, ["se15"]), ("in se15", None, []), ("by ne1", None, []), ("se15", "location", ["se15"]),
    ("se15 bitte", "location", []), ("eh66qq", None, []), ("EH66QQ", None, ["EH66QQ"]), ("eh66qq", "location", ["eh66qq"]),
    ("a2 1st", None, []), ("size a2 1xl", None, []), ("Leith EH6 6QQ", None, ["Leith EH6 6QQ"]), ("a12", None, []),
    ("Quorndorf", "location", ["Quorndorf"]), ("Quorndorf?", "location", []), ("Quorndorf", None, []),
    ("ich bin gerade unterwegs", "location", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "question", "places"), POSTCODES)
def test_a_postcode_or_an_answer_stands_for_itself(
    text: str, question: str | None, places: list[str], understand: Understand
) -> None:
    assert [said for said, _ in _found(text, "place", understand, question)] == places


TOLD = [
    ("in Essen", ["Essen"]), ("essen", []), ("ein laden in essen?", ["essen"]), ("in essen und trinken", []), ("hull", []),
    ("in Hull", ["Hull"]), ("a ship hull", []), ("a book for reading", []), ("in Reading", ["Reading"]),
    ("cathedral", []), ("near the cathedral", ["cathedral"]), ("marktplatz", []), ("am Marktplatz", ["Marktplatz"]),
    ("zum Hauptweg", ["Hauptweg"]), ("gehweg", []), ("vom tisch", []), ("vom Rathaus zu Fuß", ["Rathaus"]),
    ("in Köln und Bonn", ["Köln", "Bonn"]), ("vom Hafen zum Markt", ["Hafen"]),
    ("IN WUMMELSDORF", []), ("in Wummelsdorf", ["Wummelsdorf"]), ("kein Wummelsdorf", []), ("in wummelsdorf", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), TOLD)
def test_a_word_is_a_place_only_where_one_is_meant(text: str, places: list[str], understand: Understand) -> None:
    assert [said for said, _ in _found(text, "place", understand)] == places


PARTS = [
    ("am hafen offen", ["hafen"]), ("hafenladen", ["hafen"]), ("becher hafen", []), ("Hafenblick", []),
    ("vom Hafen zum Markt", ["markt"]), ("from the harbour to you", []), ("and at the harbour?", ["hafen"]),
    ("the harbour view teapot", []), ("hafenrundfahrt", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stores"), PARTS)
def test_a_word_of_its_name_is_a_store_only_where_one_is_meant(
    text: str, stores: list[str], understand: Understand
) -> None:
    assert [value for _, value in _found(text, "store", understand)] == stores


STREETS = [
    ("Uferzeile 3", ["Uferzeile 3"]), ("Uferzeile", []), ("Weg 3", []), ("Lange Str. 5", ["Lange Str. 5"]),
    ("lange str. 5", []), ("Hafenstraße 22 a", ["Hafenstraße 22"]), ("Hafenstraße 22a", ["Hafenstraße 22a"]),
    ("14 Harbour Lane", ["14 Harbour Lane"]), ("14 mugs lane", ["14 mugs lane"]), ("two of the very nice road", []),
    ("4051 Basel", ["4051 Basel"]), ("4051 becher", []), ("für 20095 €", []), ("davon 12345 Stück", []), ("zu 20095€", []),
    ("20095, Hamburg", ["20095", "Hamburg"]), ("20095 Bad Wummel", ["20095 Bad Wummel"]),
    ("26506 Norden an Bord", ["26506 Norden an Bord"]), ("26506 Norden an bord", ["26506 Norden"]),
    ("Uferzeile 3 in Wummelsdorf", ["Uferzeile 3 in Wummelsdorf"]), ("Uferzeile 3, Und dann", ["Uferzeile 3"]),
    ("eins null null", []), ("zehn vier drei fünf kiel", ["zehn vier drei fünf kiel"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), STREETS)
def test_an_address_has_its_number_and_its_form(text: str, places: list[str], understand: Understand) -> None:
    assert [said for said, _ in _found(text, "place", understand)] == places
