from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from intents.acceptance import COSTS, Acceptance, Evidence, Signs
from intents.model import Model, Reading
from intents.parse import Request
from intents.parser import Parser
from tests.intents.conftest import Understand
from tests.intents.shop_words import LANGUAGES, messages, vocabulary

CAREFUL = [
    "order.add", "order.change", "order.remove", "order.empty", "order.checkout", "order.cancel", "account.erase",
]  # fmt: skip
HARMLESS = ["search.find", "help.human", "directions.hours", "tracking.status"]


def _reading(intent: str, score: float, inside: float = 1.0) -> Reading:
    return Reading(intent, score, inside, ((intent, score),))


@pytest.mark.parametrize("intent", CAREFUL)
def test_what_changes_an_order_must_be_clearer_than_what_only_shows(intent: str, model: Model) -> None:
    careful, harmless = (max(map(model.acceptance.needed, names)) for names in ([intent], HARMLESS))
    between = (careful + harmless) / 2
    assert not model.accepts(_reading(intent, between))
    assert model.accepts(_reading(intent, careful))
    assert all(model.accepts(_reading(name, between)) for name in HARMLESS)
    assert not any(model.accepts(_reading(name, min(map(model.acceptance.needed, HARMLESS)) / 2)) for name in HARMLESS)


@pytest.mark.parametrize("intent", ["order.add", "search.find"])
def test_what_is_too_strange_to_ask_about_is_not_acted_on(intent: str, model: Model) -> None:
    ask = model.acceptance.ask
    assert model.accepts(_reading(intent, 0.99, inside=ask))
    assert not model.accepts(_reading(intent, 0.99, inside=ask - 0.01))


def test_what_is_not_clear_enough_is_asked_about(model: Model) -> None:
    shy = replace(model.acceptance, act=dict.fromkeys(COSTS, 1.0))
    parse = Parser(replace(model, acceptance=shy), vocabulary()).parse("noch zwei bitte")
    assert parse.requests == ()
    assert parse.asks[0].intent in {"order.add", "order.change"}
    quantity = parse.asks[0].first("quantity")
    assert quantity is not None
    assert quantity.value == {"relative": 2}
    assert parse.asks[0].score >= parse.asks[-1].score


@pytest.mark.parametrize("text", ["qwertz uiop", "der zug nach ulm hat verspaetung", "what is the capital of peru"])
def test_what_is_no_business_of_ours_is_not_asked_about(text: str, understand: Understand) -> None:
    parse = understand(text)
    assert (parse.requests, parse.asks) == ((), ())
    assert parse.inside < understand("was liegt in meinem warenkorb").inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_acted_on_or_asked_about_and_never_both(
    language: str, understand: Understand, model: Model
) -> None:
    for row in messages(language):
        parse = understand(row.text)
        assert not (parse.requests and parse.asks)
        assert not any(model.acceptance.needed(request.intent) <= request.score for request in parse.asks)


def evidence(*, mistakes: float) -> Evidence:
    """Readings of two kinds; the higher the score the righter, so many wrong."""
    dice = np.random.default_rng(3)
    clear = dice.normal(size=600)
    ours = dice.random(600) < 0.9
    right = ours & (clear + dice.normal(size=600) > mistakes)
    background = 2 * ours + dice.normal(size=600)
    signs = np.array([Signs(best, best, other, 0, 0, 0, 1) for best, other in zip(clear, background, strict=True)])
    read = ["order.add", "search.find"] * 300
    meant = [name if true else "help.greet" if own else "" for name, true, own in zip(read, right, ours, strict=True)]
    return Evidence(signs.astype(np.float32), read, meant)


def test_thresholds_come_from_what_was_held_out() -> None:
    found = Acceptance.fitted(evidence(mistakes=0.0))
    assert found.needed("search.find") < found.needed("order.add")
    assert 0 < found.ask < 1
    sure = found.sure(Signs(3, 3, 4, 0, 0, 0, 1))
    unsure = found.sure(Signs(-3, -3, -2, 0, 0, 0, 1))
    assert sure.right > 0.7
    assert unsure.right < 0.3
    assert sure.inside > found.ask > unsure.inside


def test_thresholds_keep_what_is_ours() -> None:
    known = evidence(mistakes=0.0)
    found = Acceptance.fitted(known)
    inside = [found.sure(Signs(*row)).inside for row in known.signs.tolist()]
    ours = [score for score, meant in zip(inside, known.meant, strict=True) if meant]
    assert sum(score >= found.ask - 1e-6 for score in ours) / len(ours) == pytest.approx(0.95, abs=0.01)


def test_few_readings_move_no_threshold() -> None:
    many = evidence(mistakes=0.0)
    few = Acceptance.fitted(Evidence(many.signs[:40], many.read[:40], many.meant[:40]))
    assert few.act == {kind: pytest.approx(cost / (1 + cost)) for kind, cost in COSTS.items()}


def test_a_dearer_mistake_never_needs_less() -> None:
    """Here what is careful happens to be right always, and what is usual to be wrong always."""
    known = evidence(mistakes=0.0)
    right = [read == meant for read, meant in zip(known.read, known.meant, strict=True)]
    read = ["order.add" if true else "order.voucher" for true in right]
    meant = ["order.add" if true else meant and "help.greet" for true, meant in zip(right, known.meant, strict=True)]
    found = Acceptance.fitted(Evidence(known.signs, read, meant)).act
    assert found["harmless"] <= found["usual"] <= found["careful"]


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
