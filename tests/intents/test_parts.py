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
