"""The till: one question after the other, the summary, and the button that alone orders."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest, Out, online

RED, BLUE, GREEN = "BECHER-MOEWE-ROT", "BECHER-MOEWE-BLAU", "BECHER-ANKER-GRUEN"
ADDRESS = "Mia Sand, Deichweg 4, 20095 Hamburg"


def to_summary(someone: Guest, *, way: str = "standard") -> Out:
    """Go to the till with a cart that is there, up to the order button."""
    someone.say("zur Kasse" if someone.language == "de" else "I want to check out")
    someone.press("choose:delivery")
    someone.say(ADDRESS)
    return someone.press(f"choose:{way}")


def pay_button(out: Out) -> str:
    """The id of the order button of a summary."""
    return next(str(each["id"]) for reply in out.replies for each in reply["buttons"] if each["role"] == "pay_order")


@pytest.mark.parametrize(
    ("language", "pay", "put_right"),
    [
        ("de", "zahlungspflichtig bestellen", ("Adresse ändern", "Versand ändern")),
        ("en", "Order with obligation to pay", ("Change address", "Change shipping")),
    ],
)
def test_the_summary_tells_everything_and_the_button_says_what_it_does(
    guest: Callable[[str], Guest], language: str, pay: str, put_right: tuple[str, ...]
) -> None:
    someone = guest(language)
    someone.has(BECHER_MOEWE_ROT=2, TEE_SANDDORN=1)
    out = to_summary(someone)
    assert out.acts == [
        "order-summary-heading",
        "order-line",
        "order-line",
        "order-line-base",
        "order-summary-shipping",
        "order-summary-total",
        "order-summary-tax",
        "order-summary-tax",
        "order-summary-delivery",
        "order-summary-payment",
        "order-summary-withdrawal",
        "order-summary-legal",
    ]
    assert [(button["label"], button.get("role", "")) for button in out.replies[0]["buttons"]] == [
        (pay, "pay_order"),
        *zip(put_right, ("change:address", "change:shipping"), strict=True),
    ]
    assert (out.state["cart"]["shipping"], out.state["cart"]["total"]) == (490, 4120)
    assert 4120 in out.amounts


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["ja", "ja bitte", "passt so", "ok", "jawohl, bestellen", "zahlungspflichtig bestellen bitte"]),
        ("en", ["yes", "yes please", "ok", "sure", "yes, order it", "order now please"]),
    ],
)
def test_no_words_order_anything(guest: Callable[[str], Guest], language: str, words: list[str]) -> None:
    someone = guest(language)
    someone.has(BECHER_MOEWE_ROT=1)
    to_summary(someone)
    for word in words:
        out = someone.say(word)
        assert out.state["orders"] == []
        assert "pay_order" in out.roles
        assert out.state["awaiting"] == "summary"


def test_a_plain_yes_is_told_why_it_does_not_order(mia: Guest, ben: Guest) -> None:
    for someone, word in ((mia, "ja"), (ben, "yes")):
        someone.has(BECHER_MOEWE_ROT=1)
        to_summary(someone)
        assert someone.say(word).acts[0] == "yes-is-no-order"


def test_the_button_orders_once_however_often_it_is_pressed(mia: Guest) -> None:
    before = online(mia.has(BECHER_MOEWE_BLAU=2), BLUE)
    button = pay_button(to_summary(mia))
    assert mia.press(button).acts[:2] == ["order-placed", "order-pay-now"]
    again = mia.press(button)
    assert again.acts == ["order-already-placed"]
    assert len(again.state["orders"]) == 1
    assert online(mia.line(shop="restock", sku=BLUE, quantity=2), BLUE) == before


def test_a_changed_cart_kills_the_old_button_and_shows_the_new_summary(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    old = pay_button(to_summary(mia))
    changed = mia.say("nimm noch eine Lakritz Salzkante dazu")
    assert changed.state["awaiting"] == "summary"
    assert changed.state["cart"]["total"] == 1490 + 450 + 490
    pressed = mia.press(old)
    assert pressed.state["orders"] == []
    assert "order-summary-changed" in pressed.acts
    assert "pay_order" in pressed.roles
    assert mia.press(pay_button(pressed)).order["total"] == 2430


def test_an_old_button_without_a_checkout_says_how_to_get_a_new_one(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    old = pay_button(to_summary(mia))
    mia.say("vergiss es")
    mia.say("leere den Korb", "ja")
    out = mia.press(old)
    assert out.acts == ["order-no-checkout"]
    assert out.state["orders"] == []


def test_a_saved_address_is_a_button_the_second_time(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    to_summary(mia)
    mia.press("pay_order")
    mia.has(SEIFE_TEER=1)
    mia.say("zur Kasse")
    asked = mia.press("choose:delivery")
    assert asked.roles == ["choose:address-1"]
    mia.press("choose:address-1")
    out = mia.press("choose:express")
    assert out.state["cart"]["shipping"] == 990
    assert "Mia Sand, Deichweg 4, 20095 Hamburg" in out.text
    assert mia.press("pay_order").order["address"]["city"] == "Hamburg"


def test_express_may_be_chosen_by_a_word(mia: Guest, ben: Guest) -> None:
    for someone, word in ((mia, "express bitte"), (ben, "express please")):
        someone.has(SEIFE_TEER=1)
        to_summary(someone)
        someone.say("vergiss es" if someone is mia else "never mind")
        someone.say("zur Kasse" if someone is mia else "check out")
        someone.press("choose:delivery")
        someone.say(ADDRESS)
        assert someone.say(word).state["cart"]["shipping"] == 990


def test_a_parcel_to_another_country_has_its_own_ways_and_prices(mia: Guest) -> None:
    mia.has(SEIFE_TEER=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    asked = mia.say("Mia Sand, Lindengasse 3, 1070 Wien, Österreich")
    assert asked.roles == ["choose:standard-at", "choose:express-at"]
    labels = [button["label"] for button in asked.replies[0]["buttons"]]
    assert ["8,90" in labels[0], "16,90" in labels[1]] == [True, True]
    out = mia.press("choose:standard-at")
    assert out.state["cart"]["shipping"] == 890
    assert "20 %" in out.text


# Pick-up


def test_only_stores_that_have_everything_are_offered_for_pick_up(mia: Guest) -> None:
    mia.has(BECHER_ANKER_GRUEN=1)
    mia.say("zur Kasse")
    asked = mia.press("choose:pickup")
    assert asked.roles == ["choose:leuchtturm", "choose:bahnhof"]


@pytest.mark.parametrize(("language", "store"), [("de", "im Kontor am Hafen"), ("en", "Kontor at the Harbour")])
def test_a_store_that_lacks_something_is_told_with_what_and_others_are_offered(
    guest: Callable[[str], Guest], language: str, store: str
) -> None:
    someone = guest(language)
    someone.has(BECHER_ANKER_GRUEN=1)
    someone.say("zur Kasse" if language == "de" else "check out")
    someone.press("choose:pickup")
    out = someone.say(store)
    assert out.acts == ["order-store-short"]
    assert out.roles == ["choose:leuchtturm", "choose:bahnhof"]


def test_where_no_store_has_everything_delivery_is_offered(mia: Guest) -> None:
    mia.has(BUCH_KNOTEN=1)
    mia.say("zur Kasse")
    out = mia.press("choose:pickup")
    assert (out.acts, out.roles) == (["order-no-store"], ["choose:delivery"])
    assert mia.press("choose:delivery").state["awaiting"] == "address"


def test_pick_up_takes_from_the_shelf_of_that_store(mia: Guest) -> None:
    mia.has(BECHER_ANKER_GRUEN=1)
    mia.say("zur Kasse", "ich hole es ab", "im Bahnhof")
    mia.press("choose:pay_in_store")
    out = mia.press("pay_order")
    assert (out.order["fulfilment"], out.order["store"], out.order["shipping"]) == ("pickup", "bahnhof", 0)
    left = mia.line(shop="restock", sku=GREEN, quantity=1).state["stock"][GREEN]
    assert left["stores"].get("bahnhof", 0) == 0
    assert left["online"] == 4


# What changes meanwhile


def test_a_changed_price_is_told_before_it_can_be_ordered(guest: Callable[[str], Guest]) -> None:
    someone = guest("de")
    someone.has(KARTE_SET=2)
    someone.line(shop="price", sku="KARTE-SET", price=800)
    out = to_summary(someone)
    assert out.acts[0] == "order-summary-price-changed"
    assert out.amounts[:2] == [800, 750]
    assert out.state["cart"]["goods"] == 1600


def test_a_price_that_changes_after_the_summary_kills_its_button(mia: Guest) -> None:
    mia.has(KARTE_POSTER=1)
    old = pay_button(to_summary(mia))
    mia.line(shop="price", sku="KARTE-POSTER", price=2100)
    out = mia.press(old)
    assert out.state["orders"] == []
    assert {"order-summary-changed", "order-summary-price-changed"} <= set(out.acts)
    assert mia.press(pay_button(out)).order["goods"] == 2100


def test_a_voucher_that_counts_no_more_is_dropped_with_the_reason(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=3)
    mia.say("Gutschein MOIN5")
    mia.say("doch lieber nur 1")
    out = to_summary(mia)
    assert out.acts[:2] == ["order-voucher-minimum", "order-voucher-dropped"]
    assert (out.state["cart"]["voucher"], out.state["cart"]["discount"]) == (None, 0)
    assert mia.press("pay_order").order["total"] == 1980


def test_what_is_sold_out_meanwhile_is_said_and_nothing_is_ordered(mia: Guest) -> None:
    mia.has(LAMPE_TREIBHOLZ=1)
    to_summary(mia)
    mia.line(shop="buy", shopper="tom", sku="LAMPE-TREIBHOLZ", quantity=1)
    out = mia.press("pay_order")
    assert "order-summary-short" in out.acts
    assert out.state["orders"] == []


# In between


@pytest.mark.parametrize(
    ("language", "text", "pick_up"),
    [
        ("de", "was kostet der Versand?", "doch lieber abholen"),
        ("en", "what is your return policy?", "actually I'd rather pick it up"),
    ],
)
def test_a_question_is_answered_and_the_checkout_goes_on(
    guest: Callable[[str], Guest], language: str, text: str, pick_up: str
) -> None:
    someone = guest(language)
    someone.has(BECHER_MOEWE_ROT=1)
    someone.say("zur Kasse" if language == "de" else "check out")
    someone.press("choose:delivery")
    out = someone.say(text)
    assert out.acts == ["search-answer", "order-ask-address"]
    assert (out.state["task"], out.state["awaiting"]) == ("checkout", "address")
    corrected = someone.say(pick_up)
    assert corrected.acts == ["order-changed-fulfilment", "order-ask-store"]
    assert corrected.state["awaiting"] == "store"


def test_delivery_is_corrected_to_pick_up_from_the_summary_too(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    to_summary(mia)
    assert mia.say("doch lieber abholen").state["awaiting"] == "store"
    mia.say("im Kontor am Markt")
    out = mia.press("choose:pay_in_store")
    assert "order-summary-pickup" in out.acts
    assert out.state["cart"]["shipping"] == 0


def test_an_address_is_corrected_at_the_summary(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    to_summary(mia)
    out = mia.say("Mia Sand, Uferweg 9, 24103 Kiel")
    assert "Uferweg 9, 24103 Kiel" in out.text
    assert out.state["awaiting"] == "summary"


def test_the_cart_may_be_looked_at_in_between(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    mia.say("zur Kasse")
    out = mia.say("was ist in meinem Korb?")
    assert out.acts[0] == "order-cart-heading"
    assert out.acts[-1] == "order-ask-fulfilment"
    assert "checkout" not in out.roles


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Mia Sand, Deichweg, 20095 Hamburg", "reject-address-missing-number"),
        ("Mia Sand, Deichweg 4, Hamburg", "reject-address-missing-postcode"),
        ("Mia Sand, Deichweg 4, 20095", "reject-address-missing-city"),
        ("20095 Hamburg", "reject-address-missing-street"),
        ("Mia Sand, Deichweg 4, 123 Hamburg", "reject-address-bad-postcode"),
    ],
)
def test_an_incomplete_address_is_refused_with_what_is_missing(mia: Guest, text: str, act: str) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    out = mia.say(text)
    assert out.acts == [act]
    assert out.state["awaiting"] == "address"
    assert mia.say(ADDRESS).state["awaiting"] == "shipping"


@pytest.mark.parametrize("name", ["Mia Sand", "Jonte Fischer", "Dr. Ben O'Neill", "Anna-Lena Groß"])
def test_a_missing_name_is_asked_for_and_taken_as_it_is_written(mia: Guest, name: str) -> None:
    mia.has(SEIFE_TEER=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    assert mia.say("Deichweg 4, 20095 Hamburg").acts == ["order-ask-name"]
    assert mia.say(name).state["awaiting"] == "shipping"
    assert name in mia.press("choose:standard").text


def test_a_yes_is_no_name(mia: Guest) -> None:
    mia.has(SEIFE_TEER=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    mia.say("Deichweg 4, 20095 Hamburg")
    assert mia.say("ja").state["awaiting"] == "name"


def test_nothing_in_the_cart_is_no_checkout(mia: Guest, ben: Guest) -> None:
    for out in (mia.say("zur Kasse"), ben.say("I want to check out")):
        assert out.acts[-1] == "order-cart-empty"
        assert out.state["task"] is None


def test_an_english_shopper_with_a_german_address_is_still_answered_in_english(ben: Guest) -> None:
    ben.has(BECHER_MOEWE_ROT=1)
    assert {reply["language"] for reply in to_summary(ben).replies} == {"en"}


def test_a_called_off_checkout_kills_its_order_button(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    button = pay_button(to_summary(mia))
    mia.say("abbrechen")
    out = mia.press(button)
    assert (out.acts, out.state["orders"]) == (["order-no-checkout"], [])


def test_the_shipping_of_a_summary_is_put_right_by_button_or_by_word(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    to_summary(mia)
    assert mia.press("change:shipping").state["awaiting"] == "shipping"
    assert mia.press("choose:express").state["cart"]["shipping"] == 990
    assert mia.say("doch lieber standard").state["cart"]["shipping"] == 490
    assert mia.say("express").state["cart"]["shipping"] == 990


def test_the_address_of_a_summary_is_put_right(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    to_summary(mia)
    assert mia.press("change:address").state["awaiting"] == "address"
    out = mia.say("Mia Sand, Uferzeile 3, 50667 Köln")
    assert out.state["awaiting"] == "summary"
    assert "50667 Köln" in out.text


def test_shipping_is_offered_at_what_it_costs_this_cart(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=4)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    out = mia.say(ADDRESS)
    assert 490 not in out.amounts
    assert mia.press("choose:standard").state["cart"]["shipping"] == 0


def test_a_summary_with_something_sold_out_has_no_order_button_but_a_way_on(mia: Guest, ben: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1, BECHER_MOEWE_BLAU=1)
    shown = to_summary(mia)
    left = online(shown, RED)
    ben.has(BECHER_MOEWE_ROT=left)
    ben.press(pay_button(to_summary(ben)))
    out = mia.press(pay_button(shown))
    assert "pay_order" not in out.roles
    assert "order-summary-short" in out.acts
    again = mia.press(f"choose:{RED}")
    mia.line(shop="restock", sku=RED, quantity=left)
    assert "pay_order" in again.roles
    assert [line["sku"] for line in again.state["cart"]["lines"]] == [BLUE]


def test_who_has_not_paid_yet_and_goes_to_the_till_is_shown_the_invoice(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_ROT=1)
    to_summary(mia)
    mia.press("pay_order")
    out = mia.say("zur Kasse")
    assert "order-pay-now" in out.acts
