"""The cart by talking and by buttons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest

RED, BLUE, WHITE = "BECHER-MOEWE-ROT", "BECHER-MOEWE-BLAU", "BECHER-MOEWE-WEISS"
ANCHOR = "BECHER-ANKER-BLAU"


@pytest.mark.parametrize(
    ("language", "text"), [("de", "zwei rote Becher Möwe bitte"), ("en", "two red seagull mugs please")]
)
def test_goods_are_put_into_the_cart_by_talking(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert "order-added" in out.acts
    assert out.cart == {RED: 2}
    assert out.amounts == [2980]
    assert "checkout" in out.roles


@pytest.mark.parametrize(
    ("language", "text"), [("de", "habt ihr rote Becher unter 20 Euro?"), ("en", "red mugs under 20 euros")]
)
def test_goods_are_put_into_the_cart_by_a_button(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.say(text)
    assert someone.press(f"choose:{RED}").cart == {RED: 1}
    assert someone.press(f"choose:{RED}").cart == {RED: 2}


@pytest.mark.parametrize(
    ("language", "text"), [("de", "einen Becher Möwe bitte"), ("en", "I would like a seagull mug please")]
)
def test_an_ambiguous_wish_is_asked_back_with_buttons(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    asked = someone.say(text)
    assert (asked.acts[-1], asked.state["awaiting"], asked.cart) == ("ask-variant", "variant", {})
    assert asked.roles == [f"choose:{sku}" for sku in (RED, BLUE, WHITE)]
    assert someone.press(f"choose:{WHITE}").cart == {WHITE: 1}


def test_an_ambiguous_wish_is_answered_in_words_too(mia: Guest, ben: Guest) -> None:
    assert mia.say("einen Becher Möwe bitte", "den blauen").cart == {BLUE: 1}
    assert ben.say("I would like a seagull mug please", "the blue one").cart == {BLUE: 1}


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "doch lieber drei"), ("de", "nein, drei"), ("en", "no, three"), ("en", "make that three")],
)
def test_how_many_is_changed_by_saying_so(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.say("zwei rote Becher Möwe bitte" if language == "de" else "two red seagull mugs please")
    out = someone.say(text)
    assert "order-changed" in out.acts
    assert out.cart == {RED: 3}


@pytest.mark.parametrize(("language", "text"), [("de", "doch lieber in blau"), ("en", "I'd rather have it in blue")])
def test_the_colour_is_swapped_and_the_number_stays(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.say("zwei rote Becher Möwe bitte" if language == "de" else "two red seagull mugs please")
    out = someone.say(text)
    assert "order-swapped" in out.acts
    assert out.cart == {BLUE: 2}


def test_a_colour_that_does_not_exist_is_said_and_changes_nothing(mia: Guest) -> None:
    mia.say("zwei rote Becher Möwe bitte")
    out = mia.say("doch lieber in grün")
    assert "order-no-such-variant" in out.acts
    assert out.cart == {RED: 2}


def test_the_size_is_swapped_and_the_colour_stays(mia: Guest) -> None:
    mia.has(JACKE_LUV_DUNKELBLAU_M=1)
    assert mia.say("doch lieber in Größe S").cart == {"JACKE-LUV-DUNKELBLAU-S": 1}


@pytest.mark.parametrize(
    ("language", "text"), [("de", "nimm den Becher Möwe wieder raus"), ("en", "take the seagull mug out again")]
)
def test_a_line_is_taken_out_and_looked_for_in_the_cart_alone(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    someone = guest(language)
    someone.has(BECHER_MOEWE_BLAU=2, BECHER_ANKER_BLAU=1)
    out = someone.say(text)
    assert "order-removed" in out.acts
    assert out.cart == {ANCHOR: 1}


def test_which_of_two_lines_is_asked_with_those_two_as_buttons(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_BLAU=2, BECHER_ANKER_BLAU=1, SEIFE_TEER=1)
    asked = mia.say("nimm die Becher wieder raus")
    assert asked.acts[-1] == "order-which-line"
    assert asked.roles == [f"choose:{BLUE}", f"choose:{ANCHOR}"]
    assert mia.press(f"choose:{ANCHOR}").cart == {BLUE: 2, "SEIFE-TEER": 1}


def test_what_is_not_in_the_cart_cannot_be_taken_out(mia: Guest, ben: Guest) -> None:
    mia.has(SEIFE_TEER=1)
    assert mia.say("nimm den Becher Möwe wieder raus").acts[-1] == "order-not-in-cart"
    assert ben.say("take the seagull mug out again").acts[-1] == "order-cart-empty"


@pytest.mark.parametrize(
    ("language", "ask", "no", "yes"),
    [("de", "leere den Korb", "nein", "ja"), ("en", "empty my cart please", "no", "yes")],
)
def test_the_cart_is_emptied_after_asking_only(
    guest: Callable[[str], Guest], language: str, ask: str, no: str, yes: str
) -> None:
    someone = guest(language)
    someone.has(BECHER_MOEWE_BLAU=2, SEIFE_TEER=1)
    assert someone.say(ask).roles == ["confirm", "deny"]
    assert someone.say(no).cart == {BLUE: 2, "SEIFE-TEER": 1}
    someone.say(ask)
    out = someone.say(yes)
    assert (out.acts, out.cart) == (["order-emptied"], {})


@pytest.mark.parametrize(("language", "text"), [("de", "was ist in meinem Korb?"), ("en", "what is in my cart?")])
def test_the_cart_is_shown_with_sums_that_add_up(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.has(BECHER_MOEWE_BLAU=2, SEIFE_TEER=3)
    out = someone.say(text)
    assert out.amounts == [1490, 2980, 420, 1260, 4240]
    assert [(item["sku"], item["price"]) for item in out.items] == [(BLUE, 1490), ("SEIFE-TEER", 420)]
    assert out.state["cart"]["goods"] == 4240


def test_what_is_sold_out_is_said_with_a_way_to_hear_when_it_is_back(mia: Guest, ben: Guest) -> None:
    out = mia.say("einen Grüntee Nebelbank in den Korb bitte")
    assert out.acts[-1] == "order-cannot-sold-out"
    assert out.cart == {}
    assert mia.press(out.roles[0]).acts == ["search-watch"]
    assert mia.state().state["watches"] == ["TEE-GRUEN"]
    assert ben.line(given={"shopper": {"language": "en"}}).cart == {}


def test_more_than_there_are_is_said_with_as_many_as_can_be_had(mia: Guest) -> None:
    out = mia.say("50 blaue Becher Anker bitte")
    assert out.acts[-1] == "order-cannot-too-many"
    assert out.roles == ["choose:20"]
    assert mia.press("choose:20").cart == {ANCHOR: 20}


def test_more_than_a_cart_takes_is_said(mia: Guest) -> None:
    mia.has(SEIFE_FLUESSIG_500ML=99)
    out = mia.say("noch eine Flüssigseife Gischt 500 ml")
    assert out.cart == {"SEIFE-FLUESSIG-500ML": 99}
    assert out.acts[-1] == "order-cannot-limit"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Sticker-Paket Möwen in den Korb"),
        ("de", "ich nehme den Töpferkurs für Anfänger"),
        ("en", "I'll take the tea tasting"),
    ],
)
def test_what_is_no_goods_is_answered_honestly_with_a_person(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == "order-kind-not-yet"
    assert out.roles == ["human"]
    assert out.cart == {}


# Vouchers


@pytest.mark.parametrize(
    ("language", "text"), [("de", "ich habe einen Gutschein: WILLKOMMEN10"), ("en", "I have a voucher: WILLKOMMEN10")]
)
def test_a_voucher_counts_and_its_part_is_said(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.has(BECHER_MOEWE_BLAU=2)
    out = someone.say(text)
    assert "order-voucher-accepted" in out.acts
    assert (out.state["cart"]["voucher"], out.state["cart"]["discount"]) == ("WILLKOMMEN10", 298)
    assert out.amounts == [-298, 2682]


@pytest.mark.parametrize(
    ("code", "act", "said"),
    [
        ("SOMMER25", "order-voucher-expired", "2025"),
        ("MOIN5", "order-voucher-minimum", "20,10"),
        ("LICHT15", "order-voucher-nothing-fits", "LICHT15"),
        ("QUATSCH7", "order-voucher-unknown", "QUATSCH7"),
    ],
)
def test_each_refusal_of_a_voucher_says_why(mia: Guest, code: str, act: str, said: str) -> None:
    mia.has(BECHER_MOLE_GELB=1)
    out = mia.say(f"Gutschein {code}")
    assert out.acts[-1] == act
    assert said in out.text
    assert out.state["cart"]["voucher"] is None


def test_a_voucher_used_before_is_refused(mia: Guest) -> None:
    mia.has(BECHER_MOLE_GELB=1)
    mia.say("Gutschein WILLKOMMEN10", "zur Kasse")
    mia.press("choose:delivery")
    mia.say("Mia Sand, Deichweg 4, 20095 Hamburg")
    mia.press("choose:standard")
    assert mia.press("pay_order").order["voucher"] == "WILLKOMMEN10"
    mia.has(BECHER_MOLE_GELB=1)
    assert mia.say("Gutschein WILLKOMMEN10").acts[-1] == "order-voucher-used"


def test_a_voucher_without_its_code_is_asked_for(mia: Guest) -> None:
    mia.has(BECHER_MOEWE_BLAU=3)
    asked = mia.say("ich möchte einen Gutschein einlösen")
    assert asked.acts[-1] == "order-ask-voucher"
    assert mia.say("MOIN5").state["cart"]["discount"] == 500


# Questions outside of a task


def test_a_small_question_is_asked_again_once_and_then_dropped(mia: Guest) -> None:
    assert mia.say("einen Becher Möwe bitte").state["awaiting"] == "variant"
    assert mia.say("danke").acts == ["help-thanks", "ask-variant"]
    out = mia.say("danke")
    assert out.acts == ["help-thanks"]
    assert out.state["awaiting"] is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ich möchte einen Termin buchen"),
        ("en", "I want to return something"),
        ("de", "ich brauche eine Rechnung"),
    ],
)
def test_what_cannot_be_done_yet_is_said_with_a_person(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == "not-yet"
    assert out.roles == ["human"]


def test_make_it_two_means_what_was_just_shown_not_what_lies_in_the_cart(mia: Guest) -> None:
    mia.has(KAFFEE_KAIKANTE_250G=1)
    shown = mia.say("habt ihr rote Becher unter 20 Euro?")
    assert len(shown.items) == 1
    out = mia.say("mach 2 daraus")
    assert (out.cart["BECHER-MOEWE-ROT"], out.cart["KAFFEE-KAIKANTE-250G"]) == (2, 1)
