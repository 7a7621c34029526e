"""What a number without a unit is: how many, a size, an hour, or the number of something."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand


def _texts(understand: Understand, text: str, kind: str, question: str | None = None) -> list[str]:
    return [entity.text for entity in understand(text, question=question).entities if entity.type == kind]


@pytest.mark.parametrize(
    "text",
    [
        "Auskunft nach Artikel 15 DSGVO", "im 2. Stock bei Meier", "happy 30th old goat", "flat 3b please", "bei minus 5 grad",
        "worin unterscheidet sich der Tramvik 30 vom Tramvik 40", "Trekvolt 40 or Trekvolt 55", "alles Gute ihr zwei",
        "best wishes you two", "is it open at junction 4", "drei nächte im zelt",
    ],
)  # fmt: skip
def test_the_number_of_something_counts_nothing(text: str, understand: Understand) -> None:
    assert _texts(understand, text, "quantity") == []


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("einmal die kerze bitte", "einmal", 1), ("zweimal becher", "zweimal", 2), ("dreimal die blaue kerze", "dreimal", 3),
        ("zwei paar socken", "zwei paar", 2),
    ],
)  # fmt: skip
def test_so_many_times_a_thing_is_a_count(text: str, said: str, value: int, understand: Understand) -> None:
    found = [(entity.text, entity.value) for entity in understand(text).entities if entity.type == "quantity"]
    assert found == [(said, value)]


@pytest.mark.parametrize("text", ["ihr habt zweimal abgebucht", "noch einmal die kerze zeigen", "sag das einmal"])
def test_so_often_as_something_happens_is_no_count(text: str, understand: Understand) -> None:
    assert _texts(understand, text, "quantity") == []


def test_so_often_answers_how_many(understand: Understand) -> None:
    assert _texts(understand, "einmal langt", "quantity", "quantity") == ["einmal"]
    assert _texts(understand, "kommt drauf an, was kostet sie", "quantity", "quantity") == []


SIZES = [
    ("38 schon weg?", ["38"]), ("sag bescheid wenn 42 wieder da ist", ["42"]), ("ping me when 44 is back in stock", ["44"]),
    ("ich meinte 36 nicht 38", ["36", "38"]), ("36 statt 38", ["36", "38"]), ("socken 42,5 noch da", ["42,5"]),
    ("12 noch da?", []), ("habt ihr noch 40 kerzen", []), ("kerze 2,5 kg", ["2,5 kg"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sizes"), SIZES)
def test_a_bare_number_is_a_size_where_sizes_are_spoken_of(text: str, sizes: list[str], understand: Understand) -> None:
    assert _texts(understand, text, "size") == sizes
    assert not set(sizes) & set(_texts(understand, text, "quantity"))


def test_how_many_is_answered_by_no_size(understand: Understand) -> None:
    assert _texts(understand, "36 nicht 38", "size", "quantity") == []


HOURS = [
    ("3pm instead of 2", ["15:00", "14:00"]), ("um 3 oder 4", ["15:00", "16:00"]), ("next week after 4 maybe", ["16:00"]),
    ("von 10 auf 14 uhr verschieben", ["10:00", "14:00"]), ("friday 11ish", ["11:00"]), ("um 15 uhr und 2 becher", ["15:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hours"), HOURS)
def test_a_number_beside_a_time_is_an_hour(text: str, hours: list[str], understand: Understand) -> None:
    found = understand(text).entities
    assert [entity.value for entity in found if entity.type == "time"] == hours


@pytest.mark.parametrize("text", ["ich wollte das gericht 250", "nicht 250", "das gibt 300 punkte"])
def test_the_end_of_a_word_and_a_number_are_no_order(text: str, understand: Understand) -> None:
    assert _texts(understand, text, "order_number") == []


def test_figures_of_a_card_to_pay_with_are_no_order(understand: Understand) -> None:
    assert _texts(understand, "the visa ending 4471", "order_number", "payment") == []


def test_a_line_of_the_cart_is_pointed_at(understand: Understand) -> None:
    (line,) = [entity for entity in understand("scrap line 2").entities if entity.type == "reference"]
    assert line.value == {"kind": "ordinal", "index": 2}
