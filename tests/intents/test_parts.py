"""Where a message falls into requests, and where it stays whole."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand

SEVERAL = [
    ("zwei becher, und wann habt ihr offen", ["order.add", "directions.hours"]),
    ("wo ist mein paket, wo ist der laden", ["tracking.status", "directions.nearest"]),
    ("add the polar mug and what is in my cart", ["order.add", "order.cart"]),
    ("noch eine kerze und dann zur kasse", ["order.add", "order.checkout"]),
    ("einen becher und noch einen in rot", ["order.add"] * 2),
    ("two blue mugs and one in yellow", ["order.add"] * 2),
    ("add two mugs, a candle and a lamp", ["order.add"] * 3),
    ("entferne die kerze und den becher", ["order.remove"] * 2),
]


@pytest.mark.parametrize(("text", "intents"), SEVERAL)
def test_a_message_falls_apart_where_something_else_is_wanted(
    text: str, intents: list[str], understand: Understand
) -> None:
    assert [request.intent for request in understand(text).requests] == intents


WHOLE = [
    ("the cheapest one please, two of them", "order.add"),
    ("ok, so red mugs?", "search.find"),
    ("halt, ich meinte sechs", "order.change"),
    ("stop, six i meant", "order.change"),
    ("red mugs, not too big", "search.find"),
    ("becher, aber nicht in rot", "search.find"),
    ("ich hätte gern rote becher, die meine oma mag", "order.add"),
    ("habt ihr becher und kerzen", "search.find"),
    ("was kostet der becher nordlicht und der becher polar", "search.details"),
    ("kerzen unter 20 und in rot", "search.find"),
    ("hallo und danke", "help.greet"),
    ("wenn ja dann zwei becher", "order.add"),
    ("ja, zwei becher", "order.add"),
    ("nein, wo ist mein paket", "tracking.status"),
    ("tee", "search.find"),
]


@pytest.mark.parametrize(("text", "intent"), WHOLE)
def test_a_message_stays_whole_where_one_thing_is_wanted(text: str, intent: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text).requests] == [intent]


def test_how_many_may_be_told_after_the_thing(understand: Understand) -> None:
    (request,) = understand("the cheapest one please, two of them").requests
    assert [entity.value for entity in request.of("quantity")] == [2]
    assert request.first("reference") is not None


def test_looks_alone_are_those_of_the_thing_before(understand: Understand) -> None:
    first, second = understand("two blue mugs and one in yellow").requests
    assert (first.first("category"), [entity.text for entity in first.of("colour")]) == (
        second.first("category"),
        ["blue"],
    )
    assert [entity.text for entity in second.of("colour")] == ["yellow"]


def test_a_long_list_is_cut_so_often_and_no_more(understand: Understand) -> None:
    things = "zwei Becher, eine Kerze, drei Lampen, ein Pullover, zwei Seifen, eine Decke, zwei Kannen"
    assert [request.intent for request in understand(things).requests] == ["order.add"] * 7
    assert len(understand(f"{things}, " * 4).requests) <= 1


NAMED = [
    ("3 black socks and 2 grey sweaters please", "", ["order.add: 3, black, socks", "order.add: 2, grey, sweaters"]),
    ("zwei davon und drei davon", "", ["order.add: zwei, davon", "order.add: drei, davon"]),
    ("the second and third", "", ["order.add: second", "order.add: third"]),
    ("ok super", "", ["dialogue.yes"]),
    ("250 g assam", "", ["search.find: 250 g, assam"]),
    ("250 g assam", "quantity", []),
    ("sorry, vier", "", ["order.change: vier"]),
    ("like it, yes", "variant", ["order.add: it"]),
    ("add a mug", "", ["order.add: mug"]),
    ("und da fehlt noch ein kissen", "", ["order.problem: kissen"]),
    ("lavendel", "", ["search.find: lavendel"]),
    ("noch eine kerze", "", ["order.add: eine, kerze"]),
    ("wie gießt man eine duftkerze selbst", "", []),
    ("two mugs and a vase please", "", ["order.add: two, mugs", "order.add: a, vase"]),
    ("zwei becher und eine vase", "", ["order.add: zwei, becher", "order.add: eine, vase"]),
    ("ich komm von der autobahn, und dann", "", ["directions.route"]),
    (
        "I'd like a polar mug, and when are you open at the harbour?",
        "",
        ["order.add: polar mug", "directions.hours: harbour"],
    ),
    ("nö, so war das nicht gemeint", "", ["dialogue.no"]),
    ("socken, 42", "", ["search.find: socken, 42"]),
    ("zwei becher in blau und einen in rot", "", ["order.add: zwei, becher, blau", "order.add: rot, becher"]),
    ("nudelholz", "", ["search.find: nudelholz"]),
    ("nimm den becher raus, der ist mir zu teuer", "", ["order.remove: becher"]),
    ("two mugs, thanks", "", ["order.add: two, mugs"]),
    ("danke, zwei becher", "", ["help.thanks", "order.add: zwei, becher"]),
    (
        "einen becher, drei kerzen und eine decke bitte",
        "",
        ["order.add: einen, becher", "order.add: drei, kerzen", "order.add: eine, decke"],
    ),
    ("leg den becher in den korb und dann zur kasse", "", ["order.add: becher", "order.checkout"]),
    ("was kostet der becher und wann habt ihr auf", "", ["search.details: was kostet, becher", "directions.hours"]),
    ("rote becher, maximal 20 euro", "", ["search.find: rote, becher, maximal 20 euro"]),
    ("becher aber keine roten", "", ["search.find: becher, roten"]),
    ("nein, ich meinte vier", "", ["order.change: vier"]),
    ("hallo, wo ist mein paket?", "", ["help.greet", "tracking.status"]),
    ("zeig mir kerzen. wann habt ihr offen?", "", ["search.find: kerzen", "directions.hours"]),
    ("ok, also, wo ist mein paket", "", ["tracking.status"]),
]


@pytest.mark.parametrize(("text", "question", "requests"), NAMED)
def test_what_is_named_goes_to_its_request(
    text: str, question: str, requests: list[str], understand: Understand
) -> None:
    found = understand(text, question=question or None).requests
    told = [f"{request.intent}: {', '.join(entity.text for entity in request.entities)}" for request in found]
    assert [line.removesuffix(": ") for line in told] == requests
