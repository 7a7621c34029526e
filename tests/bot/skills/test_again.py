"""The same again: what an order held, in the cart once more."""

from __future__ import annotations

from tests.bot.skills.counter import Guest


def test_what_is_no_goods_is_said_and_the_rest_is_put_in(mia: Guest) -> None:
    lines = [{"sku": "STICKER-MOIN", "quantity": 1}, {"sku": "SEIFE-TEER", "quantity": 2}]
    mia.line(given={"orders": [{"id": "K-8001", "status": "delivered", "lines": lines}]})
    out = mia.say("nochmal das gleiche bitte")
    assert out.cart == {"SEIFE-TEER": 2}
    assert out.acts[-4:] == ["order-again", "order-kind-not-yet", "order-added", "order-cart-total"]


def test_an_order_of_a_day_is_the_one_of_that_day_and_of_no_day_which_one_is_asked(ben: Guest) -> None:
    orders = [
        {"id": "K-8002", "status": "delivered", "created_at": "2026-03-12T10:00:00Z", "lines": [_one("BUCH-WATT")]},
        {"id": "K-8003", "status": "delivered", "created_at": "2026-04-02T10:00:00Z", "lines": [_one("KANNE-FILTER")]},
    ]
    ben.line(given={"orders": orders})
    assert ben.say("repeat the order of 12 March").cart == {"BUCH-WATT": 1}
    asked = ben.say("repeat the order of 1 May")
    assert (asked.state["awaiting"], asked.roles) == ("order", ["choose:K-8003", "choose:K-8002"])


def test_what_was_named_and_never_ordered_is_said(mia: Guest) -> None:
    mia.line(given={"orders": [{"id": "K-8004", "status": "delivered", "lines": [_one("SEIFE-TEER")]}]})
    out = mia.say("den Kaffee von letztem Mal nochmal")
    assert (out.acts[-1], out.cart) == ("order-again-not-had", {})


def _one(sku: str) -> dict[str, object]:
    return {"sku": sku, "quantity": 1}
