"""Stock: what is held is held once."""

from __future__ import annotations

from datetime import timedelta

from bot.commerce import stock
from bot.commerce.stock import Levels, Restocked, Short
from bot.store.transaction import SqliteTransaction
from tests.bot.commerce.shop import MIA, NOW, a_product, counts, stocked

UNTIL = NOW + timedelta(minutes=15)


def an_order(tx: SqliteTransaction, id: str) -> str:
    tx.change(
        "INSERT INTO orders (id, conversation, key, state, created_at, currency, goods, total, fulfilment,"
        " payment_method) VALUES (:id, :c, :id, 'awaiting_payment', 0, 'EUR', 0, 0, 'delivery', 'demo')",
        id=id,
        c=MIA,
    )
    return id


def reserve(tx: SqliteTransaction, order: str, wanted: dict[str, int], store: str = "") -> tuple[Short, ...]:
    return stock.reserve(tx, order, wanted, store=store, until=UNTIL, now=NOW)


def test_what_has_no_row_is_not_counted(tx: SqliteTransaction) -> None:
    assert stock.available(tx, "wish") is None
    assert stock.available(tx, "wish", "markt") is None
    assert reserve(tx, an_order(tx, "K-1"), {"wish": 7}) == ()
    assert stock.restock(tx, "wish", quantity=3) is None
    assert stock.levels(tx, "wish") == Levels()


def test_a_store_without_a_row_has_none_of_what_is_counted_elsewhere(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 2}, store="markt")
    assert (stock.available(tx, "cup", "markt"), stock.available(tx, "cup", "dom"), stock.available(tx, "cup")) == (
        2,
        0,
        None,
    )
    assert reserve(tx, an_order(tx, "K-1"), {"cup": 1}, store="dom") == (Short(sku="cup", wanted=1, left=0),)
    assert stock.restock(tx, "cup", store="dom", quantity=3) == Restocked(before=0, after=3)
    assert stock.levels(tx, "cup") == Levels(online=None, stores={"dom": 3, "markt": 2})


def test_a_variant_marked_as_out_of_stock_has_none_left(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 2})
    assert stock.left(tx, a_product("cup").variants[0]) == 2
    assert stock.left(tx, a_product("cup", availability="out_of_stock").variants[0]) == 0


def test_two_buyers_and_one_last_piece(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 1})
    assert reserve(tx, an_order(tx, "K-1"), {"cup": 1}) == ()
    assert reserve(tx, an_order(tx, "K-2"), {"cup": 1}) == (Short(sku="cup", wanted=1, left=0),)
    assert counts(tx, "cup") == (1, 1)


def test_all_or_nothing_and_every_missing_sku_is_named(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 5, "jug": 1, "bowl": 0})
    short = reserve(tx, an_order(tx, "K-1"), {"jug": 2, "cup": 2, "bowl": 1})
    assert short == (Short(sku="bowl", wanted=1, left=0), Short(sku="jug", wanted=2, left=1))
    assert (counts(tx, "cup"), counts(tx, "jug")) == ((5, 0), (1, 0))
    assert stock.held_until(tx, "K-1") is None


def test_released_once_however_often_it_is_asked(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 5})
    reserve(tx, an_order(tx, "K-1"), {"cup": 2})
    reserve(tx, an_order(tx, "K-2"), {"cup": 1})
    assert (stock.release(tx, "K-1"), stock.release(tx, "K-1")) == (1, 0)
    assert counts(tx, "cup") == (5, 1)


def test_what_leaves_the_shop_is_neither_on_hand_nor_reserved(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 5})
    reserve(tx, an_order(tx, "K-1"), {"cup": 2})
    assert (stock.consume(tx, "K-1"), stock.consume(tx, "K-1"), stock.release(tx, "K-1")) == (1, 0, 0)
    assert counts(tx, "cup") == (3, 0)


def test_a_hold_is_prolonged_until_its_last_moment_and_not_at_its_end(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 1})
    reserve(tx, an_order(tx, "K-1"), {"cup": 1})
    later = UNTIL + timedelta(minutes=15)
    assert not stock.extend(tx, "K-1", until=later, now=UNTIL)
    assert stock.held_until(tx, "K-1") == UNTIL
    assert stock.extend(tx, "K-1", until=later, now=UNTIL - timedelta(microseconds=1))
    assert stock.held_until(tx, "K-1") == later
    assert not stock.extend(tx, "K-2", until=later, now=NOW)


def test_an_expired_hold_gives_way_to_the_next_buyer_and_a_kept_one_never(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 1, "jug": 1})
    reserve(tx, an_order(tx, "K-1"), {"cup": 1, "jug": 1})
    wanted, after = {"cup": 1}, UNTIL + timedelta(minutes=15)
    early = stock.reserve(tx, an_order(tx, "K-2"), wanted, store="", until=after, now=UNTIL - timedelta(microseconds=1))
    assert [one.sku for one in early] == ["cup"]
    assert stock.reserve(tx, "K-2", wanted, store="", until=after, now=UNTIL) == ()
    assert (stock.held_until(tx, "K-1"), counts(tx, "jug")) == (None, (1, 0))
    stock.keep(tx, "K-2")
    years = NOW + timedelta(days=9999)
    assert stock.reserve(tx, an_order(tx, "K-3"), wanted, store="", until=years, now=years) != ()


def test_stores_and_the_online_shelf_are_apart(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 1})
    stocked(tx, {"cup": 1}, store="markt")
    assert reserve(tx, an_order(tx, "K-1"), {"cup": 1}, store="markt") == ()
    assert (stock.available(tx, "cup"), stock.available(tx, "cup", "markt")) == (1, 0)
