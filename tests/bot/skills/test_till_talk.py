"""At the till people say things in pieces, out of order and once more: what was told stays, what changes is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest, Out

ADDRESS = "Mia Maier, Deichweg 4, 20095 Hamburg"
TO_THE_TILL = {"de": "zur Kasse", "en": "check out"}


def at_address(someone: Guest) -> Out:
    """Up to the question for the address, with one mug in the cart."""
    someone.has(KARTE_SET=1)
    someone.say(TO_THE_TILL[someone.language])
    return someone.press("choose:delivery")


def at_summary(someone: Guest) -> Out:
    """Up to the order button."""
    at_address(someone)
    someone.say(ADDRESS)
    return someone.press("choose:standard")


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("de", ["Uferzeile 3", "50667 Köln", "Mia Sand"]),
        ("de", ["Mia Sand", "Uferzeile 3", "50667 Köln"]),
        ("de", ["50667 Köln", "Mia Sand, Uferzeile 3"]),
        ("de", ["Mia Sand, Uferzeile, 50667 Köln", "3"]),
        ("de", ["Mia Sand, Uferzeile 3, 50667", "Köln"]),
        ("en", ["Uferzeile 3", "50667 Köln", "Mia Sand"]),
        ("en", ["Mia Sand, Uferzeile 3", "it's 50667 Köln"]),
    ],
)
def test_an_address_may_be_told_in_pieces(guest: Callable[[str], Guest], language: str, pieces: list[str]) -> None:
    someone = guest(language)
    at_address(someone)
    asked = [someone.say(piece) for piece in pieces]
    assert asked[-1].acts == ["order-ask-shipping"]
    assert asked[-1].cart == {"KARTE-SET": 1}
    assert "Mia Sand, Uferzeile 3, 50667 Köln" in someone.press("choose:standard").text


def test_a_piece_of_an_address_is_kept_while_something_else_is_asked(mia: Guest) -> None:
    at_address(mia)
    mia.say("Uferzeile 3")
    out = mia.say("was kostet der Versand?")
    assert (out.acts, out.state["awaiting"]) == (["search-answer", "reject-address-missing-postcode"], "address")
    assert "Uferzeile 3" in out.text
    assert mia.say("50667 Köln").state["awaiting"] == "name"


@pytest.mark.parametrize(
    ("language", "country", "countries"),
    [("de", "Österreich", "Deutschland und Österreich"), ("en", "Austria", "Germany and Austria")],
)
def test_a_wrong_postcode_says_what_would_do(
    guest: Callable[[str], Guest], language: str, country: str, countries: str
) -> None:
    someone = guest(language)
    at_address(someone)
    out = someone.say("Mia Sand, Ring 3, 1010 Wien")
    assert out.acts == ["reject-address-bad-postcode"]
    assert "1010" in out.text
    assert countries in out.text
    asked = someone.say(country)
    assert asked.roles == ["choose:standard-at", "choose:express-at"]
    assert "Mia Sand, Ring 3, 1010 Wien" in someone.press("choose:standard-at").text


def test_a_country_without_delivery_is_named_with_those_that_have_it(mia: Guest) -> None:
    at_address(mia)
    out = mia.say("Mia Sand, Gasse 3, 8001 Zürich, Schweiz")
    assert out.acts == ["reject-address-country"]
    assert "Schweiz" in out.text
    assert "Deutschland und Österreich" in out.text
    assert mia.say(ADDRESS).state["awaiting"] == "shipping"


def test_words_for_the_cart_are_no_street(mia: Guest) -> None:
    at_address(mia)
    for text in ("nur 3 bitte", "doch lieber 2", "ich nehme 4"):
        assert "reject-address-missing-postcode" not in mia.say(text).acts


def test_shipping_may_be_named_before_it_is_asked_for(mia: Guest) -> None:
    at_address(mia)
    assert mia.say("express bitte").state["awaiting"] == "address"
    out = mia.say(ADDRESS)
    assert (out.state["awaiting"], out.state["cart"]["shipping"]) == ("summary", 990)


def test_an_address_told_first_means_delivery(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    mia.say("zur Kasse")
    assert mia.say(ADDRESS).state["awaiting"] == "shipping"


@pytest.mark.parametrize("until", [at_address, at_summary])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "im Laden bezahlen"),
        ("en", "pay in store"),
        ("de", "ich zahle bar"),
        ("de", "abholen"),
        ("en", "pick up"),
    ],
)
def test_picking_up_may_be_chosen_at_any_time(
    guest: Callable[[str], Guest], until: Callable[[Guest], Out], language: str, text: str
) -> None:
    someone = guest(language)
    until(someone)
    out = someone.say(text)
    assert out.acts == ["order-changed-fulfilment", "order-ask-store"]
    shown = someone.press(out.roles[0])
    if "pay" not in text and "zahl" not in text:
        shown = someone.press("choose:pay_in_store")
    assert "order-summary-pickup" in shown.acts


@pytest.mark.parametrize(
    ("language", "text"), [("de", "den am Bahnhof nehme ich"), ("de", "am Bahnhof"), ("en", "the one at the station")]
)
def test_a_store_is_chosen_by_where_it_is(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.has(KARTE_POSTER=1)
    someone.say("ich hole es ab" if language == "de" else "I will pick it up")
    assert someone.say(text).state["awaiting"] == "payment"


def test_delivery_after_all_asks_how_to_pay_anew(mia: Guest) -> None:
    at_summary(mia)
    mia.say("im Laden bezahlen")
    out = mia.say("doch liefern")
    assert out.acts[0] == "order-changed-fulfilment"
    assert mia.press("pay_order").order["payments"][0]["method"] == "demo"


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "doch an eine andere Adresse"), ("de", "andere Adresse bitte"), ("en", "to another address please")],
)
def test_another_address_is_asked_for_from_the_summary(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    at_summary(someone)
    assert someone.say(text).state["awaiting"] == "address"
    assert "50667 Köln" in someone.say("Mia Sand, Uferzeile 3, 50667 Köln").text


@pytest.mark.parametrize(
    ("language", "text", "act", "said"),
    [
        ("de", "nein, doch Express", "order-changed-shipping", "Express"),
        ("en", "no, express please", "order-changed-shipping", "Express"),
        ("de", "Hausnummer 5 nicht 4", "order-changed-address", "Deichweg 5"),
        ("en", "house number 5 not 4", "order-changed-address", "Deichweg 5"),
        ("de", "der Name ist Meier mit ei", "order-changed-address", "Mia Meier"),
        ("en", "the name is Meyer with a y", "order-changed-address", "Mia Meyer"),
        ("de", "die Postleitzahl ist 20097", "order-changed-address", "20097 Hamburg"),
        ("de", "Uferweg 9", "order-changed-address", "Uferweg 9, 20095 Hamburg"),
    ],
)
def test_what_was_told_is_put_right_and_said(
    guest: Callable[[str], Guest], language: str, text: str, act: str, said: str
) -> None:
    someone = guest(language)
    at_summary(someone)
    out = someone.say(text)
    assert out.acts[:2] == [act, "order-summary-heading"]
    assert said in out.text.splitlines()[0]
    assert (out.state["awaiting"], out.cart) == ("summary", {"KARTE-SET": 1})


def test_a_name_that_was_asked_for_by_itself_is_put_right_too(mia: Guest) -> None:
    at_address(mia)
    mia.say("Deichweg 4, 20095 Hamburg", "Mia Maier")
    mia.press("choose:standard")
    assert "Mia Meier, Deichweg 4" in mia.say("der Name ist Meier").text


def test_a_voucher_is_one_while_a_name_is_asked_for(mia: Guest) -> None:
    mia.has(TEE_SANDDORN=9)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    mia.say("Deichweg 4, 20095 Hamburg")
    out = mia.say("MOIN5")
    assert (out.state["cart"]["voucher"], out.state["awaiting"]) == ("MOIN5", "name")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ach nee, ich möchte das lieber abholen"),
        ("de", "ach nee, ich hol das lieber ab"),
        ("en", "no, I'd rather pick it up"),
    ],
)
def test_a_no_before_a_correction_does_not_end_the_till(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    someone = guest(language)
    at_summary(someone)
    assert someone.say(text).acts == ["order-changed-fulfilment", "order-ask-store"]


def test_a_no_before_what_is_not_understood_leaves_the_till(mia: Guest) -> None:
    at_summary(mia)
    out = mia.say("ach nee, das dings da mit dem schnörkel")
    assert out.state["awaiting"] == "summary"


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "lieber doch am Bahnhof"), ("en", "actually, at the station")],
)
def test_another_store_is_named_at_the_summary(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.has(KARTE_POSTER=1)
    someone.say("zur Kasse" if language == "de" else "checkout please")
    for role in ("choose:pickup", "choose:hafen", "choose:pay_in_store"):
        someone.press(role)
    assert "order-changed-store" in someone.say(text).acts
    assert someone.press("pay_order").order["store"] == "bahnhof"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "wie lange dauert denn die Lieferung?"),
        ("de", "liefert ihr auch nach Zürich"),
        ("en", "how long does delivery take?"),
    ],
)
def test_a_question_about_a_way_does_not_choose_it(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.has(KARTE_SET=1)
    someone.say("zur Kasse" if language == "de" else "checkout please")
    assert someone.say(text).state["awaiting"] == "fulfilment"


def test_other_goods_do_not_answer_how_many(mia: Guest) -> None:
    mia.has(MUETZE_SCHAL_NATUR=1)
    assert mia.say("ich will die Menge vom Schal ändern").state["awaiting"] == "quantity"
    assert mia.say("und zwei Lakritz bitte").cart == {"MUETZE-SCHAL-NATUR": 1, "NASCH-LAKRITZ": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kommt da noch Zoll drauf?", "search-question-unknown"),
        ("und wie groß ist der Karton dann?", "fallback-sorry"),
    ],
)
def test_a_guess_puts_no_question_without_choices_over_the_till(mia: Guest, text: str, said: str) -> None:
    at_address(mia)
    mia.say("Mia Sand, Uferzeile 3, 50667 Köln")
    assert mia.say(text).acts == [said, "order-ask-shipping"]


def test_a_question_about_the_cart_ends_with_the_order(mia: Guest) -> None:
    at_summary(mia)
    assert mia.say("ich möchte die Menge ändern").state["awaiting"] == "quantity"
    out = mia.press("pay_order")
    assert (len(out.state["orders"]), out.state["awaiting"]) == (1, None)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Kasse, an Mia Sand, Uferzeile 3, 50667 Köln", "order-ask-shipping"),
        ("ich möchte bestellen und zwar an Mia Sand, Uferzeile 3, 50667 Köln, express bitte", "order-summary-heading"),
        ("Kasse, liefert es an Mia Sand, Uferzeile 3", "reject-address-missing-postcode"),
    ],
)
def test_an_address_told_with_the_wish_to_check_out_is_taken(mia: Guest, text: str, act: str) -> None:
    mia.has(KARTE_SET=1)
    assert mia.say(text).acts[:2] == ["bot-disclosure", act]


@pytest.mark.parametrize(
    ("language", "stop", "on"),
    [
        ("de", "vergiss es", "doch weiter"),
        ("de", "abbrechen", "lass uns weitermachen"),
        ("en", "never mind", "let's go on after all"),
    ],
)
def test_a_stopped_till_goes_on_where_it_was(guest: Callable[[str], Guest], language: str, stop: str, on: str) -> None:
    someone = guest(language)
    at_summary(someone)
    assert someone.say(stop).state["task"] is None
    assert someone.say(on).state["awaiting"] == "summary"
    assert someone.press("pay_order").state["orders"]


@pytest.mark.parametrize("text", ["nicht weitermachen", "don't go on"])
def test_a_stopped_till_stays_stopped_when_it_shall(mia: Guest, text: str) -> None:
    at_summary(mia)
    mia.say("vergiss es")
    assert mia.say(text).state["task"] is None


def test_after_the_order_a_till_that_was_stopped_is_over(mia: Guest) -> None:
    at_summary(mia)
    mia.say("vergiss es", "zur Kasse", "liefern", "Mia Sand, Uferzeile 3, 50667 Köln", "Standard")
    mia.press("pay_order")
    assert mia.say("doch weiter").state["task"] is None
