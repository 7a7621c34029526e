from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.parse import Parse, ProductName, Vocabulary
from intents.parser import LONGEST, Parser
from tests.intents.conftest import Understand

PIECES = st.sampled_from(
    ["zwei", "davon", "und", "T1042", "20", "€", ",", ".", "12.", "nein", "rot", "\u0000", "\u200d", "👍🏽", "a\u0308",
     "İ", "ﬁ", "'", "½", "²", "٣", "\ud83d", "@", "+49 30", "Becher Nordlicht", "noch", "mehr", "Hafenstr. 5",
     "am 31.", "in 3 Tagen", "Freitag", "halb", "viertel", "eintausend", "statt", "die", "2.", "size", "zehn", "t", "29.02.", "-", "\n", "x" * 300]
)  # fmt: skip


def _sound(parse: Parse, text: str) -> None:
    assert parse.text == text
    whole = re.sub("[\ud800-\udfff]", "\ufffd", text)  # half a character is no text that could be kept
    for entity in parse.entities:
        assert 0 <= entity.start < entity.end <= len(text)
        assert whole[entity.start : entity.end] == entity.text
    for request in parse.requests:
        assert 0 <= request.score <= 1
        assert all(entity in parse.entities for entity in request.entities)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES).map("".join)),
    question=st.sampled_from([None, "confirm", "variant", "quantity", "address", "location", "payment", "other"]),
    language=st.sampled_from(["", "de", "en", "fr"]),
    now=st.sampled_from([None, datetime(2026, 11, 18, 11, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)]),
)
def test_no_text_whatsoever_raises(
    parser: Parser, text: str, question: str | None, language: str, now: datetime | None
) -> None:
    _sound(parser.parse(text, now=now, timezone="Europe/Berlin", question=question, language=language), text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00\x07", "a" * 100_000, "zwei davon und " * 7000, "👍" * 500, "\u202ehallo", "<b>hi</b>" * 9000],
)
def test_strange_input_is_read_soundly_and_only_its_beginning(parser: Parser, text: str) -> None:
    parse = parser.parse(text)
    _sound(parse, text)
    assert len(parse.tokens) <= LONGEST
    assert [request.intent for request in parse.requests] == [r.intent for r in parser.parse(text[:LONGEST]).requests]


@pytest.mark.parametrize(
    "text",
    ["3.𐩀𐩀 euro", "in 𐩀𐩀", "um 𐩀 uhr", "für 𐩀 personen",
     "socken 𐩀𐩀", "nummer 𐩀", "am 𐩀. märz", "𐩀,𐩀 kerzen"],
)  # fmt: skip
def test_figures_of_any_script_are_figures(parser: Parser, text: str) -> None:
    known = parser.parse(text.replace("𐩀", "1"))
    assert [entity.type for entity in parser.parse(text).entities] == [entity.type for entity in known.entities]


@pytest.mark.parametrize(
    "text", ["in zwei stunden", "freitagabend", "morgen", "am 24.", "in drei tagen", "heiligabend"]
)
def test_without_a_clock_no_day_is_told(parser: Parser, text: str) -> None:
    assert [entity.type for entity in parser.parse(text).entities if entity.type == "date"] == []


def test_nothing_means_nothing(understand: Understand) -> None:
    assert understand("").requests == ()
    assert understand("?!").requests == ()


def test_an_unknown_zone_is_no_error(parser: Parser) -> None:
    assert (
        parser.parse("morgen", now=datetime(2026, 11, 18, tzinfo=UTC), timezone="../nowhere").entities[0].value
        == "2026-11-19"
    )


def test_the_same_text_gives_the_same_parse(understand: Understand) -> None:
    text = "zwei rote Becher und eine Kerze"
    assert understand(text) == understand(text)


def test_a_new_vocabulary_brings_its_own_products(parser: Parser) -> None:
    other = parser.with_vocabulary(
        Vocabulary(products=(ProductName(product="gans", sku=None, names=("Gans Agathe",)),))
    )
    assert other.parse("was kostet die gans agathe").entities[-1].value[0]["product"] == "gans"
    assert not [entity for entity in parser.parse("was kostet die gans agathe").entities if entity.type == "product"]


def test_an_unclear_message_has_suggestions_and_no_request(understand: Understand) -> None:
    parse = understand("wie viele beine hat eine spinne")
    assert parse.requests == ()
    assert len(parse.suggestions) == 3


def test_entities_go_to_their_request(understand: Understand) -> None:
    parse = understand("zwei rote Becher und eine Kerze")
    first, second = parse.requests
    assert [first.first("quantity").value, first.first("category").value] == [2, "Küche > Becher"]  # type: ignore[union-attr]
    assert [second.first("quantity").value, second.first("category").value] == [1, "Wohnen > Kerzen"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ja", "dialogue.yes"), ("JA!!!", "dialogue.yes"), ("jaaa", "dialogue.yes"), ("passt so", "dialogue.yes"),
        ("👍🏼", "dialogue.yes"), ("ok", "dialogue.yes"), ("nö", "dialogue.no"), ("neiiin", "dialogue.no"),
        ("nope", "dialogue.no"), ("vergiss es", "dialogue.cancel"), ("nevermind", "dialogue.cancel"),
        ("never mind!", "dialogue.cancel"), ("rückgängig", "dialogue.undo"), ("rueckgaengig", "dialogue.undo"),
        ("undo", "dialogue.undo"), ("wie bitte?", "dialogue.repeat"), ("huh?", "dialogue.repeat"),
    ],
)  # fmt: skip
def test_short_answers_are_sure(text: str, intent: str, understand: Understand) -> None:
    request = understand(text).requests[0]
    assert request.intent == intent
    assert request.score >= 0.9
