"""Several requests in one message, answers to the open question, corrections, and what words point at."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand

SEVERAL = [
    ("hi, red mugs?", ["help.greet", "search.find"]), ("add both of them and check out", ["order.add", "order.checkout"]),
    ("zwei davon und drei davon", ["order.add", "order.add"]),
    ("wo ist mein paket und wann macht der laden am hafen zu?", ["tracking.status", "directions.hours"]),
    ("nimm die kerze wieder raus und pack dafür zwei becher polar rein", ["order.remove", "order.add"]),
    ("was kostet der becher nordlicht? und liefert ihr nach wien?", ["search.details", "search.question"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intents"), SEVERAL)
def test_several_requests_are_told_apart(text: str, intents: list[str], understand: Understand) -> None:
    assert [request.intent for request in understand(text).requests] == intents


ONE = [
    ("was ist der unterschied zwischen becher nordlicht und becher polar", "search.compare"),
    ("habt ihr rote becher, aber keine großen", "search.find"), ("storniert bitte T1042, danke", "order.cancel"),
    ("ja klar, wo ist mein paket", "tracking.status"), ("nee, ich will mit einem menschen reden", "help.human"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent"), ONE)
def test_what_is_said_by_the_way_is_no_request(text: str, intent: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text).requests] == [intent]


def test_every_request_has_its_own_entities(understand: Understand) -> None:
    first, second = understand("zwei davon und drei davon").requests
    assert [entity.value for entity in first.of("quantity")] == [2]
    assert [entity.value for entity in second.of("quantity")] == [3]


ANSWERS = [
    ("quantity", "42", "order.add"), ("quantity", "äh ich würd sagen zwölf", "order.add"), ("variant", "die rote", "order.add"),
    ("variant", "XL", "order.add"), ("address", "Uferzeile 3, 50667 Köln", "account.address"), ("location", "Büsum", "directions.nearest"),
    ("address", "The Old Vicarage, Mill Hill 2, 26506 Norden", "account.address"), ("payment", "mit karte", "order.checkout"),
    ("location", "am markt", "directions.nearest"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "intent"), ANSWERS)
def test_an_answer_means_what_was_asked(question: str, text: str, intent: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text, question=question).requests] == [intent]


ANSWERS_AND_MORE = [
    ("variant", "in grün, und kann man die in der maschine waschen?", ["order.add", "search.details"]),
    ("quantity", "zwei, dann zur kasse bitte", ["order.add", "order.checkout"]),
    ("quantity", "two then checkout", ["order.add", "order.checkout"]),
    ("variant", "white, is it waterproof though?", ["order.add", "search.details"]),
    ("variant", "Bitte die in XL, mein Mann trägt alles etwas weiter", ["order.add"]),  # tells why, asks nothing
    ("variant", "egal", ["order.add"]), ("payment", "per rechnung", ["order.checkout"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "intents"), ANSWERS_AND_MORE)
def test_an_answer_with_something_beside_it_is_both(
    question: str, text: str, intents: list[str], understand: Understand
) -> None:
    assert [request.intent for request in understand(text, question=question).requests] == intents


def test_a_condition_beside_an_answer_is_not_passed_over(understand: Understand) -> None:
    found = understand("in grün, aber nur wenn die nicht kratzt", question="variant").requests
    assert [request.intent for request in found] != ["order.add"]


@pytest.mark.parametrize(
    "text", ["So ein Saftladen, wo bleibt mein Paket?", "you lot are hopeless, where is my parcel"]
)
def test_anger_before_a_wish_is_heard_and_the_wish_too(text: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text).requests] == ["help.complaint", "tracking.status"]


NO_ANSWERS = [
    ("quantity", "vergiss es", "dialogue.cancel"), ("address", "wo ist mein paket?", "tracking.status"),
    ("variant", "ich möchte mit einem menschen sprechen", "help.human"), ("confirm", "ja", "dialogue.yes"),
    ("confirm", "lieber nicht", "dialogue.no"), ("location", "rückgängig", "dialogue.undo"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "intent"), NO_ANSWERS)
def test_another_wish_is_no_answer(question: str, text: str, intent: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text, question=question).requests] == [intent]


def test_yes_stays_where_somebody_asked_for_it(understand: Understand) -> None:
    found = understand("ja, und wo ist mein paket?", question="confirm").requests
    assert [request.intent for request in found] == ["dialogue.yes", "tracking.status"]


CHANGES = [
    ("nein, vier", None, "vier"), ("drei, nein, vier", "drei", "vier"), ("not two, I said ten", "two", "ten"),
    ("statt der roten die blaue", "roten", "blaue"), ("nicht den roten, den blauen", "roten", "blauen"),
    ("not the red, the blue one", "red", "blue"), ("ich meinte den grünen", None, "grünen"),
    ("Nicht 2, 12 hab ich gesagt!", "2", "12"), ("blau statt rot", "rot", "blau"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new"), CHANGES)
def test_a_correction_names_the_old_value_and_the_new(
    text: str, old: str | None, new: str, understand: Understand
) -> None:
    parse = understand(text)
    assert parse.correction
    change = next(change for change in parse.changes if change.new.text == new)
    assert (change.old.text if change.old else None) == old
    assert not change.new.negated


def test_what_corrects_nothing_has_no_changes(understand: Understand) -> None:
    assert understand("zwei rote becher").changes == ()


POINTING = [
    ("der siebte", {"kind": "ordinal", "index": 7}), ("die 12.", {"kind": "ordinal", "index": 12}),
    ("the 7th one", {"kind": "ordinal", "index": 7}), ("nummer drei", {"kind": "ordinal", "index": 3}),
    ("das vorletzte", {"kind": "ordinal", "index": -2}), ("number 9", {"kind": "ordinal", "index": 9}),
    ("den billigeren", {"kind": "comparative", "by": "price", "order": "less"}),
    ("the bigger one", {"kind": "comparative", "by": "size", "order": "more"}),
    ("the one with milk", {"kind": "with", "text": "milk"}), ("alle beide", {"kind": "both"}),
    ("beide bitte", {"kind": "both"}), ("I'll take both", {"kind": "both"}), ("die andere bitte", {"kind": "other"}),
    ("the other one please", {"kind": "other"}), ("die beiden letzten", {"kind": "ordinal", "index": -1, "count": 2}),
    ("das gleiche nochmal", {"kind": "same"}), ("wie bei der letzten bestellung", {"kind": "last_order"}),
    ("egal", {"kind": "any"}), ("you choose", {"kind": "any"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), POINTING)
def test_words_point_at_things(text: str, value: dict[str, object], understand: Understand) -> None:
    assert value in [entity.value for entity in understand(text).entities if entity.type == "reference"]


@pytest.mark.parametrize("text", ["am 3. märz", "1.5 kerzen", "letzte woche", "im zweiten stock", "der becher"])
def test_what_points_at_nothing_in_a_list_is_no_place_in_it(text: str, understand: Understand) -> None:
    places = [e.value for e in understand(text).entities if e.type == "reference" and e.value["kind"] == "ordinal"]
    assert places == []


@pytest.mark.parametrize(
    "text", ["die andere farbe", "the other colour", "in der anderen filiale", "on the other hand"]
)
def test_another_colour_or_shop_is_no_other_thing(text: str, understand: Understand) -> None:
    assert {"kind": "other"} not in [entity.value for entity in understand(text).entities]


@pytest.mark.parametrize(
    ("text", "colours"),
    [
        ("lila becher", ["lila"]), ("violette kerzen", ["lila"]), ("a purple candle", ["lila"]), ("brauner pulli", ["braun"]),
        ("dark blue please", ["dunkelblau"]), ("rote und gelbe", ["rot", "gelb"]), ("teller", []), ("das geld", []),
    ],
)  # fmt: skip
def test_colours_the_shop_does_not_have_are_colours(text: str, colours: list[str], understand: Understand) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "colour"] == colours


@pytest.mark.parametrize("text", ["Zwirbelstift", "quokkabaum"])
def test_a_name_that_nobody_knows_may_be_searched_for(text: str, understand: Understand) -> None:
    parse = understand(text)
    assert not parse.requests
    assert [(request.intent, request.topic) for request in parse.asks] == [("search.find", text)]
    assert [request.intent for request in understand(text, question="confirm").asks] != ["search.find"]
    asked = [request.intent for request in understand(f"{text} {text}").asks]
    assert asked != ["search.find"]
    assert not understand("xy").asks


@pytest.mark.parametrize("text", ["stop, ich will das doch nicht", "Stop! vergiss es"])
def test_a_cry_before_a_request_is_no_request(text: str, understand: Understand) -> None:
    assert "account.offers_off" not in [request.intent for request in understand(text).requests]
