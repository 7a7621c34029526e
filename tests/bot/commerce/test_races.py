"""Many shoppers at once on the real store: exactly as many get a piece as there are."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.commerce import cart, checkout, payment
from bot.commerce.checkout import Choice
from bot.commerce.refunds import Charge
from bot.store.base import Transaction
from bot.store.sqlite import SqliteStore
from catalog.model import Voucher
from catalog.money import Money
from tests.bot.commerce.shop import HOME, NOW, Shelf, a_product

GOODS = Shelf(
    a_product("cup", 1200),
    a_product("wish", 1200),
    vouchers=(Voucher(code="EINER", kind="fixed", value=Money(100), total_uses=1),),
)
SENT = Choice(fulfilment="delivery", address=HOME, shipping="standard", payment="demo")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path / "shop.db", durable=False)
    yield opened
    await opened.close()


def choose(tx: Transaction, who: str, sku: str, voucher: str = "") -> str:
    """Fill a cart and look at the summary; the button's fingerprint."""
    assert cart.add(tx, GOODS, who, sku, 1, now=NOW).done
    if voucher:
        cart.set_voucher(tx, GOODS, who, voucher, now=NOW)
    return checkout.summary(tx, GOODS, cart.load(tx, GOODS, who, now=NOW), SENT, now=NOW).fingerprint


def press(tx: Transaction, who: str, button: str) -> str:
    return checkout.order(tx, GOODS, who, SENT, fingerprint=button, language="de", methods=["demo"], now=NOW).outcome


async def rush(store: SqliteStore, sku: str, shoppers: int, voucher: str = "") -> Counter[str]:
    """All fill their carts first, then all press at once, each twice."""
    names = [f"console:{n}" for n in range(shoppers)]
    buttons = [await store.run(partial(choose, who=who, sku=sku, voucher=voucher)) for who in names]
    presses = [partial(press, who=who, button=button) for who, button in zip(names, buttons, strict=True)]
    return Counter(await asyncio.gather(*(store.run(each) for each in presses for _ in range(2))))


async def stock(store: SqliteStore, pieces: int) -> None:
    await store.run(lambda tx: tx.change("INSERT INTO stock (sku, store, on_hand) VALUES ('cup', '', :n)", n=pieces))


async def test_fifty_shoppers_and_one_piece(store: SqliteStore) -> None:
    await stock(store, 1)
    assert await rush(store, "cup", 50) == {"ordered": 1, "same": 1, "not_ready": 98}


async def test_twenty_shoppers_and_ten_pieces(store: SqliteStore) -> None:
    await stock(store, 10)
    assert await rush(store, "cup", 20) == {"ordered": 10, "same": 10, "not_ready": 20}
    numbers = store.read(lambda reader: [row["id"] for row in reader.rows("SELECT id FROM orders ORDER BY id")])
    assert numbers == [f"K-{1001 + n}" for n in range(10)]


async def test_twenty_shoppers_and_a_voucher_with_one_use_left(store: SqliteStore) -> None:
    assert await rush(store, "wish", 20, "einer") == {"ordered": 1, "same": 1, "changed": 38}


async def test_one_charge_told_by_many_messages_at_once(store: SqliteStore) -> None:
    button = await store.run(lambda tx: choose(tx, "console:0", "wish"))
    await store.run(lambda tx: press(tx, "console:0", button))
    charge = Charge(order="K-1001", conversation="console:0", provider="demo", id="CH", amount=Money(1690))
    told = await asyncio.gather(
        *(store.run(lambda tx: payment.paid(tx, GOODS, charge, now=NOW).outcome) for _ in range(20))
    )
    assert Counter(told) == {"confirmed": 1, "already_known": 19}
