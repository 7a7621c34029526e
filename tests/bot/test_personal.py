"""A copy of everything that is stored about a shopper, and its erasure."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from bot.commerce import personal
from bot.testing import Chat
from tests.bot.skills.counter import Guest

MIA = "console:mia"
ADDRESS = {"name": "Mia Sand", "street": "Deichweg 4", "postcode": "20095", "city": "Hamburg", "country": "DE"}
#: Which part of the copy shows a table's rows. Those that show nothing of a person have none.
SHOWN = {
    "event": "messages",
    "effect": "replies",
    "decision": "offers",
    "consent": "consents",
    "cart": "cart",
    "cart_line": "cart",
    "orders": "orders",
    "order_line": "order_line",
    "order_event": "order_event",
    "payment": "payment",
    "shipment": "shipment",
    "voucher_use": "vouchers",
    "address": "addresses",
    "watch": "watches",
    "topic": "topics",
}
#: Pieces on the shelf and sums in the book: they name an order or a shopper's number, and nothing else.
NOT_SHOWN = {"hold", "booking"}


@pytest.fixture(scope="module")
def chat() -> Iterator[Chat]:
    chat = Chat()
    yield chat
    chat.close()


@pytest.fixture(scope="module")
def mia(chat: Chat) -> Guest:
    """A shopper of whom every kind of row is stored."""
    mia = Guest(chat, "mia", "de")
    mia.say("ich möchte gern Angebote bekommen", "sag mir Bescheid, wenn der Grüntee Nebelbank wieder da ist")
    mia.line(shop="campaign", offer="herbstlicht", audience=["mia"])
    mia.given(shopper={"addresses": [ADDRESS]}, cart=[{"sku": "BECHER-MOEWE-ROT", "quantity": 2}])
    mia.say("Gutschein WILLKOMMEN10", "zur Kasse")
    mia.press("choose:delivery")
    mia.press("choose:address-1")
    mia.press("choose:standard")
    mia.press("pay_order")
    mia.line(pay={})
    mia.line(shop="shipment", status="in_transit", carrier="Möwenpost", number="MP-7")
    mia.given(cart=[{"sku": "SEIFE-TEER", "quantity": 1}])
    with closing(sqlite3.connect(chat.app.world.catalog.path, isolation_level=None)) as database:
        database.execute("INSERT INTO topic (conversation, chat, thread) VALUES (?, -100, 7)", (MIA,))
    Guest(chat, "ben", "en").given(
        shopper={"addresses": [ADDRESS | {"name": "Ben Watt"}]}, cart=[{"sku": "SEIFE-ALGEN"}]
    )
    Guest(chat, "ben", "en").say("what is in my cart?")
    return mia


def copy_of(chat: Chat, shopper: str) -> dict[str, Any]:
    """The copy of what is stored about a shopper."""
    document: dict[str, Any] = json.loads(chat.app.store.read(lambda reader: personal.export(reader, shopper)))
    return document


@pytest.mark.usefixtures("mia")
def test_every_table_that_knows_the_shopper_is_in_the_copy(chat: Chat) -> None:
    document = copy_of(chat, MIA)
    tables = [row["name"] for row in _rows(chat, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    personal_tables = {
        table
        for table in tables
        if {"conversation", "order_id"} & {row["name"] for row in _rows(chat, f"PRAGMA table_info({table})")}
    }
    assert personal_tables == set(SHOWN) | NOT_SHOWN
    for table, part in SHOWN.items():
        assert document[part], table


@pytest.mark.usefixtures("mia")
def test_the_copy_tells_times_as_people_and_programs_read_them(chat: Chat) -> None:
    document = copy_of(chat, MIA)
    moments = [
        row["at"] for part in ("messages", "replies", "consents", "payment", "watches") for row in document[part]
    ]
    assert all(moment.startswith("2026-11-25T") for moment in moments)
    assert document["orders"][0]["address"]["street"] == "Deichweg 4"
    assert document["orders"][0]["total"] == document["payment"][0]["amount"]


@pytest.mark.usefixtures("mia")
def test_the_copy_holds_nothing_of_another(chat: Chat) -> None:
    assert "Ben Watt" not in json.dumps(copy_of(chat, MIA))
    assert "Mia Sand" not in json.dumps(copy_of(chat, "console:ben"))


def test_the_copy_of_a_stranger_is_empty_and_valid(chat: Chat) -> None:
    document = copy_of(chat, "console:nobody")
    assert document["conversation"] == "console:nobody"
    assert not any(value for name, value in document.items() if name != "conversation")


def test_erasure_leaves_orders_and_statements_and_nothing_else(chat: Chat, mia: Guest) -> None:
    before = copy_of(chat, "console:ben")
    mia.say("lösche alle meine Daten")
    mia.say("ja")
    document = copy_of(chat, MIA)
    assert [document[part] for part in ("cart", "addresses", "watches")] == [[], [], []]
    assert len(document["orders"]) == len(document["payment"]) == 1
    assert [one["granted"] for one in document["consents"]] == [1, 0]
    told = [message["text"] for message in document["messages"]]
    assert set(told) == {""}
    state = json.dumps(document["state"])
    assert "BECHER" not in state
    assert "Deichweg" not in state
    assert copy_of(chat, "console:ben") == before


def test_after_the_erasure_one_may_shop_again(mia: Guest) -> None:
    out = mia.say("zwei blaue Becher Anker bitte")
    assert out.cart == {"BECHER-ANKER-BLAU": 2}
    assert out.state["consent"]["offers"] is False


def _rows(chat: Chat, sql: str) -> list[Any]:
    return list(chat.app.store.read(lambda reader: reader.rows(sql)))
