"""A reply as programs see it."""

from bot.channels import shown
from bot.reply import Button, File, Invoice, Item, Place, Reply, Said
from catalog.money import Money


def test_what_is_empty_is_left_out() -> None:
    assert shown.reply(Reply(text="Hallo"), to="mia") == {"to": "mia", "class": "reply", "text": "Hallo"}


def test_everything_a_reply_holds_is_shown() -> None:
    reply = Reply(
        text="Drei Becher",
        kind="service",
        language="de",
        acts=("order-added",),
        amounts=(Money(4980),),
        buttons=(
            Button(label="zahlungspflichtig bestellen", role="pay_order", id="7:0.0", intent="order.place"),
            Button(label="Karte", url="https://example.org/map"),
        ),
        items=(
            Item(
                position=1,
                sku="BE-1",
                product="becher",
                title="Becher",
                price=Money(1290),
                base_price=Money(3196),
                base_unit="1 kg",
                stock=4,
            ),
            Item(position=2, sku="BE-2", product="becher", title="Becher", price=Money(1290)),
        ),
        sources=("faq/de/versand.md#wie-lange",),
        places=(Place(store="mitte", name="Mitte", address="Markt 1", latitude=52.5, longitude=13.4),),
        picture="becher.png",
        files=(File(name="tresen.json", type="application/json", content="{}"),),
        invoice=Invoice(order="K-1001", title="", description="", amount=Money(4980)),
    )
    assert shown.reply(reply, to="mia") == {
        "to": "mia",
        "class": "service",
        "act": ["order-added"],
        "language": "de",
        "text": "Drei Becher",
        "buttons": [
            {"id": "7:0.0", "role": "pay_order", "label": "zahlungspflichtig bestellen"},
            {"label": "Karte", "url": "https://example.org/map"},
        ],
        "items": [
            {
                "position": 1,
                "sku": "BE-1",
                "product": "becher",
                "price": 1290,
                "base_price": {"amount": 3196, "per": "1 kg"},
                "stock": 4,
            },
            {"position": 2, "sku": "BE-2", "product": "becher", "price": 1290, "stock": None},
        ],
        "amounts": [4980],
        "sources": ["faq/de/versand.md#wie-lange"],
        "stores": ["mitte"],
        "map": True,
        "picture": "becher.png",
        "files": [{"name": "tresen.json", "type": "application/json"}],
        "invoice": {"order": "K-1001", "amount": 4980, "currency": "EUR"},
    }


def test_texts_that_remember_where_they_come_from_are_shown_as_plain_text() -> None:
    text = shown.reply(Reply.of(Said("Hallo", acts=("greeting",))), to="mia")["text"]
    assert type(text) is str


def test_a_text_cannot_steer_the_terminal() -> None:
    assert shown.printable("a\x1b[31mb\r\x9bc\n\td") == "a�[31mb��c\n\td"
