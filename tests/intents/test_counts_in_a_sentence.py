"""Numbers, sizes, times and colours by the words around them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.intents.conftest import Understand


def _values(text: str, kind: str, understand: Understand, question: str | None = None) -> list[Any]:
    return [entity.value for entity in understand(text, question=question).entities if entity.type == kind]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("half a kilo of candles", 0.5), ("ein halbes pfund kaffee", 0.5), ("tu einen in den korb", 1),
        ("wenn es hält nehm ich eine", 1), ("10 more candles please", 10),
    ],
)  # fmt: skip
def test_what_is_ordered_is_counted(text: str, count: Any, understand: Understand) -> None:
    assert _values(text, "quantity", understand) == [count]


@pytest.mark.parametrize(
    "text",
    [
        "i want one when it drops", "two mugs and one is a present", "mine is one of those huge ones", "eins davon ist kaputt",
        "reserve it for a day or two", "a pair of trousers", "a pair of blue gloves", "für 3 jährige", "die vase kam in drei teilen",
        "why is it suddenly 10 more", "is there parking for two wheelers",
    ],
)  # fmt: skip
def test_what_is_only_said_by_the_way_is_no_count(text: str, understand: Understand) -> None:
    assert [value for value in _values(text, "quantity", understand) if value != 2 or "two mugs" not in text] == []


@pytest.mark.parametrize(
    ("text", "minor"),
    [("why is it suddenly 10 more", 1000), ("ihr habt 64,90 zweimal abgebucht", 6490), ("send 15 credit to Priya", 1500)],
)  # fmt: skip
def test_a_number_that_can_only_be_money_is_an_amount(text: str, minor: int, understand: Understand) -> None:
    assert _values(text, "amount", understand) == [{"amount": minor, "currency": "EUR"}]


@pytest.mark.parametrize(
    ("text", "limits"),
    [("zwischen 2 und 3 kerzen", 0), ("between 2 and 3 candles", 0), ("tenner max", 1), ("within 800 rupees", 1)],
)
def test_what_is_counted_is_no_price(text: str, limits: int, understand: Understand) -> None:
    assert len(_values(text, "price_limit", understand)) == limits


@pytest.mark.parametrize(
    ("text", "question", "sizes"),
    [
        ("do you have it in XS", None, ["XS"]), ("den pullover in XXL", None, ["XXL"]), ("in medium please", None, ["M"]),
        ("38", "variant", ["38"]), ("bitte auf 44 ändern", None, ["44"]),
        ("please swap it to 44", None, ["44"]), ("meine frau trägt 40", None, ["40"]), ("she wears 40", None, ["40"]),
        ("hab 38 bestellt und 40 bekommen", None, ["38", "40"]), ("socks in 9", None, ["9"]), ("socken in 9", None, ["9"]),
        ("curtains 240 drop", None, ["240 drop"]), ("ein regal 180 hoch", None, ["180 hoch"]),
    ],
)  # fmt: skip
def test_sizes_by_the_words_around_them(
    text: str, question: str | None, sizes: list[str], understand: Understand
) -> None:
    assert _values(text, "size", understand, question) == sizes


@pytest.mark.parametrize(
    ("text", "times"),
    [("could you fit me in after 4 tomorrow", ["16:00"]), ("cant make 3pm, is 5 ok", ["15:00", "17:00"]),
     ("15 uhr geht nicht, ginge 17", ["15:00", "17:00"]), ("is 5 ok", [])],
)  # fmt: skip
def test_an_hour_beside_a_day_or_another_time(text: str, times: list[str], understand: Understand) -> None:
    assert _values(text, "time", understand) == times


@pytest.mark.parametrize(
    ("text", "colours"),
    [
        ("pack earl grey", []), ("ein grüner tee", []), ("cancel the green tea", []), ("schwarz auf weiß", []),
        ("die cremefarbene decke", ["beige"]), ("eine hellgraue decke", ["hellgrau"]), ("tan boots", ["hellbraun"]),
        ("the grey rug not the mustard", ["grau", "senfgelb"]), ("die decke in salbei wieder da?", ["salbeigrün"]),
    ],
)  # fmt: skip
def test_colours_and_what_only_sounds_like_them(text: str, colours: list[str], understand: Understand) -> None:
    assert _values(text, "colour", understand) == colours


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("keine roten oder blauen becher", []), ("no red or blue ones", []), ("nicht rot oder blau sondern grün", ["grün"]),
     ("not red or blue but green", ["green"]), ("not the red, the blue one", ["blue"])],
)  # fmt: skip
def test_a_refusal_reaches_over_an_or(text: str, wanted: list[str], understand: Understand) -> None:
    colours = [entity for entity in understand(text).entities if entity.type == "colour"]
    assert [entity.text for entity in colours if not entity.negated] == wanted
