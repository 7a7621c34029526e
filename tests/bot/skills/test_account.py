"""The shopper's own affairs: consent to offers, language, a copy of the data, their erasure."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.commerce import consent
from tests.bot.skills.counter import Guest

YES = {"de": "ich möchte gern Angebote bekommen", "en": "I would like to get offers"}
STATES: dict[str, Callable[[Guest], object]] = {
    "a question": lambda someone: someone.say("einen Becher Möwe bitte"),
    "the checkout": lambda someone: someone.say("zur Kasse"),
    "the address": lambda someone: (someone.say("zur Kasse"), someone.press("choose:delivery")),
    "the name": lambda someone: (
        someone.say("zur Kasse"),
        someone.press("choose:delivery"),
        someone.say("Deichweg 4, 20095 Hamburg"),
    ),
    "the summary": lambda someone: (
        someone.say("zur Kasse"),
        someone.press("choose:delivery"),
        someone.say("Mia Sand, Deichweg 4, 20095 Hamburg"),
        someone.press("choose:standard"),
    ),
    "a confirmation": lambda someone: someone.say("lösche alle meine Daten"),
    "waiting for a person": lambda someone: someone.say("ich möchte mit einem Menschen sprechen"),
    "a person in charge": lambda someone: someone.line(shop="operator", action="take", name="Jonte"),
    "nothing": lambda someone: someone.state(),
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_consent_is_stored_with_the_words_of_both_sides_and_the_moment(
    guest: Callable[[str], Guest], language: str
) -> None:
    someone = guest(language)
    out = someone.say(YES[language])
    assert out.acts[-1] == "account-offers-on"
    assert out.state["consent"] == {"offers": True, "at": out.state["clock"]}
    stated = someone.chat.app.store.read(lambda reader: consent.current(reader, f"console:{someone.name}"))
    assert stated is not None
    assert YES[language] in stated.wording
    assert out.replies[0]["text"].split("\n")[-1] in stated.wording
    assert stated.channel == "console"


@pytest.mark.parametrize("word", ["Stopp", "stop", "STOP!", "stopp.", "/stop", "keine Werbung mehr bitte"])
def test_stop_ends_offers_at_once(mia: Guest, word: str) -> None:
    mia.say(YES["de"])
    out = mia.say(word)
    assert "account-offers-off" in out.acts
    assert out.state["consent"]["offers"] is False


@pytest.mark.parametrize("state", STATES)
def test_stop_is_heard_whatever_is_going_on(mia: Guest, state: str) -> None:
    mia.say(YES["de"])
    mia.has(SEIFE_TEER=1)
    STATES[state](mia)
    out = mia.say("Stopp")
    assert "account-offers-off" in out.acts
    assert out.state["consent"]["offers"] is False
    assert out.state["orders"] == []
    assert out.cart == {"SEIFE-TEER": 1}


def test_stop_ends_the_checkout_too_and_says_both(mia: Guest) -> None:
    mia.has(SEIFE_TEER=1)
    mia.say("zur Kasse")
    out = mia.say("Stopp")
    assert out.acts[0] == "task-cancelled"
    assert out.acts[-1] == "account-offers-off"
    assert out.state["task"] is None


def test_who_never_agreed_may_object_as_well(mia: Guest) -> None:
    out = mia.say("ich will keine Werbung")
    assert out.acts[-1] == "account-offers-off"
    assert out.state["consent"]["offers"] is False


def test_a_no_to_one_offer_is_no_objection_to_others(mia: Guest) -> None:
    mia.say(YES["de"])
    mia.line(shop="campaign", offer="herbstlicht", audience=[mia.name])
    out = mia.press("decline_offer")
    assert out.acts == ["account-offer-declined"]
    assert out.state["consent"]["offers"] is True


def test_the_button_of_an_offer_stops_them_while_a_person_is_in_charge(mia: Guest) -> None:
    mia.say(YES["de"])
    mia.line(shop="campaign", offer="herbstlicht", audience=[mia.name])
    mia.line(shop="operator", action="take")
    assert mia.press("stop_offers").state["consent"]["offers"] is False


# Language


def test_another_language_is_a_wish_like_any_other(mia: Guest, ben: Guest) -> None:
    mia.say("Hallo")
    ben.say("hello")
    assert mia.say("bitte sprich englisch mit mir").replies[-1]["language"] == "en"
    assert ben.say("please speak german with me").replies[-1]["language"] == "de"
    assert ben.say("/language").replies[-1]["language"] == "en"


# A copy of the data


@pytest.mark.parametrize(("language", "text"), [("de", "exportiere meine Daten"), ("en", "export my data please")])
def test_the_copy_is_json_with_everything(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    someone.say(YES[language])
    someone.given(
        shopper={
            "addresses": [
                {"name": "Mia", "street": "Deichweg 4", "postcode": "20095", "city": "Hamburg", "country": "DE"}
            ]
        },
        cart=[{"sku": "SEIFE-TEER", "quantity": 2}],
        orders=[{"id": f"K-6{someone.name[6:]}", "status": "confirmed", "lines": [{"sku": "SEIFE-ALGEN"}]}],
        watches=["TEE-GRUEN"],
    )
    chat = someone.chat
    chat.session.as_(someone.name)
    chat.send(text)
    (file,) = chat.replies[0].files
    document = json.loads(file.content)
    assert document["cart"] == [{"sku": "SEIFE-TEER", "quantity": 2}]
    assert [order["id"] for order in document["orders"]] == [f"K-6{someone.name[6:]}"]
    assert document["addresses"][0]["street"] == "Deichweg 4"
    assert YES[language] in [message["text"] for message in document["messages"]]
    assert [one["granted"] for one in document["consents"]] == [1]
    assert document["replies"]
    assert [one["sku"] for one in document["watches"]] == ["TEE-GRUEN"]


# Erasure


@pytest.mark.parametrize(
    ("language", "text", "no", "yes"),
    [("de", "lösche alle meine Daten", "nein", "ja"), ("en", "delete all my data", "no", "yes")],
)
def test_everything_is_erased_after_asking_but_orders_stay(
    guest: Callable[[str], Guest], language: str, text: str, no: str, yes: str
) -> None:
    someone = guest(language)
    number = f"K-5{someone.name[6:]}"
    someone.given(
        shopper={
            "addresses": [
                {"name": "Mia", "street": "Deichweg 4", "postcode": "20095", "city": "Hamburg", "country": "DE"}
            ]
        },
        cart=[{"sku": "SEIFE-TEER", "quantity": 2}],
        orders=[{"id": number, "status": "delivered", "lines": [{"sku": "SEIFE-ALGEN"}]}],
        watches=["TEE-GRUEN"],
    )
    assert someone.say(text).roles == ["confirm", "deny"]
    kept = someone.say(no)
    assert (kept.cart, len(kept.state["addresses"])) == ({"SEIFE-TEER": 2}, 1)
    someone.say(text)
    out = someone.say(yes)
    assert out.acts == ["account-erased"]
    assert (out.cart, out.state["addresses"], out.state["watches"]) == ({}, [], [])
    assert [order["id"] for order in out.state["orders"]] == [number]


@pytest.mark.parametrize(
    ("language", "text"), [("de", "ich möchte mein Guthaben sehen"), ("en", "I want to split the bill with friends")]
)
def test_what_cannot_be_done_yet_is_said_with_a_person(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert (out.acts[-1], out.roles) == ("not-yet", ["human"])
