from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from intents.evaluation.files import FileError
from intents.evaluation.messages import Message, Named, Tally, evaluate, exact, first_right, load, matched
from intents.parse import Entity, Parse, Request
from intents.parser import Parser


def parse(*intents: str, **entities: str) -> Parse:
    found = tuple(Entity(type=kind, text=text, value=None, start=0, end=0) for kind, text in entities.items())
    requests = tuple(Request(intent=intent, score=0.7) for intent in intents)
    return Parse(text="", language="", requests=requests, entities=found)


def message(*intents: str, also: tuple[str, ...] = ()) -> Message:
    return Message(text="", intents=frozenset(intents), first=intents[0] if intents else "", also=frozenset(also))


@pytest.mark.parametrize(
    ("meant", "also", "read", "first", "whole"),
    [
        (["a"], [], ["a"], True, True),
        (["a"], [], ["b"], False, False),
        (["a"], [], [], False, False),
        (["a"], ["b"], ["b"], True, True),
        (["a"], ["b"], ["a", "b"], True, False),
        (["a", "c"], ["b"], ["b", "c"], True, True),
        (["a", "c"], ["b"], ["c", "a"], False, True),
        (["a", "c"], ["b"], ["a"], True, False),
        (["a", "c"], [], ["a", "c", "d"], True, False),
        ([], [], [], True, True),
        ([], [], ["a"], False, False),
        ([], ["a"], ["a"], True, True),
        ([], ["a"], ["b"], False, False),
    ],
)
def test_intents_are_right_or_not(
    meant: list[str], also: list[str], read: list[str], *, first: bool, whole: bool
) -> None:
    wanted = message(*meant, also=tuple(also))
    assert first_right(wanted, parse(*read)) is first
    assert exact(wanted, parse(*read)) is whole


@pytest.mark.parametrize(
    ("meant", "read", "first", "whole"),
    [
        (["help.greet", "a"], ["a"], True, True),
        (["a"], ["help.greet", "a"], True, True),
        (["a"], ["a", "help.thanks"], True, True),
        (["help.greet"], ["help.greet"], True, True),
        (["help.greet"], ["help.thanks"], False, False),
        (["help.greet"], ["a"], False, False),
        (["help.thanks", "help.goodbye"], ["help.thanks"], True, False),
        ([], ["help.greet"], False, False),
    ],
)
def test_courtesies_around_a_request_may_be_told_or_not(
    meant: list[str], read: list[str], *, first: bool, whole: bool
) -> None:
    assert first_right(message(*meant), parse(*read)) is first
    assert exact(message(*meant), parse(*read)) is whole


@pytest.mark.parametrize(
    ("question", "meant", "named", "right"),
    [
        ("quantity", [], "quantity", True),
        ("quantity", ["order.add"], "quantity", True),
        ("quantity", ["order.cart"], "quantity", False),
        ("quantity", [], "colour", False),
        ("payment", [], "quantity", False),
        (None, [], "quantity", False),
    ],
)
def test_an_answer_may_be_told_with_the_intent_it_serves_or_with_none(
    question: str | None, meant: list[str], named: str, *, right: bool
) -> None:
    wanted = replace(message(*meant), question=question)
    entity = Entity(type=named, text="two", value=2, start=0, end=3)
    read = Parse(text="two", language="en", requests=(Request(intent="order.add", score=0.9, entities=(entity,)),))
    assert first_right(wanted, read) is right
    assert exact(wanted, read) is right


def test_goods_that_the_shop_has_no_category_for_count_as_one() -> None:
    counts = matched([Named("category", "tent")], parse(goods="tent").entities)
    assert (counts["category"].right, counts["category"].found) == (1, 1)


def test_how_many_persons_there_are_is_told_as_a_number(tmp_path: Path) -> None:
    line = {"text": "zu viert", "intents": ["order.book"], "entities": [{"type": "people", "text": "zu viert"}]}
    (told,) = load(rows_of(tmp_path, line))
    for wanted in (told.entities, (Named("quantity", "viert"),)):
        counts = matched(wanted, parse(people="zu viert").entities)["quantity"]
        assert (counts.wanted, counts.right, counts.found) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wanted", "found", "right", "strict"),
    [
        ("Rot", "rot", 1, 1),
        ("die rote", "rote", 1, 0),
        ("rote", "rotes", 0, 0),
        ("12.11.", "am 12.11.", 1, 0),
        ("next friday", "friday", 1, 0),
        ("fri", "friday", 0, 0),
        ("?", "!", 0, 0),
    ],
)
def test_texts_of_an_entity_fit_as_whole_words(wanted: str, found: str, right: int, strict: int) -> None:
    counts = matched([Named("colour", wanted)], parse(colour=found).entities)["colour"]
    assert (counts.wanted, counts.found, counts.right, counts.strict) == (1, 1, right, strict)


def test_a_thing_found_counts_once() -> None:
    both = [Named("size", "m"), Named("size", "size m")]
    counts = matched(both, parse(size="size m", colour="red").entities)
    assert (counts["size"].right, counts["size"].strict, counts["colour"].found) == (1, 1, 1)
    assert matched([Named("colour", "red")], parse(size="red").entities)["colour"].right == 0


def test_products_and_attributes_are_told_apart() -> None:
    tally = Tally()
    wanted = Message(text="", intents=frozenset("a"), first="a", entities=(Named("product", "x"), Named("date", "now")))
    tally.add(wanted, parse("a", date="now"))
    figures = tally.figures()
    assert figures["entity_f1"] == 1
    assert figures["entities"] == {**dict.fromkeys(tally.entities), "product": 0, "date": 1}


def rows_of(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "messages.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


def test_messages_are_read_whole(tmp_path: Path) -> None:
    line = {
        "text": "zwei", "intents": ["order.add", "order.cart"], "also": ["order.change"], "language": "de",
        "entities": [{"type": "quantity", "text": "zwei"}], "open_question": "quantity",
    }  # fmt: skip
    (found,) = load(rows_of(tmp_path, line))
    assert found == Message(
        text="zwei", intents=frozenset({"order.add", "order.cart"}), first="order.add", also=frozenset({"order.change"}),
        entities=(Named("quantity", "zwei"),), question="quantity", language="de",
    )  # fmt: skip
    (bare,) = load(rows_of(tmp_path, {"text": "hm", "intents": [], "open_question": None, "entities": None}))
    assert bare == Message(text="hm", intents=frozenset())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"text": "a"}, "'intents' must be a list"),
        ({"text": "a", "intents": "order.add"}, "'intents' must be a list"),
        ({"text": "a", "intents": [], "also": [1]}, "'also' must be a list"),
        ({"text": "a", "intents": [], "entities": {"a": 1}}, "'entities' must be a list"),
        ({"text": "a", "intents": [], "entities": [{"type": "color", "text": "red"}]}, "one of quantity, product"),
        ({"text": "a", "intents": [], "entities": [{"type": "colour"}]}, "needs a text"),
        ({"text": "a", "intents": [], "open_question": 3}, "no open_question"),
        ({"intents": []}, "there is no text"),
    ],
)
def test_a_row_that_cannot_be_used_says_where_and_what_to_do(tmp_path: Path, line: object, told: str) -> None:
    path = rows_of(tmp_path, {"text": "a", "intents": []}, line)
    with pytest.raises(FileError, match=f"line 2: .*{told}"):
        load(path)


def test_what_nobody_scores_may_be_named(tmp_path: Path) -> None:
    named = [{"type": "email", "text": "a@b.de"}, {"type": "size", "text": "L"}]
    (row,) = load(rows_of(tmp_path, {"text": "L, a@b.de", "intents": ["order.add"], "entities": named}))
    assert row.entities == (Named("size", "L"),)


def test_a_parser_is_judged_in_every_language(parser: Parser) -> None:
    messages = [
        Message(
            text="Ich suche eine rote Tasse", intents=frozenset({"search.find"}), first="search.find", language="de"
        ),
        Message(text="what is in my cart?", intents=frozenset({"order.cart"}), first="order.cart"),
    ]
    figures = evaluate(parser, messages, ["", "quokka zyxwv"])
    assert figures["first_intent"] == figures["exact"] == 1
    languages = figures["languages"]
    assert isinstance(languages, dict)
    assert sorted(languages) == ["de", "en"]
    assert languages["de"]["messages"] == 1
    assert figures["auroc"] == 1
    assert figures["oos_rejected"] == 1
    assert evaluate(parser, messages)["auroc"] is None


def test_where_the_bot_would_ask_back_the_first_it_offers_counts() -> None:
    class Asking(Parser):
        def __init__(self, *intents: str, sure: bool) -> None:
            self.found = tuple(Request(intent=intent, score=0.3) for intent in intents)
            self.sure = sure

        def parse(self, text: str, **_: object) -> Parse:
            requests, asks = (self.found, ()) if self.sure else ((), self.found)
            return Parse(text=text, language="en", requests=requests, asks=asks)

    wish = [Message(text="a mug", intents=frozenset({"order.add"}), first="order.add")]
    parts = ("first_intent", "exact", "asked_back", "acted_wrongly")
    for intents, sure, right in (
        (("order.add", "search.find"), False, [1, 1, 1, 0]),
        (("search.find", "order.add"), False, [0, 0, 1, 0]),
        (("search.find",), True, [0, 0, 0, 1]),
        ((), True, [0, 0, 0, 0]),
    ):
        figures = evaluate(Asking(*intents, sure=sure), wish)
        assert [figures[part] for part in parts] == right


def test_the_open_question_reaches_the_parser() -> None:
    class Listening(Parser):
        def __init__(self) -> None:
            self.heard: list[tuple[str, str | None]] = []

        def parse(
            self, text: str, *, language: str = "", question: str | None = None, now: datetime | None = None,
            timezone: str = "UTC",
        ) -> Parse:  # fmt: skip
            assert now
            assert timezone
            self.heard.append((language, question))
            return Parse(text=text, language="")

    parser = Listening()
    figures = evaluate(parser, [Message(text="Köln", intents=frozenset(), question="location", language="de")])
    assert parser.heard == [("de", "location")]
    assert figures["first_intent"] == 1
