"""Parcels: news comes once, late news changes nothing, and the order follows."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.commerce import orders, shipments
from bot.commerce.shipments import News, Status
from bot.commerce.states import State, UnknownOrderError
from bot.store.transaction import SqliteTransaction
from tests.bot.commerce.shop import NOW, Shelf, a_product, an_order, counts, stocked

ORDER = "K-1001"


@pytest.fixture(autouse=True)
def confirmed(tx: SqliteTransaction) -> None:
    stocked(tx, {"cup": 2})
    an_order(tx, Shelf(a_product("cup")))
    orders.move(tx, ORDER, "confirmed", who="shop", why="test", now=NOW)


def tell(tx: SqliteTransaction, status: Status, **about: str) -> News:
    return shipments.update(tx, ORDER, status, now=NOW, **about)


def state(tx: SqliteTransaction) -> str:
    order = orders.load(tx, ORDER)
    assert order is not None
    return order.state


def test_every_status_has_a_rank() -> None:
    assert set(shipments.RANKS) == set(get_args(Status))


def test_an_order_follows_its_parcel(tx: SqliteTransaction) -> None:
    way: list[tuple[Status, State]] = [
        ("label_created", "packed"),
        ("in_transit", "shipped"),
        ("delayed", "shipped"),
        ("out_for_delivery", "out_for_delivery"),
        ("delivered", "delivered"),
    ]
    for status, expected in way:
        news = tell(tx, status, carrier="DHL", number="JD1", eta="2026-11-25")
        assert (news.result, news.tell, news.order.state) == ("news", True, expected)
    assert [(one.status, one.number, one.eta) for one in shipments.of(tx, ORDER)] == [
        ("delivered", "JD1", "2026-11-25")
    ]
    assert counts(tx, "cup") == (1, 0)


def test_the_same_news_twice_is_told_once(tx: SqliteTransaction) -> None:
    tell(tx, "in_transit", carrier="DHL", number="JD1")
    again = tell(tx, "in_transit", carrier="DHL", number="JD1")
    assert (again.result, again.tell) == ("known", False)


def test_another_time_of_arrival_is_news(tx: SqliteTransaction) -> None:
    tell(tx, "delayed", number="JD1", eta="2026-11-25")
    assert tell(tx, "delayed", number="JD1", eta="2026-11-25").result == "known"
    assert tell(tx, "delayed", number="JD1").result == "known"
    assert tell(tx, "delayed", number="JD1", eta="2026-11-26").result == "news"


def test_late_news_is_written_down_and_changes_nothing(tx: SqliteTransaction) -> None:
    tell(tx, "delivered", carrier="DHL", number="JD1")
    late = tell(tx, "in_transit", carrier="DHL", number="JD1")
    assert (late.result, late.tell, state(tx)) == ("late", False, "delivered")
    assert [one.status for one in shipments.of(tx, ORDER)] == ["delivered"]
    assert orders.history(tx, ORDER)[-1].why == "late: in_transit"


def test_a_number_may_come_later_and_need_not_be_repeated(tx: SqliteTransaction) -> None:
    tell(tx, "label_created")
    tell(tx, "in_transit", carrier="DHL", number="JD1")
    tell(tx, "out_for_delivery")
    tell(tx, "delivered", number="JD1")
    assert [(one.carrier, one.number, one.status) for one in shipments.of(tx, ORDER)] == [("DHL", "JD1", "delivered")]


def test_an_order_in_two_parcels_is_delivered_with_the_last(tx: SqliteTransaction) -> None:
    tell(tx, "in_transit", carrier="DHL", number="JD1")
    tell(tx, "in_transit", carrier="DHL", number="JD2")
    first = tell(tx, "delivered", carrier="DHL", number="JD1")
    assert (first.tell, first.order.state) == (True, "shipped")
    assert tell(tx, "delivered", carrier="DHL", number="JD2").order.state == "delivered"


def test_a_lost_parcel_moves_nothing_and_may_be_found(tx: SqliteTransaction) -> None:
    tell(tx, "in_transit", number="JD1")
    assert tell(tx, "lost", number="JD1").order.state == "shipped"
    assert tell(tx, "delivered", number="JD1").order.state == "delivered"
    assert tell(tx, "returned", number="JD1").order.state == "returned"


def test_a_parcel_of_another_order_is_not_touched(tx: SqliteTransaction) -> None:
    tell(tx, "in_transit", carrier="DHL", number="JD1")
    an_order(tx, Shelf(a_product("cup")))
    orders.move(tx, "K-1002", "confirmed", who="shop", why="test", now=NOW)
    wrong = shipments.update(tx, "K-1002", "delivered", carrier="DHL", number="JD1", now=NOW)
    assert (wrong.result, wrong.tell, wrong.order.state) == ("another_order", False, "confirmed")
    assert [one.status for one in shipments.of(tx, ORDER)] == ["in_transit"]


@pytest.mark.parametrize("ended", ["awaiting_payment", "cancelled"])
def test_orders_without_parcels_are_not_moved_by_them(tx: SqliteTransaction, ended: str) -> None:
    tx.change("UPDATE orders SET state = :state", state=ended)
    assert tell(tx, "in_transit").result == "no_parcels"
    assert (shipments.of(tx, ORDER), state(tx)) == ((), ended)


def test_news_can_be_switched_off_and_on(tx: SqliteTransaction) -> None:
    tell(tx, "label_created", number="JD1")
    assert shipments.set_notify(tx, ORDER, on=False) == 1
    quiet = tell(tx, "in_transit", number="JD1")
    assert (quiet.result, quiet.tell) == ("news", False)
    shipments.set_notify(tx, ORDER, on=True)
    assert tell(tx, "delivered", number="JD1").tell


def test_an_unknown_order_is_an_error(tx: SqliteTransaction) -> None:
    with pytest.raises(UnknownOrderError):
        shipments.update(tx, "K-9", "delivered", now=NOW)
