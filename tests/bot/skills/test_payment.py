"""What becomes of an order's money: paid, failed, silent, late, twice, wrong; called off and paid back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest, Out, online

BLUE, LAST, CAP = "BECHER-MOEWE-BLAU", "BECHER-MOLE-BLAU", "MUETZE-ELBSEGLER-DUNKELBLAU-60"


def ordered(someone: Guest, **skus: int) -> Out:
    """Order by delivery and see the invoice."""
    someone.has(**skus)
    someone.say("zur Kasse" if someone.language == "de" else "I want to check out")
    someone.press("choose:delivery")
    someone.say("Mia Sand, Deichweg 4, 20095 Hamburg")
    someone.press("choose:standard")
    return someone.press("pay_order")


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_payment_confirms_and_its_receipt_adds_up(guest: Callable[[str], Guest], language: str) -> None:
    someone = guest(language)
    invoice = ordered(someone, BECHER_MOEWE_BLAU=1, TEE_SANDDORN=2).replies[0]["invoice"]
    assert (invoice["amount"], invoice["currency"]) == (1490 + 1300 + 490, "EUR")
    out = someone.line(pay={})
    assert [reply["class"] for reply in out.replies] == ["service"]
    assert out.acts == [
        "order-confirmed",
        "order-receipt",
        "order-line",
        "order-line",
        "order-receipt-shipping",
        "order-summary-total",
        "order-summary-tax",
        "order-summary-tax",
        "order-receipt-paid",
    ]
    assert out.amounts[:6] == [1490, 1490, 650, 1300, 490, 3280]
    assert "2026" in out.text
    assert (out.order["status"], out.order["paid"]) == ("confirmed", 3280)


def test_what_an_offer_took_off_is_named_wherever_the_line_is(mia: Guest) -> None:
    mia.say("ich möchte gern Angebote bekommen")
    mia.line(shop="campaign", offer="kaffee-des-monats", audience=[mia.name])
    mia.has(KAFFEE_KAIKANTE_250G=2)
    cart = mia.say("was ist in meinem Korb?")
    assert "order-line-reduced" in cart.acts
    assert cart.amounts == [890, -400, 1380, 1380]
    placed = ordered(mia)
    assert placed.order["total"] == 1380 + 490
    receipt = mia.line(pay={})
    assert "order-line-reduced" in receipt.acts
    assert receipt.amounts[:5] == [890, -400, 1380, 490, 1870]


def test_a_voucher_stands_on_the_receipt(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_BLAU=1)
    mia.say("Gutschein WILLKOMMEN10")
    ordered(mia)
    out = mia.line(pay={})
    assert "order-summary-discount" in out.acts
    assert out.amounts[:5] == [1490, 1490, -149, 490, 1831]
    assert out.order["discount"] == 149


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_failed_payment_may_be_tried_again(guest: Callable[[str], Guest], language: str) -> None:
    someone = guest(language)
    ordered(someone, SEIFE_TEER=1)
    failed = someone.line(pay={"outcome": "failed"})
    assert (failed.acts, failed.roles) == (["order-payment-failed"], ["pay_again", "cancel_order"])
    assert failed.order["status"] == "awaiting_payment"
    again = someone.press("pay_again")
    assert again.replies[0]["invoice"]["amount"] == 420 + 490
    assert someone.line(pay={}).order["status"] == "confirmed"


def test_after_a_failed_payment_the_order_may_be_called_off(mia: Guest) -> None:
    ordered(mia, SEIFE_TEER=1)
    mia.line(pay={"outcome": "failed"})
    out = mia.press("cancel_order")
    assert out.acts == ["order-cancelled"]
    assert (out.order["status"], out.order["refunded"]) == ("cancelled", 0)


def test_a_silent_payment_ends_after_a_quarter_of_an_hour_and_the_things_lie_in_the_cart_again(mia: Guest) -> None:
    before = online(mia.has(BECHER_MOEWE_BLAU=2), BLUE)
    placed = ordered(mia)
    assert placed.cart == {}
    early = mia.line(wait="PT14M59S")
    assert (early.replies, early.order["status"]) == ([], "awaiting_payment")
    out = mia.line(wait="PT1S")
    assert out.acts == ["order-expired"]
    assert "checkout" in out.roles
    assert (out.order["status"], out.cart) == ("cancelled", {BLUE: 2})
    assert online(out, BLUE) == before


def test_a_cart_that_was_filled_meanwhile_stays_as_it_is_and_nothing_else_is_said(mia: Guest) -> None:
    ordered(mia, SEIFE_TEER=1)
    mia.has(SEIFE_ALGEN=1)
    out = mia.line(wait="PT15M")
    assert out.acts == ["order-expired-cart-kept"]
    assert out.cart == {"SEIFE-ALGEN": 1}


def test_what_is_sold_out_when_an_order_ends_is_not_promised_in_the_cart(guest: Callable[[str], Guest]) -> None:
    someone = guest("de")
    ordered(someone, ZELT_SOLO=1, SEIFE_TEER=1)
    out = someone.line(wait="PT15M")
    assert out.acts == ["order-expired"]
    assert out.cart == {"ZELT-SOLO": 1, "SEIFE-TEER": 1}


def test_money_after_the_end_goes_back_even_while_there_is_stock(mia: Guest) -> None:
    order = ordered(mia, SEIFE_TEER=1).order
    mia.line(wait="PT15M")
    late = mia.line(pay={"order": order["id"]})
    assert late.extra["payment"]["pre_checkout"] == "refused"
    assert {"order-payment-refund-late", "order-refunded"} <= set(late.acts)
    assert (late.order["status"], late.order["paid"], late.order["refunded"]) == ("cancelled", 910, 910)
    assert late.state["ledger"] == {"balanced": True}


def test_money_after_the_end_goes_back_when_another_has_the_last_piece(mia: Guest) -> None:
    order = ordered(mia, BECHER_MOLE_BLAU=1).order
    mia.line(wait="PT15M")
    mia.line(shop="buy", shopper="tom", sku=LAST, quantity=1)
    late = mia.line(pay={"order": order["id"]})
    assert "order-payment-refund-late" in late.acts
    assert late.order["refunded"] == late.order["paid"] == 1480


def test_a_charge_told_twice_counts_and_is_said_once(mia: Guest) -> None:
    ordered(mia, SEIFE_TEER=1)
    first = mia.line(pay={"charge_id": f"CH-{mia.name}"})
    again = mia.line(pay={"charge_id": f"CH-{mia.name}"})
    assert (again.replies, again.state["orders"]) == ([], first.state["orders"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_old_invoice_paid_again_is_paid_back_and_said(guest: Callable[[str], Guest], language: str) -> None:
    someone = guest(language)
    order = ordered(someone, SEIFE_TEER=1).order
    someone.line(pay={"order": order["id"], "charge_id": f"A-{someone.name}"})
    out = someone.line(pay={"order": order["id"], "charge_id": f"B-{someone.name}"})
    assert {"order-payment-refund", "order-refunded"} <= set(out.acts)
    assert 910 in out.amounts
    assert (out.order["status"], out.order["paid"], out.order["refunded"]) == ("confirmed", 1820, 910)


def test_a_wrong_amount_goes_back_and_the_order_waits_on(mia: Guest) -> None:
    order = ordered(mia, SEIFE_TEER=1).order
    out = mia.line(pay={"order": order["id"], "amount": 100})
    assert {"order-payment-wrong", "order-refunded"} <= set(out.acts)
    assert set(out.amounts) == {100}
    assert out.order["status"] == "awaiting_payment"
    assert mia.line(pay={"order": order["id"]}).order["status"] == "confirmed"


# While a person answers


def test_a_receipt_waits_for_the_hand_back_and_keeps_its_day(mia: Guest) -> None:
    ordered(mia, SEIFE_TEER=1)
    mia.line(shop="operator", action="take")
    paid = mia.line(pay={})
    assert (paid.replies, paid.order["status"]) == ([], "confirmed")
    (held,) = paid.extra["held"]
    mia.line(wait="P1D")
    left, receipt = mia.line(shop="operator", action="release").replies
    assert left["act"] == ["help-operator-left"]
    assert (receipt["class"], receipt["act"], receipt["text"]) == ("service", held["act"], held["text"])


def test_every_charge_that_goes_back_is_told_afterwards_with_its_reason(mia: Guest) -> None:
    order = ordered(mia, SEIFE_TEER=1).order
    mia.line(shop="operator", action="take")
    for charge in "ABC":
        assert mia.line(pay={"order": order["id"], "charge_id": f"{charge}-{mia.name}"}).replies == []
    out = mia.line(shop="operator", action="release")
    told = [act for act in out.acts if act.startswith(("order-payment-refund", "order-refunded"))]
    assert told == ["order-payment-refund", "order-refunded"] * 2
    assert out.order["refunded"] == 1820


def test_what_failed_and_ran_out_meanwhile_is_told_as_run_out(mia: Guest) -> None:
    ordered(mia, SEIFE_TEER=1)
    mia.line(shop="operator", action="take")
    assert mia.line(pay={"outcome": "failed"}).replies == []
    assert mia.line(wait="PT15M").replies == []
    out = mia.line(shop="operator", action="release")
    assert out.acts == ["help-operator-left", "order-expired"]
    assert "checkout" in out.roles
    assert mia.press("checkout").state["task"] == "checkout"


# In the store


@pytest.mark.parametrize("language", ["de", "en"])
def test_who_pays_in_the_store_is_confirmed_at_once_without_an_invoice(
    guest: Callable[[str], Guest], language: str
) -> None:
    someone = guest(language)
    someone.has(BECHER_KOMBUESE_SCHWARZ=1)
    someone.say("zur Kasse" if language == "de" else "check out")
    asked = someone.press("choose:pickup")
    someone.press(asked.roles[0])
    someone.press("choose:pay_in_store")
    out = someone.press("pay_order")
    assert out.acts == ["order-placed", "order-line", "order-summary-total", "order-summary-tax", "order-pay-in-store"]
    assert "invoice" not in out.replies[0]
    assert (out.order["status"], out.order["paid"]) == ("confirmed", 0)
    assert someone.line(wait="PT15M").order["status"] == "confirmed"


# Calling it off


@pytest.mark.parametrize(
    ("language", "ask", "no", "yes"),
    [("de", "storniere meine Bestellung", "nein", "ja"), ("en", "I want to cancel my order", "no", "yes")],
)
def test_an_order_is_called_off_after_asking_and_paid_back(
    guest: Callable[[str], Guest], language: str, ask: str, no: str, yes: str
) -> None:
    someone = guest(language)
    ordered(someone, TEE_SANDDORN=1)
    someone.line(pay={})
    asked = someone.say(ask)
    assert (asked.acts, asked.roles) == (["order-cancel-confirm"], ["confirm", "deny"])
    assert someone.say(no).order["status"] == "confirmed"
    someone.say(ask)
    out = someone.say(yes)
    assert {"order-cancelled", "order-cancelled-refund", "order-refunded"} <= set(out.acts)
    assert (out.order["status"], out.order["paid"], out.order["refunded"]) == ("cancelled", 1140, 1140)
    assert out.state["ledger"] == {"balanced": True}


def test_what_is_on_its_way_cannot_be_called_off(mia: Guest) -> None:
    ordered(mia, SEIFE_TEER=1)
    mia.line(pay={})
    mia.line(shop="shipment", status="in_transit", carrier="Möwenpost", number=f"P-{mia.name}")
    out = mia.say("storniere meine Bestellung")
    assert out.acts == ["order-cancel-too-late"]
    assert out.order["status"] == "shipped"


def test_nobody_calls_off_what_belongs_to_another(mia: Guest, ben: Guest) -> None:
    order = ordered(mia, SEIFE_TEER=1).order
    out = ben.say(f"cancel order {order['id']}")
    assert out.acts[-1] == "reject-order"
    assert mia.state().order["status"] == "awaiting_payment"


def test_nothing_to_call_off_is_said(mia: Guest, ben: Guest) -> None:
    assert mia.say("storniere meine Bestellung").acts[-1] == "order-cancel-none"
    assert ben.say("I want to cancel my order").acts[-1] == "order-cancel-none"
