"""Taking back: cart, checkout and consent, step by step, until an order stands; and what a yes is to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.commerce import consent
from bot.steps import MOST_STEPS
from tests.bot.skills.counter import Guest, Out

UNDO = {"de": "rückgängig", "en": "undo"}
SET, TEA = "KARTE-SET", "TEE-SANDDORN"
ADDRESS = "Mia Sand, Deichweg 4, 20095 Hamburg"


def undo(someone: Guest) -> Out:
    """Say that the last change was not meant."""
    return someone.say(UNDO[someone.language])


def button_of(out: Out, role: str) -> str:
    """The id of the button with a role."""
    return next(str(each["id"]) for each in out.replies[0]["buttons"] if each.get("role") == role)


@pytest.mark.parametrize(
    ("language", "change"),
    [
        ("de", ["noch ein Früchtetee Sanddorn"]),
        ("de", ["doch lieber 5"]),
        ("de", ["nimm das Postkartenset raus"]),
        ("de", ["leere den Korb", "ja"]),
        ("en", ["make it 5"]),
        ("en", ["remove the postcards"]),
        ("en", ["empty the cart", "yes"]),
    ],
)
def test_any_change_of_the_cart_is_taken_back(guest: Callable[[str], Guest], language: str, change: list[str]) -> None:
    someone = guest(language)
    someone.has(KARTE_SET=2)
    someone.say("was ist im Korb" if language == "de" else "what is in my cart")
    assert someone.say(*change).cart != {SET: 2}
    out = undo(someone)
    assert out.acts[:2] == ["undo-done", "order-cart-heading"]
    assert out.cart == {SET: 2}


def test_a_voucher_is_taken_back(mia: Guest) -> None:
    mia.has(TEE_SANDDORN=9)
    assert mia.say("Gutschein MOIN5").state["cart"]["voucher"] == "MOIN5"
    assert undo(mia).state["cart"]["voucher"] is None


def test_several_steps_are_taken_back_the_last_one_first(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    mia.say("noch ein Früchtetee Sanddorn", "doch lieber 3")
    assert undo(mia).cart == {SET: 1, TEA: 1}
    assert undo(mia).cart == {SET: 1}
    assert undo(mia).acts == ["undo-nothing"]


def test_so_many_steps_are_remembered_and_no_more(mia: Guest) -> None:
    for number in range(1, MOST_STEPS + 3):
        mia.say("ein Postkartenset Uferstedt" if number == 1 else f"doch lieber {number + 1}")
    for _ in range(MOST_STEPS):
        assert undo(mia).acts[0] == "undo-done"
    assert undo(mia).acts == ["undo-nothing"]
    assert mia.state().cart == {SET: 3}


def test_a_button_takes_back_what_it_was_shown_with(mia: Guest) -> None:
    mia.has(KARTE_SET=2)
    out = mia.say("nimm das Postkartenset raus")
    assert out.roles == ["undo"]
    assert mia.press("undo").cart == {SET: 2}


def test_a_button_of_an_earlier_change_takes_nothing_back(mia: Guest) -> None:
    mia.has(KARTE_SET=2)
    button = button_of(mia.say("doch lieber 4"), "undo")
    mia.say("noch ein Früchtetee Sanddorn")
    out = mia.press(button)
    assert (out.acts, out.cart) == (["undo-stale"], {SET: 4, TEA: 1})


def test_a_button_pressed_twice_takes_back_once(mia: Guest) -> None:
    mia.has(KARTE_SET=2)
    mia.say("doch lieber 4")
    button = button_of(mia.say("doch lieber 5"), "undo")
    assert mia.press(button).cart == {SET: 4}
    assert mia.press(button).cart == {SET: 4}


# The checkout


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_answer_of_the_checkout_is_taken_back(guest: Callable[[str], Guest], language: str) -> None:
    someone = guest(language)
    someone.has(KARTE_SET=1)
    someone.say("zur Kasse" if language == "de" else "check out")
    someone.press("choose:delivery")
    someone.say(ADDRESS)
    someone.press("choose:express")
    awaited = [undo(someone).state["awaiting"] for _ in range(4)]
    assert awaited == ["shipping", "address", "fulfilment", None]
    assert someone.state().cart == {SET: 1}


def test_a_change_at_the_summary_is_taken_back_and_the_summary_shown_anew(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    mia.say(ADDRESS)
    mia.press("choose:standard")
    mia.say("Hausnummer 5 nicht 4")
    out = undo(mia)
    assert "Deichweg 4" in out.text
    assert (out.acts[:2], out.roles[0]) == (["undo-done", "order-summary-heading"], "pay_order")
    mia.say("noch ein Früchtetee Sanddorn")
    assert undo(mia).roles[-3] == "pay_order"


def test_a_checkout_that_was_called_off_goes_on_where_it_was(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    mia.say("vergiss es")
    out = undo(mia)
    assert (out.state["task"], out.state["awaiting"]) == ("checkout", "address")


def test_an_order_that_stands_is_not_taken_back(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    mia.say(ADDRESS)
    mia.press("choose:standard")
    mia.press("pay_order")
    out = undo(mia)
    assert (out.acts, out.cart, len(out.state["orders"])) == (["undo-nothing"], {}, 1)


def test_nothing_of_what_was_erased_comes_back(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    mia.say("zur Kasse")
    mia.press("choose:delivery")
    mia.say(ADDRESS, "lösche alle meine Daten", "ja")
    out = undo(mia)
    assert (out.acts[-1], out.cart, out.state["addresses"]) == ("undo-nothing", {}, [])


# Consent


def test_consent_is_taken_back_both_ways_with_the_words_that_did_it(mia: Guest) -> None:
    mia.say("ich möchte gern Angebote bekommen")
    assert undo(mia).state["consent"]["offers"] is False
    mia.say("ich möchte gern Angebote bekommen", "keine Angebote mehr")
    assert undo(mia).state["consent"]["offers"] is True
    stated = mia.chat.app.store.read(lambda reader: consent.history(reader, mia.chat.session.conversation))
    assert [one.granted for one in stated] == [True, False, True, False, True]
    assert stated[-1].wording.startswith("rückgängig")


def test_no_consent_comes_of_taking_an_objection_back_where_there_was_none(mia: Guest) -> None:
    mia.say("keine Angebote mehr")
    out = undo(mia)
    assert (out.acts, out.state["consent"]["offers"]) == (["undo-nothing"], False)


# What a yes is to


def test_a_yes_button_of_a_cart_that_changed_since_asks_anew(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    button = button_of(mia.say("leere den Korb"), "confirm")
    mia.say("noch ein Früchtetee Sanddorn")
    out = mia.press(button)
    assert (out.acts, out.cart) == (["order-empty-confirm"], {SET: 1, TEA: 1})
    assert mia.say("ja").cart == {}


def test_a_question_to_confirm_is_asked_anew_as_things_stand_now(mia: Guest) -> None:
    mia.has(KARTE_SET=1)
    mia.say("leere den Korb")
    out = mia.say("noch ein Früchtetee Sanddorn")
    assert out.acts[-1] == "order-empty-confirm"
    assert "2 Sachen" in out.text
    assert mia.say("was kostet der Versand?").acts == ["search-answer"]
    assert mia.say("ja").cart == {SET: 1, TEA: 1}


def test_a_yes_button_whose_question_is_over_asks_anew(mia: Guest) -> None:
    button = button_of(mia.say("lösche alle meine Daten"), "confirm")
    mia.say("nein")
    out = mia.press(button)
    assert out.acts == ["account-erase-confirm"]
    assert mia.press(button).acts == ["account-erased"]
