"""Bare numbers: a place in what was shown, a choice of an open question, or how many; where it may be both, it is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest

LIST = {"de": "habt ihr Becher?", "en": "do you have mugs?"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_bare_number_after_a_list_is_the_place_in_it(guest: Callable[[str], Guest], language: str) -> None:
    someone = guest(language)
    third = someone.say(LIST[language]).items[2]["sku"]
    assert someone.say("3").cart == {third: 1}


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_number_that_may_be_both_is_asked_with_buttons(guest: Callable[[str], Guest], language: str) -> None:
    someone = guest(language)
    first, second, *_ = [item["sku"] for item in someone.say(LIST[language]).items]
    someone.say("1")
    out = someone.say("2")
    assert (out.acts, out.roles) == (["number-of-what"], [f"choose:{second}", "choose:2"])
    assert someone.press("choose:2").cart == {first: 3}
    assert someone.press(f"choose:{second}").cart == {first: 3, second: 1}


def test_a_number_beyond_the_list_is_none_of_its_places(mia: Guest) -> None:
    mia.say(LIST["de"])
    out = mia.say("9")
    assert (out.cart, out.state["awaiting"]) == ({}, "variant")
    chosen = mia.say("2")
    assert list(chosen.cart.values()) == [9]


def test_a_part_of_one_label_chooses_it_whatever_else_it_may_mean(mia: Guest) -> None:
    mia.say("eine Flüssigseife Gischt bitte")
    assert mia.say("500 ml").cart == {"SEIFE-FLUESSIG-500ML": 1}


def test_an_open_question_for_a_number_takes_it_as_one(mia: Guest) -> None:
    mia.has(KARTE_SET=1, TEE_SANDDORN=1)
    mia.say("was ist im Korb")
    mia.say("Menge vom Postkartenset ändern")
    assert mia.say("2").cart == {"KARTE-SET": 2, "TEE-SANDDORN": 1}


@pytest.mark.parametrize(("language", "text"), [("de", "noch 5 dazu"), ("en", "add 5 more")])
def test_so_many_more_are_added_to_what_is_there(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.say("4 Früchtetee Sanddorn" if language == "de" else "4 sea buckthorn fruit tea please")
    assert someone.state().cart == {"TEE-SANDDORN": 4}
    assert someone.say(text).cart == {"TEE-SANDDORN": 9}


@pytest.mark.parametrize(
    ("language", "text"), [("de", "1,5 Früchtetee Sanddorn"), ("en", "1.5 sea buckthorn fruit tea")]
)
def test_only_whole_pieces_are_sold(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    out = someone.say(text)
    assert (out.acts[-1:], out.state["awaiting"], out.cart) == (["reject-quantity-whole"], "quantity", {})
    assert someone.say("2").cart == {"TEE-SANDDORN": 2}


@pytest.mark.parametrize("text", ["1000000 Becher Möwe rot", "hunderttausend Becher Möwe rot"])
def test_more_than_there_can_be_is_answered_with_how_many_there_are(mia: Guest, text: str) -> None:
    out = mia.say(text)
    assert (out.acts[-1:], out.cart) == (["order-cannot-too-many"], {})
    assert "12" in out.text
