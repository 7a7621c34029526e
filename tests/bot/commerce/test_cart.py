"""The cart: limits, stock, variants, prices and vouchers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commerce import cart
from bot.commerce.vouchers import Refusal
from bot.store.transaction import SqliteTransaction
from catalog.model import Voucher
from catalog.money import Money
from tests.bot.commerce.shop import BEN, MIA, NOW, Shelf, a_product, stocked

GOODS = Shelf(
    a_product("red", 1200),
    a_product("blue", 1300),
    a_product("gone", availability="out_of_stock"),
    a_product("course", kind="service"),
    a_product("sticker", 50, currency="XTR", kind="digital"),
    vouchers=(
        Voucher(code="ZEHN", kind="percent", percent=10),
        Voucher(code="FUENF", kind="fixed", value=Money(500), minimum=Money(3000)),
    ),
)


def quantities(tx: SqliteTransaction, conversation: str = MIA) -> dict[str, int]:
    return {line.sku: line.quantity for line in cart.load(tx, GOODS, conversation, now=NOW).lines}


def test_pieces_add_up_and_lines_keep_their_order(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "blue", 1, now=NOW)
    cart.add(tx, GOODS, MIA, "red", 2, now=NOW)
    change = cart.add(tx, GOODS, MIA, "blue", 2, now=NOW)
    assert change == cart.Change(result="done", sku="blue", before=1, quantity=3, left=None)
    assert list(quantities(tx).items()) == [("blue", 3), ("red", 2)]


def test_every_change_makes_a_new_version_and_a_refused_one_does_not(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "blue", 1, now=NOW)
    cart.set_quantity(tx, GOODS, MIA, "blue", 2, now=NOW + timedelta(minutes=1))
    cart.add(tx, GOODS, MIA, "course", 1, now=NOW + timedelta(minutes=2))
    cart.remove(tx, MIA, "red", now=NOW + timedelta(minutes=3))
    seen = cart.load(tx, GOODS, MIA, now=NOW)
    assert (seen.version, seen.changed_at) == (2, NOW + timedelta(minutes=1))


def test_carts_of_two_shoppers_are_two_carts(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "blue", 1, now=NOW)
    cart.add(tx, GOODS, BEN, "red", 1, now=NOW)
    assert (quantities(tx, MIA), quantities(tx, BEN)) == ({"blue": 1}, {"red": 1})


def test_more_than_there_are_says_how_many_are_left(tx: SqliteTransaction) -> None:
    stocked(tx, {"blue": 3, "red": 0})
    cart.add(tx, GOODS, MIA, "blue", 2, now=NOW)
    refused = cart.add(tx, GOODS, MIA, "blue", 2, now=NOW)
    assert refused == cart.Change(result="too_many", sku="blue", before=2, quantity=2, left=3)
    assert cart.add(tx, GOODS, MIA, "red", 1, now=NOW).result == "sold_out"
    assert cart.add(tx, GOODS, MIA, "gone", 1, now=NOW).result == "sold_out"
    assert quantities(tx) == {"blue": 2}


def test_fewer_is_possible_even_when_stock_fell_below(tx: SqliteTransaction) -> None:
    stocked(tx, {"blue": 5})
    cart.add(tx, GOODS, MIA, "blue", 5, now=NOW)
    tx.change("UPDATE stock SET on_hand = 1")
    assert cart.set_quantity(tx, GOODS, MIA, "blue", 3, now=NOW).done
    assert cart.set_quantity(tx, GOODS, MIA, "blue", 4, now=NOW).result == "too_many"


@pytest.mark.parametrize(
    ("quantity", "result"), [(0, "bad_quantity"), (-1, "bad_quantity"), (100, "limit"), (10**30, "limit")]
)
def test_quantities_that_are_none_are_refused(tx: SqliteTransaction, quantity: int, result: str) -> None:
    assert cart.add(tx, GOODS, MIA, "blue", quantity, now=NOW).result == result
    assert quantities(tx) == {}


def test_ninety_nine_pieces_of_one_variant_fit(tx: SqliteTransaction) -> None:
    assert cart.add(tx, GOODS, MIA, "blue", 99, now=NOW).done
    assert cart.add(tx, GOODS, MIA, "blue", 1, now=NOW).result == "limit"


def test_services_unknown_goods_and_a_second_currency_stay_out(tx: SqliteTransaction) -> None:
    assert cart.add(tx, GOODS, MIA, "course", 1, now=NOW).result == "not_for_carts"
    assert cart.add(tx, GOODS, MIA, "nothing", 1, now=NOW).result == "unknown"
    cart.add(tx, GOODS, MIA, "blue", 1, now=NOW)
    assert cart.add(tx, GOODS, MIA, "sticker", 1, now=NOW).result == "other_currency"
    assert quantities(tx) == {"blue": 1}


def test_setting_to_none_takes_the_line_out(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "blue", 2, now=NOW)
    assert cart.set_quantity(tx, GOODS, MIA, "blue", 0, now=NOW) == cart.Change(result="done", sku="blue", before=2)
    assert cart.set_quantity(tx, GOODS, MIA, "blue", 0, now=NOW).result == "nothing"
    assert cart.set_quantity(tx, GOODS, MIA, "blue", -3, now=NOW).result == "bad_quantity"


def test_another_variant_takes_the_place_of_the_first(tx: SqliteTransaction) -> None:
    stocked(tx, {"red": 4})
    cart.add(tx, GOODS, MIA, "blue", 3, now=NOW)
    cart.add(tx, GOODS, MIA, "red", 1, now=NOW)
    assert cart.swap(tx, GOODS, MIA, "blue", "red", now=NOW).quantity == 4
    assert quantities(tx) == {"red": 4}
    assert cart.swap(tx, GOODS, MIA, "blue", "red", now=NOW).result == "nothing"


def test_a_swap_that_finds_too_few_leaves_everything(tx: SqliteTransaction) -> None:
    stocked(tx, {"red": 2})
    cart.add(tx, GOODS, MIA, "blue", 3, now=NOW)
    assert cart.swap(tx, GOODS, MIA, "blue", "red", now=NOW) == cart.Change(result="too_many", sku="red", left=2)
    assert quantities(tx) == {"blue": 3}


def test_the_only_line_may_be_swapped_for_goods_of_another_currency(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "blue", 1, now=NOW)
    assert cart.swap(tx, GOODS, MIA, "blue", "sticker", now=NOW).done
    assert cart.load(tx, GOODS, MIA, now=NOW).currency == "XTR"


def test_a_new_price_is_seen_until_it_is_accepted(tx: SqliteTransaction) -> None:
    goods = Shelf(a_product("blue", 1300))
    cart.add(tx, goods, MIA, "blue", 1, now=NOW)
    goods.reprice("blue", 1500)
    cart.add(tx, goods, MIA, "blue", 1, now=NOW)
    (line,) = cart.load(tx, goods, MIA, now=NOW).lines
    assert (line.repriced, line.put_in_at, line.total) == (True, Money(1300), Money(3000))
    assert cart.accept_prices(tx, goods, MIA, now=NOW) == 1
    assert not cart.load(tx, goods, MIA, now=NOW).lines[0].repriced
    assert cart.accept_prices(tx, goods, MIA, now=NOW) == 0


def test_what_the_shop_no_longer_sells_is_named(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "blue", 1, now=NOW)
    seen = cart.load(tx, Shelf(), MIA, now=NOW)
    assert (seen.lines, seen.gone) == ((), ("blue",))
    assert cart.remove(tx, MIA, "blue", now=NOW).done


def test_emptying_takes_the_voucher_too(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "blue", 1, now=NOW)
    cart.set_voucher(tx, GOODS, MIA, "zehn", now=NOW)
    assert cart.empty(tx, MIA, now=NOW) == 1
    seen = cart.load(tx, GOODS, MIA, now=NOW)
    assert (seen.lines, seen.voucher, seen.version) == ((), "", 3)
    assert cart.empty(tx, MIA, now=NOW) == 0


def test_a_voucher_replaces_another_and_a_refused_one_changes_nothing(tx: SqliteTransaction) -> None:
    cart.add(tx, GOODS, MIA, "red", 1, now=NOW)
    assert isinstance(cart.set_voucher(tx, GOODS, MIA, " zehn ", now=NOW), Voucher)
    refused = cart.set_voucher(tx, GOODS, MIA, "fuenf", now=NOW)
    assert refused == Refusal(code="FUENF", reason="minimum", missing=Money(1800))
    assert cart.set_voucher(tx, GOODS, MIA, "nix", now=NOW) == Refusal(code="nix", reason="unknown")
    assert cart.load(tx, GOODS, MIA, now=NOW).voucher == "ZEHN"
    assert cart.drop_voucher(tx, MIA, now=NOW) == "ZEHN"
    assert cart.drop_voucher(tx, MIA, now=NOW) == ""
