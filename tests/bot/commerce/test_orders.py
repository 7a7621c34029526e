"""Orders: placed once, moved only where the table allows, remembered as they were agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import get_args

import pytest

from bot.commerce import cart, orders, states, stock, vouchers
from bot.commerce.states import MOVES, ImpossibleMoveError, State, UnknownOrderError
from bot.store.transaction import SqliteTransaction
from catalog.model import Voucher
from catalog.money import Money
from tests.bot.commerce.shop import (
    BEN,
    HOME,
    MIA,
    NOW,
    SETTINGS,
    Shelf,
    a_draft,
    a_product,
    an_order,
    counts,
    fill,
    place,
    stocked,
)

ONCE = Voucher(code="EINMAL", kind="fixed", value=Money(200), once_per_shopper=True, total_uses=1)
UNTIL = NOW + SETTINGS.reserve


@pytest.fixture
def goods() -> Shelf:
    return Shelf(a_product("cup", 1200), a_product("jug", 3000, tax_class="reduced"), vouchers=(ONCE,))


def move(tx: SqliteTransaction, order: str, *states: State) -> None:
    for state in states:
        orders.move(tx, order, state, who="shop", why="test", now=NOW)


def test_every_state_can_be_reached_and_left_for_an_end() -> None:
    assert states.unreachable() == []
    assert set(MOVES) == set(get_args(State))


def test_a_table_with_an_orphan_or_a_dead_end_is_found_out() -> None:
    orphan = {state: following - {"packed"} for state, following in MOVES.items()}
    assert states.unreachable(orphan) == ["packed"]
    circle: dict[State, frozenset[State]] = {
        **MOVES,
        "shipped": frozenset({"out_for_delivery"}),
        "out_for_delivery": frozenset({"shipped"}),
    }
    assert states.unreachable(circle) == ["shipped", "out_for_delivery"]


def test_an_order_is_kept_as_it_was_agreed(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, MIA, {"cup": 2, "jug": 1})
    placed = place(tx, goods, MIA, voucher=ONCE).order
    assert placed is not None
    goods.reprice("cup", 1)
    order = orders.load(tx, placed.id)
    assert order == placed
    assert (order.id, order.state, order.conversation, order.created_at) == ("K-1001", "awaiting_payment", MIA, NOW)
    assert [(line.sku, line.title, line.total, line.tax_rate) for line in order.lines] == [
        ("cup", "Cup", Money(2400), 1900),
        ("jug", "Jug", Money(3000), 700),
    ]
    assert (order.goods, order.discount, order.shipping, order.total) == (
        Money(5400),
        Money(200),
        Money(0),
        Money(5200),
    )
    assert sum(tax.gross.amount for tax in order.taxes) == 5200
    assert (order.address, order.voucher) == (HOME, "EINMAL")
    assert [(one.before, one.after, one.who, one.why) for one in orders.history(tx, order.id)] == [
        ("", "awaiting_payment", "shopper", "ordered")
    ]


def test_ordering_empties_the_cart_and_holds_the_pieces(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 3})
    an_order(tx, goods, pieces={"cup": 2})
    assert cart.load(tx, goods, MIA, now=NOW).lines == ()
    assert counts(tx, "cup") == (3, 2)
    assert stock.held_until(tx, "K-1001") == UNTIL
    assert tx.next_due() == UNTIL
    assert tx.lease(UNTIL, UNTIL, 9)[0].data == {"event": "order.reserve_expired", "order": "K-1001"}


def test_a_second_press_of_the_button_is_the_same_order(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 5})
    fill(tx, goods, MIA, {"cup": 1})
    draft = a_draft(tx, goods, MIA)
    first, second = orders.place(tx, goods, draft, now=NOW), orders.place(tx, goods, draft, now=NOW)
    assert (first.new, second.new) == (True, False)
    assert first.order == second.order
    assert counts(tx, "cup") == (5, 1)


def test_two_shoppers_and_one_last_piece(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 1, "jug": 9})
    for shopper in (MIA, BEN):
        fill(tx, goods, shopper, {"cup": 1, "jug": 1})
    assert place(tx, goods, MIA).new
    late = place(tx, goods, BEN)
    assert (late.order, late.new, [one.sku for one in late.short]) == (None, False, ["cup"])
    assert counts(tx, "jug") == (9, 1)
    assert len(cart.load(tx, goods, BEN, now=NOW).lines) == 2, "the cart stays as it was"
    assert orders.of(tx, BEN) == ()


def test_numbers_go_up_by_one_and_the_newest_order_comes_first(tx: SqliteTransaction, goods: Shelf) -> None:
    for _ in range(3):
        an_order(tx, goods)
    an_order(tx, goods, BEN)
    assert [order.id for order in orders.of(tx, MIA)] == ["K-1003", "K-1002", "K-1001"]
    assert all(len(order.lines) == 1 for order in orders.of(tx, MIA))
    assert orders.load(tx, "K-9") is None


def test_a_number_that_was_brought_from_elsewhere_is_passed_over(tx: SqliteTransaction, goods: Shelf) -> None:
    fill(tx, goods, BEN, {"cup": 1})
    brought = orders.place(tx, goods, replace(a_draft(tx, goods, BEN), number="K-1001"), now=NOW)
    assert brought.order is not None
    assert (brought.order.id, an_order(tx, goods).id, an_order(tx, goods).id) == ("K-1001", "K-1002", "K-1003")


def test_two_lines_of_one_sku_hold_all_their_pieces(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 3})
    fill(tx, goods, MIA, {"cup": 1})
    draft = a_draft(tx, goods, MIA)
    twice = replace(draft, lines=draft.lines * 2, totals=replace(draft.totals, rates=draft.totals.rates * 2))
    assert orders.place(tx, goods, twice, now=NOW).new
    assert counts(tx, "cup") == (3, 2)


def test_a_pickup_takes_from_the_shelf_of_its_store(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 1})
    stocked(tx, {"cup": 1}, store="markt")
    order = an_order(tx, goods, fulfilment="pickup", store="markt", address=None)
    assert (order.shelf, order.shipping) == ("markt", Money(0))
    assert (counts(tx, "cup"), counts(tx, "cup", "markt")) == ((1, 0), (1, 1))


@pytest.mark.parametrize(("before", "after"), list(product(get_args(State), repeat=2)))
def test_an_order_moves_only_as_the_table_says(
    tx: SqliteTransaction, goods: Shelf, before: State, after: State
) -> None:
    order = an_order(tx, goods)
    tx.change("UPDATE orders SET state = :state", state=before)
    if after in MOVES[before]:
        assert orders.move(tx, order.id, after, who="shop", why="test", now=NOW).state == after
        assert orders.history(tx, order.id)[-1].before == before
    else:
        with pytest.raises(ImpossibleMoveError):
            move(tx, order.id, after)
        assert len(orders.history(tx, order.id)) == 1


def test_an_unknown_order_cannot_be_moved(tx: SqliteTransaction) -> None:
    with pytest.raises(UnknownOrderError):
        move(tx, "K-9", "cancelled")


def test_pieces_are_held_until_they_leave_the_shop(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 3})
    order = an_order(tx, goods)
    move(tx, order.id, "confirmed", "packed")
    assert counts(tx, "cup") == (3, 1)
    move(tx, order.id, "shipped", "delivered", "returned")
    assert counts(tx, "cup") == (2, 0)


def test_a_cancelled_order_gives_back_its_pieces_and_its_voucher(tx: SqliteTransaction, goods: Shelf) -> None:
    stocked(tx, {"cup": 3})
    order = an_order(tx, goods, voucher=ONCE)
    fill(tx, goods, MIA, {"cup": 1})
    fill(tx, goods, BEN, {"cup": 1})
    lines = cart.load(tx, goods, MIA, now=NOW).lines
    reasons = [vouchers.check(tx, ONCE, lines, conversation=who, now=NOW) for who in (MIA, BEN)]
    assert [reason.reason if reason else None for reason in reasons] == ["used", "used_up"]
    move(tx, order.id, "cancelled")
    assert counts(tx, "cup") == (3, 0)
    assert vouchers.check(tx, ONCE, lines, conversation=MIA, now=NOW) is None


def test_what_happened_is_told_in_order_with_who_and_when(tx: SqliteTransaction, goods: Shelf) -> None:
    order = an_order(tx, goods)
    later = NOW + timedelta(hours=1)
    orders.move(tx, order.id, "confirmed", who="provider:demo", why="paid", now=later)
    assert orders.history(tx, order.id)[-1] == orders.Happened(
        at=later, before="awaiting_payment", after="confirmed", who="provider:demo", why="paid"
    )
    assert replace(order, state="confirmed", version=1) == orders.load(tx, order.id)
