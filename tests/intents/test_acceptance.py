from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from intents.components.intent import accepted
from intents.model import Reading
from intents.parse import Request
from tests.intents.conftest import Understand
from tests.intents.shop_words import LANGUAGES, messages

CAREFUL = [
    "order.add", "order.change", "order.remove", "order.empty", "order.checkout", "order.cancel", "account.erase",
]  # fmt: skip
HARMLESS = ["search.find", "help.human", "directions.hours", "tracking.status"]


def _reading(intent: str, score: float) -> Reading:
    return Reading(intent, score, ((intent, score),))


@pytest.mark.parametrize("intent", CAREFUL)
def test_what_changes_an_order_must_be_clearer_than_what_only_shows(intent: str) -> None:
    assert not accepted(_reading(intent, 0.6))
    assert accepted(_reading(intent, 0.7))
    assert all(accepted(_reading(name, 0.52)) for name in HARMLESS)


def test_what_is_not_clear_enough_is_still_suggested(understand: Understand) -> None:
    parse = understand("bezaln")
    assert parse.requests == ()
    assert parse.suggestions


@pytest.mark.parametrize("text", ["stop", "STOP", "stopp", "Stopp!", "Stop.", "stop!"])
def test_the_one_word_stop_ends_offers(text: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text).requests] == ["account.offers_off"]


@pytest.mark.parametrize("text", ["stop it", "lass das", "vergiss es", "never mind"])
def test_stopping_what_is_going_on_is_no_objection_to_offers(text: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text).requests] == ["dialogue.cancel"]


@pytest.mark.parametrize(
    "text",
    [
        "Becher undr 20",
        "Becher unter20",
        "mugs undr20",
        "Becher max. 20,-",
        "Becher max.20,-",
        "mugs max. 20",
        "Becher bis20€",
    ],
)
def test_a_price_limit_may_be_mistyped_glued_or_abbreviated(text: str, understand: Understand) -> None:
    (request,) = understand(text).requests
    (limit,) = request.of("price_limit")
    assert request.intent == "search.find"
    assert limit.value == {"min": None, "max": 2000, "currency": "EUR"}


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("zwei rote Becher und eine Vase", "Vase"),
        ("ich nehme den Becher Polar und zwei Vasen bitte", "Vasen"),
        ("add the polar mug and two coasters", "coasters"),
        ("two red mugs and a vase please", "vase"),
    ],
)
def test_an_unknown_thing_after_and_is_a_request_of_its_own(text: str, thing: str, understand: Understand) -> None:
    known, unknown = understand(text).requests
    assert known.intent == unknown.intent == "order.add"
    assert (known.first("category") or known.first("product")) is not None
    assert unknown.topic == thing


@pytest.mark.parametrize(
    "text", ["Becher, max 40 Euro", "a lamp please, nothing over 15 euros", "ne Lampe, am liebsten rot"]
)
def test_a_limit_said_after_a_comma_belongs_to_what_came_before(text: str, understand: Understand) -> None:
    assert [request.intent for request in understand(text).requests] == ["search.find"]


def _values(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        for child in node.values():
            yield from _values(child)
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from _values(child)
    else:
        yield node


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_and_scores_are_plain_json(language: str, understand: Understand) -> None:
    for row in messages(language):
        parse = understand(row.text)
        requests: tuple[Request, ...] = parse.requests
        found = [entity.value for entity in parse.entities] + [entity.score for entity in parse.entities]
        scores = [request.score for request in requests] + [score for _, score in parse.suggestions]
        assert {type(value) for value in _values([found, scores])} <= {str, int, float, bool, type(None)}
        json.dumps(found)
