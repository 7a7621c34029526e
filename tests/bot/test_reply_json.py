from __future__ import annotations

import json
from dataclasses import fields

from bot.reply import Button, File, Invoice, Item, Place, Reply, Said
from bot.reply_json import dump, load
from catalog.money import Money

WHOLE = Reply(
    text="Zwei blaue Becher „Süd“",
    kind="service",
    to="test:mia",
    language="de",
    acts=("order-added", "cart"),
    amounts=(Money(4980), Money(3, "XTR")),
    buttons=(
        Button(label="Ja", role="confirm", intent="order.add", values={"sku": "B-1", "n": [1, 2]}, id="1:0.0"),
        Button(label="Karte", url="https://example.org"),
        Button(label="Standort", wants="location"),
    ),
    items=(
        Item(
            position=1,
            sku="B-1",
            product="becher",
            title="Becher",
            price=Money(1290),
            base_price=Money(2580),
            base_unit="1 l",
            stock=0,
            picture="becher.png",
        ),
        Item(position=2, sku="B-2", product="becher", title="Becher, rot", price=Money(0)),
    ),
    sources=("faq/de/versand.md#wie-lange",),
    places=(Place(store="sued", name="Süd", address="Weg 1", latitude=48.1, longitude=0.0),),
    picture="karte.png",
    copies=("42/17",),
    card="T-1",
    closing="Im Korb: 2 Becher.",
    files=(File(name="beleg.txt", type="text/plain", content="49,80"),),
    invoice=Invoice(
        order="T-1", title="T-1", description="Becher", amount=Money(4980), lines=(("2 Becher", Money(4980)),)
    ),
    offer="spring",
    news={"event": "sky.weather", "about": "Kiel", "data": {"wind": 7}},
)


def test_a_reply_comes_back_as_it_was_through_json_text() -> None:
    assert load(json.loads(json.dumps(dump(WHOLE)))) == WHOLE


def test_the_example_leaves_no_field_of_a_reply_out() -> None:
    empty = Reply(text="")
    assert [field.name for field in fields(Reply) if getattr(WHOLE, field.name) == getattr(empty, field.name)] == []


def test_what_is_empty_is_left_out() -> None:
    assert dump(Reply(text="Hallo")) == {"text": "Hallo"}


def test_every_button_has_its_id_even_if_nobody_gave_it_one() -> None:
    assert dump(Reply(text="", buttons=(Button(label="Ja"),)))["buttons"] == [{"label": "Ja", "id": ""}]


def test_what_a_text_was_said_with_goes_along() -> None:
    said = Said("12,90 €", acts=("price",), amounts=(Money(1290),), language="de")
    kept = dump(Reply(text=said))
    assert (kept["acts"], kept["amounts"], kept["language"]) == (["price"], [{"amount": 1290, "currency": "EUR"}], "de")
    assert type(kept["text"]) is str


def test_fields_of_another_release_do_no_harm() -> None:
    assert load({"text": "Hallo", "sparkles": True, "sku": "B-1"}) == Reply(text="Hallo")


def test_replies_that_become_one_message_say_and_offer_nothing_twice() -> None:
    cart = Button(label="Korb", intent="order.cart")
    empty, added = Reply(text="Dein Korb ist leer.", buttons=(cart,)), Reply(text="Liegt im Korb.", buttons=(cart,))
    whole = Reply.merge([empty, empty, added])
    assert whole.text == "Dein Korb ist leer.\n\nLiegt im Korb."
    assert whole.buttons == (cart,)
