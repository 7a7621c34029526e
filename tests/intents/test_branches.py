"""Shops that are named by where they are, though the shop does not have them; and places told in other ways than by a town."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand

BRANCHES = [
    ("weg zur filiale lindenstraße", "filiale lindenstraße"), ("der Laden in der Südvorstadt", "Laden in der Südvorstadt"),
    ("ist die lampe im laden südvorstadt da", "laden südvorstadt"), ("wann macht die Filiale Altona auf", "Filiale Altona"),
    ("laden am gänsemarkt", "laden am gänsemarkt"), ("zum laden am alten theater", "laden am alten theater"),
    ("directions to the castle street shop", "castle street shop"), ("is the quayside store open", "quayside store"),
    ("which bus to the mill lane shop", "mill lane shop"), ("can i get it in your leeds shop", "leeds shop"),
    ("how do i find the retail park shop", "retail park shop"), ("timings of koramangala store", "koramangala store"),
]  # fmt: skip
NO_BRANCHES = [
    "wo ist der nächste laden", "is there a shop near skegness", "the online shop", "your nearest store", "the tea shop",
    "habt ihr einen laden in der südstadt", "in welcher filiale am markt", "is there a castle street shop",
    "gibt es am laden parkplätze", "wann macht der laden auf",
]  # fmt: skip


def _found(text: str, kind: str, understand: Understand, question: str | None = None) -> list[tuple[str, object]]:
    return [(e.text, e.value) for e in understand(text, question=question).entities if e.type == kind]


@pytest.mark.parametrize(("text", "said"), BRANCHES)
def test_a_shop_named_by_its_street_or_quarter_is_a_store_without_a_value(
    text: str, said: str, understand: Understand
) -> None:
    assert _found(text, "store", understand) == [(said, None)]


@pytest.mark.parametrize("text", NO_BRANCHES)
def test_a_shop_that_is_not_named_is_no_store(text: str, understand: Understand) -> None:
    assert not [said for said, value in _found(text, "store", understand) if value is None]


def test_a_store_of_the_shop_itself_is_linked_as_ever(understand: Understand) -> None:
    for text in ("ist die filiale am markt offen", "the harbour shop"):
        assert [value for _, value in _found(text, "store", understand)] in (["markt"], ["hafen"])


def test_the_town_beside_a_word_for_a_shop_stays_a_place(understand: Understand) -> None:
    assert [said for said, _ in _found("your leeds shop", "place", understand)] == ["leeds"]


@pytest.mark.parametrize(
    ("text", "question", "places"),
    [
        ("any shop up north", None, ["up north"]), ("habt ihr was im süden", None, ["im süden"]),
        ("coming off at junction 4", None, ["junction 4"]), ("von der a7 kommend", None, ["a7"]),
        ("near the market square in norwich", "location", ["market square", "norwich"]),
        ("wie komm ich vom westbahnhof hin", None, ["westbahnhof"]), ("i am outside the cathedral", None, ["cathedral"]),
        ("can i get in at Fenwick Road", None, ["Fenwick Road"]), ("i live in cork now", "location", ["cork"]),
        ("double the assam", None, []), ("250 g assam", None, []), ("versand nach assam", None, ["assam"]),
    ],
)  # fmt: skip
def test_places_are_told_in_many_ways(
    text: str, question: str | None, places: list[str], understand: Understand
) -> None:
    assert [said for said, _ in _found(text, "place", understand, question)] == places
    assert not [value for _, value in _found(text, "store", understand, question) if value]


@pytest.mark.parametrize(
    ("text", "number"),
    [("das paket 61144 an den nachbarn", "61144"), ("die stiefel von 40877 gehen zurück", "40877"),
     ("the jeans from 89760 go back", "89760"), ("es geht um 55120", "55120")],
)  # fmt: skip
def test_five_figures_that_no_place_calls_for_are_an_order(text: str, number: str, understand: Understand) -> None:
    assert [said for said, _ in _found(text, "order_number", understand)] == [number]
    assert not _found(text, "place", understand)


@pytest.mark.parametrize(
    ("text", "code"),
    [("geschenkkarte GK-7731-QX einlösen", "GK-7731-QX"), ("one of your gift cards, how do i use it, its XK93PLM", "XK93PLM"),
     ("got a gift card, the number is GC-4471-80", "GC-4471-80")],
)  # fmt: skip
def test_the_number_of_a_gift_card_is_a_code(text: str, code: str, understand: Understand) -> None:
    found = [(e.type, e.text) for e in understand(text).entities if e.type in {"voucher", "order_number", "quantity"}]
    assert found == [("voucher", code)]


def test_a_birthday_is_no_code(understand: Understand) -> None:
    assert not _found("a card saying happy 30th", "voucher", understand)
